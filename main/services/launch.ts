import { randomBytes } from 'node:crypto';
import type { LaunchResult, Settings } from '../../preload/contract.ts';
import type { Clock } from '../clock.ts';
import type { Files } from '../store/files.ts';
import type { People } from '../store/people.ts';
import type { LaunchGrant, PageGrant } from '../store/grants.ts';
import type { Tokens } from '../store/tokens.ts';
import type { HostPageInput } from '../wopi/host-page.ts';
import { buildActionUrl } from '../wopi/protocol/action-url.ts';
import { splitName } from '../wopi/protocol/names.ts';
import type { DiscoveryService } from './discovery.ts';

export interface LaunchService {
  /** A ticket for one opening of one host page. */
  ticket(grant: LaunchGrant): Pick<LaunchResult, 'pageUrl' | 'ticketExpiresAt'>;
  /** Uses a ticket up. undefined when it is unknown, used or too old. */
  redeem(ticket: string): LaunchGrant | undefined;
  /** Everything the host page needs, with a token issued now. Extra parameters (wd…, sc) go on to the action URL. */
  page(grant: LaunchGrant, parameters: URLSearchParams): HostPageInput;
}

/** Long enough to cross to the browser, short enough to be of no use to whoever finds it later. */
export const TICKET_LIFETIME_MS = 60_000;
const MAX_TICKETS = 1000;

interface LaunchOptions {
  files: Files;
  people: People;
  tokens: Tokens;
  discovery: DiscoveryService;
  clock: Clock;
  wallNow: () => number;
  settings: () => Settings;
  base: () => string;
  grantPage(grant: LaunchGrant, expiresAt: number): string;
  aboutPage(grant: PageGrant, expiresAt: number): string;
  wopiSrc(fileId: string): string;
}

export function createLaunchService(options: LaunchOptions): LaunchService {
  const { files, people, tokens, discovery, clock, wallNow, settings, base, grantPage, aboutPage, wopiSrc } = options;
  const tickets = new Map<string, { grant: LaunchGrant; expiresAt: number }>();

  const find = (grant: LaunchGrant) => {
    const file = files.get(grant.fileId);
    const person = people.get(grant.personId);
    if (!file) throw new Error('The file does not exist any more. Choose another one in Files.');
    if (!person) throw new Error(`There is no person “${grant.personId}”. Choose one of People.`);
    return { file, person };
  };

  return {
    ticket(grant) {
      const { file } = find(grant);
      discovery.resolve({ ...grant, extension: splitName(file.name).extension });
      for (const [key, { expiresAt }] of tickets)
        if (expiresAt <= wallNow() || tickets.size >= MAX_TICKETS) tickets.delete(key);
      const ticket = randomBytes(24).toString('base64url');
      const expiresAt = wallNow() + TICKET_LIFETIME_MS;
      tickets.set(ticket, { grant, expiresAt });
      return { pageUrl: `${base()}/launch/${ticket}`, ticketExpiresAt: expiresAt };
    },
    redeem(ticket) {
      const found = tickets.get(ticket);
      tickets.delete(ticket);
      return found && found.expiresAt > wallNow() ? found.grant : undefined;
    },
    page(grant, parameters) {
      const { file, person } = find(grant);
      const { urlsrc, favIconUrl } = discovery.resolve({ ...grant, extension: splitName(file.name).extension });
      const passedOn = Object.fromEntries([...parameters].filter(([name]) => name.startsWith('wd') || name === 'sftc'));
      const built = buildActionUrl(urlsrc, {
        wopiSrc: wopiSrc(file.id),
        uiLanguage: 'en-US',
        dataLanguage: 'en-US',
        sessionContext: parameters.get('sc') ?? undefined,
        parameters: passedOn,
        ...(person.licence === 'business' ? { values: { BUSINESS_USER: '1' } } : {}),
      });
      if (!built.ok) throw new Error(built.reason);
      const expiresAt = clock.now() + settings().tokenTtlSeconds * 1000;
      const canWrite = person.rights.write && grant.action !== 'embedview';
      const { accessToken } = tokens.issue({
        personId: person.id,
        kind: 'file',
        resourceId: file.id,
        canWrite,
        expiresAt,
        source: 'host page',
        editor: grant.sourceId,
      });
      const owner = people.list().find((candidate) => candidate.role === 'owner') ?? person;
      return {
        title: file.name,
        language: 'en-US',
        actionUrl: built.url,
        favIconUrl,
        accessToken,
        accessTokenTtl: expiresAt,
        userId: person.id,
        ownerId: owner.id,
        reloadUrl: grantPage(grant, expiresAt),
        editUrl: grantPage({ ...grant, action: 'edit' }, expiresAt),
        versionsUrl: aboutPage(
          { page: 'versions', kind: 'file', id: file.id, personId: person.id, canWrite: false },
          expiresAt,
        ),
        isEmbeddable: grant.action === 'embedview',
      };
    },
  };
}
