import { hostname } from 'node:os';
import Koa from 'koa';
import type { ParameterizedContext } from 'koa';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Exchanges } from '../store/exchanges.ts';
import { createBootstrapper } from './bootstrapper.ts';
import type { DispatchOptions } from './dispatch.ts';
import { createDispatch } from './dispatch.ts';
import { errors } from './middleware/errors.ts';
import type { HostState, Repetitions } from './middleware/recorder.ts';
import { recorder } from './middleware/recorder.ts';
import { WopiHeader } from './protocol/headers.ts';
import { obsoleteFolderOperation } from './protocol/obsolete.ts';
import { badRequest, notFound, notImplemented, oneAsciiLine } from './results.ts';
import type { HostPages } from './pages.ts';
import { pageRoutes } from './pages.ts';
import type { BootstrapOperation } from './operation.ts';
import type { Authorization } from './sign-in.ts';
import { signInRoutes } from './sign-in.ts';
import { matchRoute } from './routes.ts';
import { writeResult } from './write-result.ts';

export interface HostOptions extends DispatchOptions {
  exchanges: Exchanges;
  bootstrapOperations: readonly BootstrapOperation[];
  authorization: Authorization;
  pages: HostPages;
  repetitions: Repetitions;
  clock: Clock;
  wallNow: () => number;
  log: Log;
  version: string;
}

/** As Koa has it; most addresses need no parsing. */
function pathOf(context: ParameterizedContext): string {
  const url = context.req.url ?? '';
  if (!url.startsWith('/')) return context.path;
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

/** The host listener: WOPI, and host pages behind a ticket. Nothing here knows the screen. */
export function createHost(options: HostOptions): Koa<HostState> {
  const { exchanges, pages, repetitions, clock, wallNow, log, version } = options;
  const dispatch = createDispatch(options);
  const bootstrapper = createBootstrapper({ ...options, operations: options.bootstrapOperations });
  const identity = {
    [WopiHeader.ServerVersion]: `WOPI Sandbox ${version}`,
    [WopiHeader.MachineName]: oneAsciiLine(hostname()),
  };

  const app = new Koa<HostState>();
  // What reaches this handler is beyond an answer (a connection that broke); it must not reach the console as text.
  app.on('error', (error: unknown) => log.debug({ err: error }, 'A connection of the host listener failed'));
  app.use(recorder({ exchanges, clock, wallNow, identity, repetitions }));
  app.use(errors(log));

  // The WOPI paths are matched before the router: its general matching costs more than everything else a Lock does.
  app.use(async (context, next) => {
    if (context.req.headers.host === undefined && context.req.httpVersion === '1.1')
      return writeResult(context, badRequest('A request of HTTP/1.1 has to have a Host header; this one has none.'));
    const route = matchRoute(pathOf(context), context.method);
    if (!route) {
      const obsolete = obsoleteFolderOperation(pathOf(context));
      if (obsolete === undefined) return next();
      if (context.state.capture) context.state.capture.operation = obsolete;
      return writeResult(context, notImplemented(`${obsolete} is for the notebooks of OneNote and is not offered.`));
    }
    await writeResult(context, route.kind === 'bootstrapper' ? bootstrapper(context) : await dispatch(context, route));
  });

  const router = pageRoutes(pages, options.services);
  const signIn = signInRoutes(options.authorization);
  app.use(router.routes());
  app.use(signIn.routes());
  app.use(router.allowedMethods());
  app.use(async (context, next) => {
    await next();
    if (context.status === 404 && context.body === undefined) {
      await writeResult(context, notFound('There is nothing at this address: WOPI lives below /wopi/files/.'));
    }
  });
  return app;
}
