import type { AdminApi, HostEvent, Publish } from '../../preload/contract.ts';
import type { FieldName } from '../../preload/filter/fields.ts';
import type { OccurringValue } from '../../preload/filter/suggest.ts';
import type { QueryLink } from './query-link.ts';
import type { ViewCalls } from './views/engine.ts';
import type { BodyPlaces } from './views/kept-bodies.ts';

type ViewApi = Pick<
  AdminApi,
  | 'openView'
  | 'getView'
  | 'listViewLines'
  | 'listViewIds'
  | 'findInView'
  | 'toggleViewLine'
  | 'getViewHistogram'
  | 'closeView'
>;

/** Lists of traffic that screens look at; another thread keeps and fills them. */
export interface TrafficViews {
  calls: ViewApi;
  /** Exchanges were stored. */
  stored(ids: readonly number[]): void;
  /** What is gone from the traffic is gone from the views. */
  follow(event: HostEvent): void;
  /** Values of a field that occur in the latest traffic, most frequent first. */
  occurring(source: string | undefined, field: FieldName): Promise<OccurringValue[]>;
  /** Nothing of this database is read any more. */
  forget(databaseFile: string): Promise<void>;
  close(): Promise<void>;
}

export interface TrafficPlaces {
  file: string;
  bodies: BodyPlaces;
}

interface ViewsOptions {
  link: QueryLink;
  /** The database of the traffic and where its bodies lie: live without a name. @throws Error for a capture that is not open */
  placesOf: (source: string | undefined) => TrafficPlaces;
  publish: Publish;
  wallNow: () => number;
  hiddenRules: () => string[];
  /** Resolves when everything that has ended is stored; views hear of what becomes readable later (`stored`). */
  flush: () => Promise<void>;
}

/** Screens hear of stored traffic at most this often. */
const TELL_EVERY_MS = 100;

export function createTrafficViews({
  link,
  placesOf,
  publish,
  wallNow,
  hiddenRules,
  flush,
}: ViewsOptions): TrafficViews {
  const { file } = placesOf(undefined);
  let nextViewId = 1;
  let newest = 0;
  let untold: number[] = [];
  let timer: NodeJS.Timeout | undefined;

  /** To views, should there be any: nobody waits for an answer, and the thread is not begun for it. */
  const say = <Call extends 'late' | 'trim' | 'remove' | 'recheck'>(
    call: Call,
    input: Parameters<ViewCalls[Call]>[0],
  ): void => {
    if (nextViewId > 1) link.call(call, input).catch(() => undefined);
  };
  const tell = (): void => {
    timer = undefined;
    if (untold.length === 0) return;
    publish({ type: 'exchanges-stored', spans: spansOf(untold) });
    untold = [];
    timer = setTimeout(tell, TELL_EVERY_MS).unref();
  };

  return {
    calls: {
      async openView({ source, ...wish }) {
        const places = placesOf(source);
        await flush();
        const viewId = nextViewId;
        nextViewId += 1;
        return link.call('open', { viewId, ...places, wish, now: wallNow(), hiddenRules: hiddenRules() });
      },
      async getView({ viewId, version, isVoid = false }) {
        await flush();
        return link.call('state', { viewId, since: version, now: wallNow(), hiddenRules: hiddenRules(), isVoid });
      },
      listViewLines: (input) => link.call('lines', { ...input, hiddenRules: hiddenRules() }),
      listViewIds: (input) => link.call('ids', input),
      findInView: (input) => link.call('find', input),
      toggleViewLine: (input) => link.call('toggle', input),
      getViewHistogram: (input) => link.call('histogram', input),
      closeView: (input) => link.call('close', input),
    },
    stored(ids) {
      const late = ids.filter((id) => id < newest);
      newest = ids.reduce((highest, id) => Math.max(highest, id), newest);
      if (late.length > 0) say('late', { file, ids: late });
      untold.push(...ids);
      if (timer === undefined) tell();
    },
    follow(event) {
      if (event.type === 'exchanges-trimmed') say('trim', { file, oldest: event.oldestId });
      else if (event.type === 'exchanges-removed') say('remove', { file, ids: event.ids });
      else if (event.type === 'marks') say('recheck', { file, ids: event.marks.map(({ exchangeId }) => exchangeId) });
      else if (event.type === 'exchanges-cleared') say('trim', { file, oldest: Number.MAX_SAFE_INTEGER });
    },
    // A thread that had to be ended meanwhile answers nothing.
    occurring: async (source, field) => (await link.call('occurring', { ...placesOf(source), field })) ?? [],
    async forget(databaseFile) {
      if (nextViewId > 1) await link.call('forget', { file: databaseFile });
    },
    async close() {
      clearTimeout(timer);
      await link.close();
    },
  };
}

/** First and last of each unbroken run. */
function spansOf(ids: readonly number[]): [first: number, last: number][] {
  const spans: [number, number][] = [];
  for (const id of [...ids].sort((left, right) => left - right)) {
    const last = spans.at(-1);
    if (last && id <= last[1] + 1) last[1] = id;
    else spans.push([id, id]);
  }
  return spans;
}
