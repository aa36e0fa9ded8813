import type { Middleware } from 'koa';
import type { Log } from '../../log.ts';
import { FolderUnavailable, isDiskFull, isForbidden } from '../../store/errors.ts';
import { ClientGone } from '../receive.ts';
import { redactUrl } from '../protocol/redact.ts';
import type { Result } from '../results.ts';
import { serverError } from '../results.ts';
import { writeResult } from '../write-result.ts';
import type { HostState } from './recorder.ts';

/** The single exit for everything thrown: a 500 whose text says only what the client may know. */
export function errors(log: Log): Middleware<HostState> {
  return async (context, next) => {
    try {
      await next();
    } catch (error) {
      if (error instanceof ClientGone) {
        if (context.state.capture) context.state.capture.explanation = error.message;
        context.respond = false;
        context.res.destroy();
        return;
      }
      const result = toResult(error);
      if (result.outcome === 'server-error')
        log.error({ err: error, path: redactUrl(context.path) }, 'A request failed');
      if (context.res.headersSent) {
        if (context.state.capture) context.state.capture.explanation = messageOf(error);
        context.respond = false;
        context.res.destroy();
        return;
      }
      await writeResult(context, result);
      if (context.state.capture) context.state.capture.explanation = messageOf(error);
    }
  };
}

function toResult(error: unknown): Result {
  if (error instanceof FolderUnavailable) return serverError('The shared folder is not available at the moment.');
  if (isDiskFull(error)) return serverError('The disk of the host is full; nothing was changed.');
  if (isForbidden(error))
    return serverError('The host may not read or write this file; its permissions are in the way.');
  return serverError('The host failed unexpectedly; its log has the details.');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
