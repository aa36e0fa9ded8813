import type { Socket } from 'node:net';
import type { Middleware } from 'koa';
import type { ExchangeRow } from '../../../preload/contract.ts';
import type { Clock } from '../../clock.ts';
import type { Exchanges } from '../../store/exchanges.ts';
import { Capture } from './capture.ts';

export interface HostState {
  /** null while capturing is paused. */
  capture: Capture | null;
  /** Headers that say who answers; on every answer. */
  identity: Record<string, string>;
}

/** Requests that this program sends to itself, to repeat one that was recorded. */
export interface Repetitions {
  claim(socket: Socket): { original: number | null; settle(row: ExchangeRow | null): void } | undefined;
}

interface RecorderOptions {
  exchanges: Exchanges;
  clock: Clock;
  wallNow: () => number;
  identity: HostState['identity'];
  repetitions: Repetitions;
}

/** One exchange per request, from its first byte until the answer is out or the client is gone. Never delays an answer. */
export function recorder({ exchanges, clock, wallNow, identity, repetitions }: RecorderOptions): Middleware<HostState> {
  return async (context, next) => {
    context.state.identity = identity;
    const repetition = repetitions.claim(context.req.socket);
    if (exchanges.isPaused()) {
      repetition?.settle(null);
      context.state.capture = null;
      await next();
      return;
    }
    const capture = new Capture(exchanges.nextId(), wallNow(), clock.now(), context.req);
    context.state.capture = capture;
    if (repetition) capture.replayOf = repetition.original;
    // Dispatch names operation and file before it first waits, so the pending row shows them already.
    const answered = next();
    exchanges.begin(capture);
    let isAnswered = false;
    let isClosed = false;
    const finish = (): void => {
      capture.ended(context.req, context.res);
      exchanges.finish(capture);
      repetition?.settle(exchanges.rowOf(capture));
    };
    context.res.on('close', () => {
      isClosed = true;
      if (isAnswered) finish();
    });
    try {
      await answered;
    } finally {
      isAnswered = true;
      // A broken connection ends before what had arrived of its body is put away.
      if (isClosed) finish();
    }
  };
}
