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
import type { CaptureFiles } from '../store/capture-files.ts';
import type { ExchangeLookup } from '../store/exchange-lookup.ts';
import { createExchangeLookup } from '../store/exchange-lookup.ts';
import type { Exchanges } from '../store/exchanges.ts';
import type { Files } from '../store/files.ts';
import type { People } from '../store/people.ts';
import type { Tokens } from '../store/tokens.ts';
import { draftOf } from './draft.ts';
import { createFreshTokens } from './fresh-tokens.ts';
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

interface ServiceOptions extends Omit<RepeatParts, 'tokens'> {
  exchanges: Exchanges;
  exchangeLookup: ExchangeLookup;
  captures: Pick<CaptureFiles, 'source' | 'reader'>;
  files: Pick<Files, 'get'>;
  people: People;
  tokens: Tokens;
  publish: Publish;
  own(): Own;
  onError(error: unknown): void;
}

/** Recorded requests, live or of an opened capture. */
interface Traffic {
  exchanges: Pick<Exchanges, 'get' | 'body' | 'flush'>;
  lookup: ExchangeLookup;
  isLive: boolean;
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
  const { captures, links, files, people, publish, own, wallNow, onError } = options;
  const repeat = createRepeat({ ...options, tokens: createFreshTokens(options) });
  const live: Traffic = { exchanges: options.exchanges, lookup: options.exchangeLookup, isLive: true };
  const kept = new Map<number, Kept>();
  const waiting = new Set<() => void>();
  let lastId = 0;

  const keptOf = (replayId: number): Kept => {
    const found = kept.get(replayId);
    if (!found) throw new Error('This replay was closed. Start another one.');
    return found;
  };
  const going = (): Kept | undefined => [...kept.values()].find(({ row }) => row.state === 'running');
  const trafficOf = (source: string | undefined): Traffic => {
    if (source === undefined) return live;
    const { exchanges } = captures.source(source);
    return { exchanges, lookup: createExchangeLookup(captures.reader(source)), isLive: false };
  };
  const detailOf = async ({ exchanges }: Traffic, id: number): Promise<ExchangeDetail> => {
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

  const rowsOf = async (traffic: Traffic, what: ReplayWish['what']): Promise<ExchangeRow[]> => {
    const { exchanges, lookup } = traffic;
    await exchanges.flush();
    if (what.kind === 'exchanges') return lookup.rows(what.ids);
    const { sessionId } = await detailOf(traffic, what.exchangeId);
    if (sessionId === null)
      throw new Error('This request names no session (X-WOPI-SessionId). Choose the requests to replay in the list.');
    return lookup.rows(lookup.ofSession(sessionId, MAX_REPLAYED));
  };

  const run = async (replay: Kept, rows: readonly ExchangeRow[], wish: ReplayWish, place: Place): Promise<void> => {
    const { signal } = replay.abort;
    const traffic = trafficOf(wish.source);
    const started = performance.now();
    const [first] = rows;
    try {
      for (const row of rows) {
        const moment = { recorded: row.realAt - (first?.realAt ?? 0), elapsed: performance.now() - started };
        await wait(row === first ? 0 : pauseBefore(wish.pace, moment), signal);
        const step = await repeat(row.id, { ...traffic, place, options: wish.options, signal });
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
    draftResend: async ({ id, source }) => draftOf(await detailOf(trafficOf(source), id)),
    async resend({ id, options: wish, request, source }) {
      const traffic = trafficOf(source);
      await detailOf(traffic, id);
      const place = ownPlace(own(), traffic.isLive, { kind: 'host' });
      const step = await repeat(id, { ...traffic, place, options: wish, request });
      if (step.state === 'skipped' || step.state === 'unanswered') throw new Error(step.problem ?? 'It was not sent.');
      return step;
    },
    async listResends({ id }) {
      const copies = links.copiesOf(id);
      if (copies.length === 0) return [];
      await live.exchanges.flush();
      return live.lookup.rows(copies);
    },
    async planReplay({ what, source }) {
      const rows = await rowsOf(trafficOf(source), what);
      return {
        ...planOf(rows, what, (id) => files.get(id) !== undefined),
        needsPerson: rows.some(({ personId }) => personId === null || !people.find(personId)),
      };
    },
    async startReplay(wish) {
      const traffic = trafficOf(wish.source);
      const place = placeOf(wish.target, own(), traffic.isLive);
      const rows = await rowsOf(traffic, wish.what);
      if (going()) throw new Error('A replay is going on. Wait for it, or stop it.');
      if (rows.length === 0)
        throw new Error('None of these requests is kept any more: retention or somebody has removed them.');
      for (const [replayId] of kept) if (kept.size >= MAX_KEPT) remove(replayId);
      lastId += 1;
      const replay: Kept = {
        row: { ...newRow(lastId, place.name, rows.length, wallNow()), source: wish.source ?? null },
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

function planOf(
  rows: readonly ExchangeRow[],
  what: ReplayWish['what'],
  isHere: (fileId: string) => boolean,
): Omit<ReplayPlan, 'needsPerson'> {
  const files = new Map<string, string | null>();
  for (const { fileId, fileName } of rows)
    if (fileId !== null) files.set(fileId, fileName ?? files.get(fileId) ?? null);
  const missing = what.kind === 'exchanges' ? what.ids.length - rows.length : 0;
  return {
    ids: rows.map(({ id }) => id),
    spanMs: (rows[rows.length - 1]?.realAt ?? 0) - (rows[0]?.realAt ?? 0),
    files: [...files].map(([id, name]) => ({ id, name, isHere: isHere(id) })),
    requestBytes: rows.reduce((sum, { requestBytes }) => sum + requestBytes, 0),
    notes: missing === 0 ? [] : [`${missing} of the chosen requests are not kept any more and are left out.`],
  };
}

function newRow(id: number, target: string, total: number, startedAt: number): Omit<ReplayRow, 'source'> {
  const counts = { same: 0, different: 0, unanswered: 0, skipped: 0 };
  return { id, startedAt, finishedAt: null, state: 'running', target, total, ...counts };
}
