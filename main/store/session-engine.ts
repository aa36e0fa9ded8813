import type { RelatedExchanges, SessionPage, SessionStory, Waterfall } from '../../preload/contract.ts';
import type { Database } from './database.ts';
import { openReader } from './database.ts';
import { relatedTo } from './related.ts';
import type { Present, SessionSource } from './sessions.ts';
import { listSessions, readBars, readStory, readWaterfall, refOf } from './sessions.ts';

/** Which traffic is read, with what only the host knows of it. */
export interface SessionTraffic {
  /** What `cancel` ends the reading by. */
  readId?: string | undefined;
  /** Database of the live traffic or of an opened capture. */
  file: string;
  now: Present | null;
  mutedRules: string[];
}

/** `tokenIds` are the tokens the requests came with: what is known of them is not in the traffic. */
export type BarsAndTokens = Waterfall & { tokenIds: string[] };

/** What is asked of the thread, call by call. */
export interface SessionCalls {
  list(input: {
    traffic: SessionTraffic;
    before?: number | undefined;
    limit: number;
    newest?: number | undefined;
  }): Promise<SessionPage>;
  story(input: {
    traffic: SessionTraffic;
    sessionId?: string | undefined;
    exchangeId?: number | undefined;
  }): Promise<SessionStory>;
  axis(input: { traffic: SessionTraffic; sessionId?: string | undefined }): Promise<BarsAndTokens>;
  bars(input: { traffic: SessionTraffic; exchangeIds: number[] }): Promise<BarsAndTokens>;
  /** Null: it is not kept. */
  related(input: { traffic: SessionTraffic; id: number }): Promise<RelatedExchanges | null>;
  /** Nobody waits for this reading any more: it is given up, and answered so. */
  cancel(input: { readId: string }): Promise<void>;
  /** Nothing of this database is read any more: it may be removed. */
  forget(input: { file: string }): Promise<void>;
}

interface SessionOrderOf<Call extends keyof SessionCalls> {
  id: number;
  call: Call;
  input: Parameters<SessionCalls[Call]>[0];
}

export type SessionOrder = { [Call in keyof SessionCalls]: SessionOrderOf<Call> }[keyof SessionCalls];

export type SessionAnswer = { id: number; result: unknown } | { id: number; problem: string };

export interface SessionEngine {
  take(order: SessionOrder): void;
  stop(): void;
}

/** Answers what is asked about sessions, several orders side by side: each takes a breath after some milliseconds. */
export function createSessionEngine(
  { nativeBinding }: { nativeBinding: string | undefined },
  answer: (answer: SessionAnswer) => void,
): SessionEngine {
  const readers = new Map<string, Database>();
  const running = new Map<string, AbortController>();
  const sourceOf = ({ file, now, mutedRules }: SessionTraffic): SessionSource => {
    const database = readers.get(file) ?? openReader(file, nativeBinding);
    readers.set(file, database);
    return { database, now, mutedRules: new Set(mutedRules) };
  };
  const read = async <Read>(traffic: SessionTraffic, run: (source: SessionSource) => Promise<Read> | Read) => {
    const { readId } = traffic;
    const abort = new AbortController();
    const source = { ...sourceOf(traffic), signal: abort.signal };
    if (readId !== undefined) running.set(readId, abort);
    try {
      return await run(source);
    } catch (error) {
      if (abort.signal.aborted) throw new Error('This is not wanted any more.', { cause: error });
      if (source.database.open) throw error;
      throw new Error('The recording was closed while it was read. Open its file again, or choose the live traffic.', {
        cause: error,
      });
    } finally {
      if (readId !== undefined && running.get(readId) === abort) running.delete(readId);
    }
  };
  const calls: SessionCalls = {
    list: ({ traffic, ...query }) => read(traffic, (source) => listSessions(source, query)),
    story: ({ traffic, ...wanted }) =>
      read(traffic, (source) => readStory(source, refOf(source, wanted), wanted.exchangeId)),
    axis: ({ traffic, ...wanted }) => read(traffic, (source) => readWaterfall(source, refOf(source, wanted))),
    bars: ({ traffic, exchangeIds }) => read(traffic, (source) => readBars(source, exchangeIds)),
    related: ({ traffic, id }) => read(traffic, ({ database }) => relatedTo(database, id) ?? null),
    async cancel({ readId }) {
      running.get(readId)?.abort();
    },
    async forget({ file }) {
      readers.get(file)?.close();
      readers.delete(file);
    },
  };
  return {
    take({ id, call, input }) {
      const run = calls[call] as (input: unknown) => Promise<unknown>;
      run(input).then(
        (result) => answer({ id, result }),
        (error: unknown) => answer({ id, problem: error instanceof Error ? error.message : String(error) }),
      );
    },
    stop() {
      for (const database of readers.values()) database.close();
      readers.clear();
    },
  };
}
