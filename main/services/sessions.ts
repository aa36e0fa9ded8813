import type {
  AdminApi,
  SessionStory,
  TokenRow,
  Waterfall,
  WaterfallBar,
  WaterfallPeriod,
} from '../../preload/contract.ts';
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
}: SessionsOptions): Pick<AdminApi, 'listSessions' | 'getSessionStory' | 'getWaterfall' | 'listRelated'> {
  return {
    ...createRelatedCalls({ flush, read, trafficOf }),
    async listSessions({ source, ...query }) {
      await flush();
      return read.list({ traffic: trafficOf(source), ...query });
    },
    async getSessionStory({ source, ...wanted }): Promise<SessionStory> {
      await flush();
      return read.story({ traffic: trafficOf(source), ...wanted });
    },
    async getWaterfall({ source, sessionId, exchangeIds }): Promise<Waterfall> {
      await flush();
      const traffic = trafficOf(source);
      const { tokenIds, ...waterfall } = await (exchangeIds === undefined
        ? read.axis({ traffic, sessionId })
        : read.bars({ traffic, exchangeIds }));
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
