import type {
  AdminApi,
  ExchangeDetail,
  ExchangeRow,
  Publish,
  ReplayPlan,
  ReplayRow,
  ReplayStep,
  ReplayWish,
} from '../../preload/contract.ts';
import type { ExchangeLookup } from '../store/exchange-lookup.ts';
import type { Exchanges } from '../store/exchanges.ts';
import { draftOf } from './draft.ts';
import { pauseBefore, wait } from './pace.ts';
import type { Own, Place } from './places.ts';
import { ownPlace, placeOf } from './places.ts';
import type { RepeatParts } from './repeat.ts';
import { createRepeat } from './repeat.ts';

type Calls = Pick<
  AdminApi,
  | 'draftResend'
  | 'resend'
  | 'listResends'
  | 'planReplay'
  | 'startReplay'
  | 'awaitReplay'
  | 'stopReplay'
  | 'listReplays'
  | 'getReplay'
  | 'closeReplay'
>;

export interface ReplayService {
  calls: Calls;
  /** Ends a replay that is going on. */
  stop(): Promise<void>;
}

interface ServiceOptions extends Omit<RepeatParts, 'exchanges'> {
  exchanges: Pick<Exchanges, 'get' | 'body' | 'flush'>;
  lookup: ExchangeLookup;
  publish: Publish;
  own(): Own;
  onError(error: unknown): void;
}

interface Kept {
  row: ReplayRow;
  steps: ReplayStep[];
  abort: AbortController;
  finished: Promise<void>;
}

/** More than anybody compares; the oldest make room. */
const MAX_KEPT = 20;
const MAX_REPLAYED = 20_000;

