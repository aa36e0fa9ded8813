import type { FileRecord } from '../store/files.ts';
import type { PageGrant } from '../store/grants.ts';
import type { Page, PageItem } from './host-page.ts';
import { messagePage, pageResult } from './host-page.ts';
import type { Services } from './operation.ts';
import { SHARED_FOR_MS } from './operations/files/get-share-url.ts';
import type { Result } from './results.ts';
import { okBytes } from './results.ts';

/** How long the addresses on a page work: as long as somebody may leave it open over a working day. */
const LINKS_FOR_MS = 10 * 60 * 60 * 1000;

type Show = (grant: PageGrant) => Page | undefined;

/**
 * What the addresses in CheckFileInfo, CheckContainerInfo and GetShareUrl open. Whoever has such an address may see
 * what it shows, for its person and until it expires; none of them carries a token. undefined when the thing is gone.
 */
export function createAboutPages(services: Services): (grant: PageGrant) => Promise<Result | undefined> {
  const { files, containers, activities, people, urls, now } = services;

  const nameOf = (personId: string): string => people.get(personId)?.name ?? personId;
  const mayWrite = (personId: string): boolean => people.get(personId)?.rights.write ?? false;
  const open = (file: FileRecord, personId: string): string =>
    urls.hostPage({
      fileId: file.id,
      personId,
      action: mayWrite(personId) ? 'edit' : 'view',
      expiresAt: now() + LINKS_FOR_MS,
    });

  /** Somebody who may do no more than the link allows: visitors are not the person who shared. */
  const visitorOf = ({ canWrite, personId }: PageGrant): string | undefined => {
    const fitting = people.list().filter(({ rights }) => rights.write === canWrite);
    const chosen = canWrite ? fitting.find(({ role }) => role !== 'owner') : fitting.find((one) => one.isAnonymous);
    return (chosen ?? fitting.find(({ id }) => id === personId) ?? fitting[0])?.id;
  };

  const folder: Show = ({ id, personId, canWrite }) => {
    const container = containers.get(id);
    if (!container) return undefined;
    const children = containers.children(container);
    const below = (child: string): PageGrant => ({ page: 'folder', kind: 'container', id: child, personId, canWrite });
    const may = mayWrite(personId) ? 'use' : 'read';
    return messagePage(container.name, `A folder of WOPI Sandbox, as ${nameOf(personId)} may ${may} it.`, [
      ...children.containers.map((child): PageItem => ({
        text: `${child.name}/`,
        href: urls.page(below(child.id), now() + LINKS_FOR_MS),
      })),
      ...children.files.map((file): PageItem => ({
        text: file.name,
        href: open(file, personId),
        note: bytesIn(file.size),
      })),
    ]);
  };

  const shared: Show = (grant) => {
    const visitor = visitorOf(grant);
    if (visitor === undefined) return NO_VISITOR;
    if (grant.kind === 'container') return folder({ ...grant, personId: visitor });
    const file = files.current(grant.id);
    const words = `Shared by ${nameOf(grant.personId)}. You open it as ${nameOf(visitor)}.`;
    const item = { text: grant.canWrite ? 'Open for editing' : 'Open for reading' };
    return file && messagePage(file.name, words, [{ ...item, href: open(file, visitor) }]);
  };

  const sharing: Show = ({ kind, id, personId }) => {
    const name = kind === 'file' ? files.current(id)?.name : containers.get(id)?.name;
    if (name === undefined) return undefined;
    const link = (text: string, canWrite: boolean): PageItem => ({
      text,
      href: urls.page({ page: 'shared', kind, id, personId, canWrite }, now() + SHARED_FOR_MS),
    });
    return messagePage(`Share “${name}”`, 'Whoever has one of these links can open it for a month.', [
      link('A link for reading', false),
      ...(mayWrite(personId) ? [link('A link for reading and writing', true)] : []),
    ]);
  };

  const versions: Show = ({ id }) => {
    const file = files.current(id);
    if (!file) return undefined;
    return messagePage(`Versions of “${file.name}”`, 'Former versions are restored in WOPI Sandbox, under Files.', [
      ...files.versions(id).map(({ version, size, realAt, people: by, isCurrent }): PageItem => ({
        text: `Version ${version}${isCurrent ? ', the current one' : ''}`,
        note: [bytesIn(size), moment(realAt), ...by.map(nameOf)].join(' · '),
      })),
      ...activities.list(id).map(({ type, at, personId }): PageItem => ({
        text: `Activity: ${type}`,
        note: `${moment(at)} · ${nameOf(personId)}`,
      })),
    ]);
  };

  const embed: Show = ({ id, personId }) => {
    const file = files.current(id);
    const src = urls.hostPage({ fileId: id, personId, action: 'embedview', expiresAt: now() + SHARED_FOR_MS });
    const code = `<iframe src="${src}" width="640" height="480"></iframe>`;
    return (
      file && messagePage(`Embed “${file.name}”`, 'This element shows the document in a web page:', [{ text: code }])
    );
  };

  /** Documents share their origin with the pages: a browser saves one and never runs it. */
  const content = async ({ id }: PageGrant): Promise<Result | undefined> => {
    const read = files.current(id) && (await files.read(id));
    return (
      read &&
      okBytes(read.body, 'application/octet-stream', {
        'Content-Disposition': `attachment; filename*=UTF-8''${headerText(read.record.name)}`,
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-store',
      })
    );
  };

  const pages: Record<Exclude<PageGrant['page'], 'download' | 'content'>, Show> = {
    folder,
    shared,
    sharing,
    versions,
    embed,
  };
  return async (grant) => {
    if (grant.page === 'download' || grant.page === 'content') return content(grant);
    const page = pages[grant.page](grant);
    return page && pageResult(200, page);
  };
}

const NO_VISITOR = messagePage(
  'This link cannot be opened',
  'WOPI Sandbox knows nobody who may do what the link allows, and no more. Add a person under Tokens, People.',
);

function bytesIn(size: number): string {
  return `${size.toLocaleString('en')} bytes`;
}

function moment(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** RFC 8187: what encodeURIComponent leaves alone and a header parameter may not hold. */
function headerText(name: string): string {
  return encodeURIComponent(name).replaceAll(/['()*]/g, (mark) => `%${(mark.codePointAt(0) ?? 0).toString(16)}`);
}
