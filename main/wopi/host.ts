import { hostname } from 'node:os';
import Router from '@koa/router';
import Koa from 'koa';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Exchanges } from '../store/exchanges.ts';
import type { LaunchGrant } from '../store/grants.ts';
import type { DispatchOptions } from './dispatch.ts';
import { createDispatch } from './dispatch.ts';
import type { HostPageInput, Page } from './host-page.ts';
import { hostPage, messagePage } from './host-page.ts';
import { errors } from './middleware/errors.ts';
import type { HostState } from './middleware/recorder.ts';
import { recorder } from './middleware/recorder.ts';
import { WopiHeader } from './protocol/headers.ts';
import type { Result } from './results.ts';
import { notFound, oneAsciiLine } from './results.ts';
import { matchRoute } from './routes.ts';
import { writeResult } from './write-result.ts';

/** What the host pages need; a ticket opens one once, a grant again for as long as its token would last. */
export interface HostPages {
  redeem(ticket: string): LaunchGrant | undefined;
  readGrant(text: string): Promise<LaunchGrant | undefined>;
  page(grant: LaunchGrant, parameters: URLSearchParams): HostPageInput;
}

export interface HostOptions extends DispatchOptions {
  exchanges: Exchanges;
  pages: HostPages;
  clock: Clock;
  wallNow: () => number;
  log: Log;
  version: string;
}

/** The host listener: WOPI, and host pages behind a ticket. Nothing here knows the screen. */
export function createHost(options: HostOptions): Koa<HostState> {
  const { exchanges, pages, clock, wallNow, log, version } = options;
  const dispatch = createDispatch(options);
  const identity = {
    [WopiHeader.ServerVersion]: `WOPI Sandbox ${version}`,
    [WopiHeader.MachineName]: oneAsciiLine(hostname()),
  };

  const app = new Koa<HostState>();
  // What reaches this handler is beyond an answer (a connection that broke); it must not reach the console as text.
  app.on('error', (error: unknown) => log.debug({ err: error }, 'A connection of the host listener failed'));
  app.use(recorder({ exchanges, clock, wallNow, identity }));
  app.use(errors(log));

  // The WOPI paths are matched before the router: its general matching costs more than everything else a Lock does.
  app.use(async (context, next) => {
    const route = matchRoute(context.path, context.method);
    if (!route || route.kind === 'bootstrapper') return next();
    await writeResult(context, await dispatch(context, route));
  });

  const router = new Router<HostState>({ strict: true, sensitive: true });
  // Programs that preview links ask with HEAD; that uses no ticket up and issues no token.
  router.head(['/launch/:ticket', '/page/:grant'], (context) => writeResult(context, pageResult(200, WELCOME)));
  router.get('/launch/:ticket', async (context) => {
    const grant = pages.redeem(context.params['ticket'] ?? '');
    await writeResult(
      context,
      grant ? openPage(context.state, grant, context.querystring) : pageResult(404, USED_TICKET),
    );
  });
  router.get('/page/:grant', async (context) => {
    const grant = await pages.readGrant(context.params['grant'] ?? '');
    await writeResult(
      context,
      grant ? openPage(context.state, grant, context.querystring) : pageResult(404, EXPIRED_PAGE),
    );
  });
  router.get('/closed', (context) => void writeResult(context, pageResult(200, CLOSED)));
  router.get('/', (context) => void writeResult(context, pageResult(200, WELCOME)));

  const { files, people } = options.services;
  const openPage = ({ capture }: HostState, grant: LaunchGrant, query: string): Result => {
    if (capture) {
      capture.file = { id: grant.fileId, name: files.get(grant.fileId)?.name ?? null };
      capture.person = { id: grant.personId, name: people.get(grant.personId)?.name ?? grant.personId };
    }
    try {
      return pageResult(200, hostPage(pages.page(grant, new URLSearchParams(query))));
    } catch (error) {
      return pageResult(
        404,
        messagePage('This document cannot be opened', error instanceof Error ? error.message : String(error)),
      );
    }
  };

  app.use(router.routes());
  app.use(router.allowedMethods());
  app.use(async (context, next) => {
    await next();
    if (context.status === 404 && context.body === undefined) {
      await writeResult(context, notFound('There is nothing at this address: WOPI lives below /wopi/files/.'));
    }
  });
  return app;
}

const USED_TICKET = messagePage(
  'This link has been used',
  'A link from WOPI Sandbox opens a document once, within a minute. Open the document again from Files in the app.',
);
const EXPIRED_PAGE = messagePage('This address has expired', 'Open the document again from Files in WOPI Sandbox.');
const CLOSED = messagePage('The document is closed', 'You can close this tab.');
const WELCOME = messagePage(
  'This is a WOPI host',
  'WOPI Sandbox serves its files to WOPI clients here. Everything that happens is shown in the app.',
);

function pageResult(status: number, page: Page): Result {
  return {
    status,
    headers: page.headers,
    contentType: 'text/html; charset=utf-8',
    body: { kind: 'text', text: page.html },
    outcome: status === 200 ? 'ok' : 'not-found',
    explanation: null,
  };
}