/** Sends recorded requests again: one, a selection or a session. */
export function createReplay(options: ServiceOptions): ReplayService {
  const { exchanges, lookup, links, publish, own, wallNow, onError } = options;
  const repeat = createRepeat(options);
  const kept = new Map<number, Kept>();
  const waiting = new Set<() => void>();
  let lastId = 0;

  const keptOf = (replayId: number): Kept => {
    const found = kept.get(replayId);
    if (!found) throw new Error('This replay was closed. Start another one.');
    return found;
  };
  const going = (): Kept | undefined => [...kept.values()].find(({ row }) => row.state === 'running');
  const detailOf = async (id: number): Promise<ExchangeDetail> => {
    const detail = await exchanges.get(id);
    if (!detail)
      throw new Error(`Exchange ${id} is not kept any more: retention or somebody has removed it. Choose another one.`);
    return detail;
  };
  const change = (replay: Kept, patch: Partial<ReplayRow>): void => {
    replay.row = { ...replay.row, ...patch };
    publish({ type: 'replay', replay: replay.row });
    for (const wake of waiting) wake();
  };
  const remove = (replayId: number): void => {
    if (kept.delete(replayId)) publish({ type: 'replay-removed', replayId });
  };

  const rowsOf = async (what: ReplayWish['what']): Promise<ExchangeRow[]> => {
    await exchanges.flush();
    if (what.kind === 'exchanges') return lookup.rows(what.ids);
    const { sessionId } = await detailOf(what.exchangeId);
    if (sessionId === null)
      throw new Error('This request names no session (X-WOPI-SessionId). Choose the requests to replay in the list.');
    return lookup.rows(lookup.ofSession(sessionId, MAX_REPLAYED));
  };

  const run = async (replay: Kept, rows: readonly ExchangeRow[], wish: ReplayWish, place: Place): Promise<void> => {
    const { signal } = replay.abort;
    const started = performance.now();
    const [first] = rows;
    try {
      for (const row of rows) {
        const moment = { recorded: row.realAt - (first?.realAt ?? 0), elapsed: performance.now() - started };
        await wait(row === first ? 0 : pauseBefore(wish.pace, moment), signal);
        const step = await repeat(row.id, { place, options: wish.options, signal });
        replay.steps.push(step);
        publish({ type: 'replay-step', replayId: replay.row.id, step });
        change(replay, { [step.state]: replay.row[step.state] + 1 });
      }
      change(replay, { state: 'finished', finishedAt: wallNow() });
    } catch (error) {
      if (!signal.aborted) onError(error);
      change(replay, { state: 'stopped', finishedAt: wallNow() });
    }
  };

  const calls: Calls = {
    draftResend: async ({ id }) => draftOf(await detailOf(id)),
    async resend({ id, options: wish, request }) {
      await detailOf(id);
      const step = await repeat(id, { place: ownPlace(own()), options: wish, request });
      if (step.state === 'skipped' || step.state === 'unanswered') throw new Error(step.problem ?? 'It was not sent.');
      return step;
    },
    async listResends({ id }) {
      const copies = links.copiesOf(id);
      if (copies.length === 0) return [];
      await exchanges.flush();
      return lookup.rows(copies);
    },
    async planReplay({ what }) {
      return planOf(await rowsOf(what), what);
    },
    async startReplay(wish) {
      const place = placeOf(wish.target, own());
      const rows = await rowsOf(wish.what);
      if (going()) throw new Error('A replay is going on. Wait for it, or stop it.');
      if (rows.length === 0)
        throw new Error('None of these requests is kept any more: retention or somebody has removed them.');
      for (const [replayId] of kept) if (kept.size >= MAX_KEPT) remove(replayId);
      lastId += 1;
      const replay: Kept = {
        row: newRow(lastId, place.name, rows.length, wallNow()),
        steps: [],
        abort: new AbortController(),
        finished: Promise.resolve(),
      };
      kept.set(lastId, replay);
      publish({ type: 'replay', replay: replay.row });
      replay.finished = run(replay, rows, wish, place);
      return replay.row;
    },
    async awaitReplay({ replayId, done }) {
      const isNews = ({ row, steps }: Kept): boolean => row.state !== 'running' || steps.length > done;
      while (!isNews(keptOf(replayId))) {
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiting.delete(wake);
            resolve();
          };
          waiting.add(wake);
        });
      }
      return keptOf(replayId).row;
    },
    async stopReplay({ replayId }) {
      const replay = keptOf(replayId);
      replay.abort.abort();
      await replay.finished;
    },
    listReplays: async () => [...kept.values()].map(({ row }) => row).reverse(),
    async getReplay({ replayId }) {
      const { row, steps } = keptOf(replayId);
      return { ...row, steps };
    },
    async closeReplay({ replayId }) {
      const replay = kept.get(replayId);
      replay?.abort.abort();
      await replay?.finished;
      remove(replayId);
    },
  };

  return {
    calls,
    async stop() {
      const replay = going();
      replay?.abort.abort();
      await replay?.finished;
    },
  };
}

function planOf(rows: readonly ExchangeRow[], what: ReplayWish['what']): ReplayPlan {
  const files = new Map<string, string | null>();
  for (const { fileId, fileName } of rows)
    if (fileId !== null) files.set(fileId, fileName ?? files.get(fileId) ?? null);
  const missing = what.kind === 'exchanges' ? what.ids.length - rows.length : 0;
  return {
    ids: rows.map(({ id }) => id),
    spanMs: (rows[rows.length - 1]?.realAt ?? 0) - (rows[0]?.realAt ?? 0),
    files: [...files].map(([id, name]) => ({ id, name })),
    requestBytes: rows.reduce((sum, { requestBytes }) => sum + requestBytes, 0),
    notes: missing === 0 ? [] : [`${missing} of the chosen requests are not kept any more and are left out.`],
  };
}

function newRow(id: number, target: string, total: number, startedAt: number): ReplayRow {
  const counts = { same: 0, different: 0, unanswered: 0, skipped: 0 };
  return { id, startedAt, finishedAt: null, state: 'running', target, total, ...counts };
}
