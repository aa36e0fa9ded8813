import type { AdminApi, TokenRow, Waterfall, WaterfallBar, WaterfallPeriod } from '../../preload/contract.ts';
import type { SessionCalls, SessionTraffic } from '../store/session-engine.ts';
import { createRelatedCalls } from './related.ts';

interface SessionsOptions {
  /** Waits until what has come is stored. */
  flush(): Promise<void>;
  /** Another thread, which reads the traffic. */
  read: SessionCalls;
  /** Live traffic without a name, otherwise a recording that was opened. */
  trafficOf(source: string | undefined): SessionTraffic;
  tokens(): readonly TokenRow[];
}

/** Sessions read from the traffic: their list, their stories, their requests on a time axis, what belongs together. */
export function createSessionCalls({
  flush,
  read,
  trafficOf,
  tokens,
}: SessionsOptions): Pick<
  AdminApi,
  'listSessions' | 'getSessionStory' | 'getWaterfall' | 'listRelated' | 'cancelReading'
> {
  /** Readings that were asked for and not given up before they began. */
  const wanted = new Set<string>();
  const reading = async <Read>(
    { source, readId }: { source?: string | undefined; readId?: string | undefined },
    run: (traffic: SessionTraffic) => Promise<Read>,
  ): Promise<Read> => {
    if (readId !== undefined) wanted.add(readId);
    try {
      await flush();
      if (readId !== undefined && !wanted.has(readId)) throw new Error('This is not wanted any more.');
      return await run({ ...trafficOf(source), readId });
    } finally {
      if (readId !== undefined) wanted.delete(readId);
    }
  };
  return {
    ...createRelatedCalls({ flush, read, trafficOf }),
    listSessions: ({ source, readId, ...query }) =>
      reading({ source, readId }, (traffic) => read.list({ traffic, ...query })),
    getSessionStory: ({ source, readId, ...which }) =>
      reading({ source, readId }, (traffic) => read.story({ traffic, ...which })),
    async cancelReading({ readId }) {
      wanted.delete(readId);
      await read.cancel({ readId });
    },
    async getWaterfall({ source, readId, sessionId, exchangeIds }): Promise<Waterfall> {
      const { tokenIds, ...waterfall } = await reading({ source, readId }, (traffic) =>
        exchangeIds === undefined ? read.axis({ traffic, sessionId }) : read.bars({ traffic, exchangeIds }),
      );
      const known = source === undefined ? tokens().filter(({ id }) => tokenIds.includes(id)) : [];
      return { ...waterfall, periods: [...waterfall.periods, ...tokenPeriods(known, waterfall.bars)] };
    },
  };
}

const MOST_TOKENS = 20;

/** How long the tokens of the requests were good, as far as it lies on the axis. */
function tokenPeriods(tokens: readonly TokenRow[], bars: readonly WaterfallBar[]): WaterfallPeriod[] {
  const [first] = bars;
  const last = bars.at(-1);
  if (!first || !last) return [];
  const end = bars.reduce((latest, { realAt, durationMs }) => Math.max(latest, realAt + (durationMs ?? 0)), 0);
  return tokens.slice(0, MOST_TOKENS).map(({ id, personName, fileName, issuedAt, expiresAt, state }) => ({
    kind: 'token' as const,
    lane: `token ${id}`,
    label: `Token of ${personName} for ${fileName}`,
    // Tokens follow the virtual clock: the request nearest to the moment tells where it lies on the wall clock.
    from: Math.max(first.realAt, first.realAt + (issuedAt - first.at)),
    to: Math.min(end, realOf(expiresAt, bars)),
    end: state === 'valid' ? 'still good' : state,
    marks: [],
    tone: expiresAt <= last.at || state === 'revoked' ? ('lost' as const) : ('own' as const),
  }));
}

function realOf(at: number, bars: readonly WaterfallBar[]): number {
  const next = bars.findIndex((bar) => bar.at >= at);
  const before = next === -1 ? bars.at(-1) : bars[next - 1];
  if (!before) return bars[0]?.realAt ?? 0;
  const guess = before.realAt + (at - before.at);
  const after = next === -1 ? undefined : bars[next];
  return after ? Math.min(guess, after.realAt) : guess;
}
