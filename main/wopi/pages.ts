import Router from '@koa/router';
import type { LaunchGrant, PageGrant } from '../store/grants.ts';
import { createAboutPages } from './about-pages.ts';
import type { HostPageInput } from './host-page.ts';
import { hostPage, messagePage, pageResult } from './host-page.ts';
import type { HostState } from './middleware/recorder.ts';
import type { Services } from './operation.ts';
import type { Result } from './results.ts';
import { writeResult } from './write-result.ts';

/** What the pages need; a ticket opens one once, a grant again for as long as its token would last. */
export interface HostPages {
  redeem(ticket: string): LaunchGrant | undefined;
  readGrant(text: string): Promise<LaunchGrant | undefined>;
  readPage(text: string): Promise<PageGrant | undefined>;
  page(grant: LaunchGrant, parameters: URLSearchParams): HostPageInput;
}

/** The pages that browsers open: documents in their editor, and what is said about files and folders. */
export function pageRoutes(pages: HostPages, services: Services): Router<HostState> {
  const { files, containers, people } = services;
  const about = createAboutPages(services);

  const note = ({ capture }: HostState, file: { id: string; name: string | undefined }, personId: string): void => {
    if (!capture) return;
    capture.fileId = file.id;
    capture.fileName = file.name ?? null;
    capture.personId = personId;
    capture.personName = people.get(personId)?.name ?? personId;
  };
  const open = (state: HostState, grant: LaunchGrant, query: string): Result => {
    note(state, { id: grant.fileId, name: files.get(grant.fileId)?.name }, grant.personId);
    try {
      return pageResult(200, hostPage(pages.page(grant, new URLSearchParams(query))));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return refused(['This document cannot be opened', reason]);
    }
  };

  const router = new Router<HostState>({ strict: true, sensitive: true });
  // Programs that preview links ask with HEAD; that uses no ticket up and issues no token.
  router.head(['/launch/:ticket', '/page/:grant'], (context) => writeResult(context, pageResult(200, WELCOME)));
  router.get('/launch/:ticket', async (context) => {
    const grant = pages.redeem(context.params['ticket'] ?? '');
    await writeResult(context, grant ? open(context.state, grant, context.querystring) : refused(USED_TICKET));
  });
  router.get('/page/:grant', async (context) => {
    const grant = await pages.readGrant(context.params['grant'] ?? '');
    await writeResult(context, grant ? open(context.state, grant, context.querystring) : refused(EXPIRED_PAGE));
  });
  router.get('/about/:grant', async (context) => {
    const grant = await pages.readPage(context.params['grant'] ?? '');
    // FileUrl answers bytes as any web server would: nothing of WOPI about it.
    context.state.identity = {};
    if (grant) {
      const name = grant.kind === 'file' ? files.get(grant.id)?.name : containers.nameOf(grant.id);
      note(context.state, { id: grant.id, name }, grant.personId);
      if (context.state.capture && grant.page === 'content') context.state.capture.operation = 'FileUrl';
    }
    await writeResult(context, (grant && (await about(grant))) ?? refused(EXPIRED_PAGE));
  });
  for (const [path, page] of FIXED_PAGES) {
    router.get(path, (context) => void writeResult(context, pageResult(200, page)));
  }
  return router;
}

type Message = readonly [title: string, text: string];

const USED_TICKET: Message = [
  'This link has been used',
  'A link from WOPI Sandbox opens a document once, within a minute. Open the document again from Files in the app.',
];
const EXPIRED_PAGE: Message = ['This address has expired', 'Open the document again from Files in WOPI Sandbox.'];

/** What the page says is the explanation in Traffic, too. */
function refused([title, text]: Message): Result {
  return { ...pageResult(404, messagePage(title, text)), explanation: `${title}. ${text}` };
}

const WELCOME = messagePage(
  'This is a WOPI host',
  'WOPI Sandbox serves its files to WOPI clients here. Everything that happens is shown in the app.',
);

const FIXED_PAGES = [
  ['/', WELCOME],
  ['/closed', messagePage('The document is closed', 'You can close this tab.')],
  [
    '/privacy',
    messagePage(
      'Privacy',
      'WOPI Sandbox runs on the computer of whoever gave you this address. It serves the documents of one folder there, and shows every request it receives to whoever sits in front of it. It sends nothing to anybody else.',
    ),
  ],
  ['/signed-out', messagePage('You are signed out', 'Open a document from Files in WOPI Sandbox to come back.')],
  [
    '/sign-in',
    messagePage(
      'You are a guest',
      'WOPI Sandbox has no accounts: choose another person when you open a document there.',
    ),
  ],
] as const;
