import './calm-dom.ts';
import { render, screen, type RenderResult } from '@testing-library/react';
import type { AdminApi, Channel, ExchangeRow, HostEvent, NumberedEvent, Snapshot } from '../../../preload/contract.ts';
import { suggestAt } from '../../../preload/filter/suggest.ts';
import { App } from '../../../renderer/app.tsx';
import { useConnection } from '../../../renderer/state/connection.ts';
import { fakeViews } from './fake-views.ts';
import { exchangeDetail, snapshot } from './fixtures.ts';

type Answers = Partial<AdminApi>;

/** A stand-in for the host's end of the channel: answers calls from a table and sends what a test tells it to. */
export interface FakeChannel extends Channel {
  /** Every call so far: method and its one argument. */
  readonly calls: { method: string; input: unknown }[];
  /** Sends events, numbered on from the snapshot. */
  send: (...events: HostEvent[]) => void;
  sendNumbered: (events: NumberedEvent[]) => void;
  answers: Answers;
}

export function fakeChannel(state: Snapshot = snapshot(), rows: ExchangeRow[] = [], own: Answers = {}): FakeChannel {
  const listeners = new Set<(events: NumberedEvent[]) => void>();
  const calls: FakeChannel['calls'] = [];
  let seq = state.seq;

  const answers: Answers = {
    getSnapshot: async () => ({ ...state, seq }),
    listExchanges: async ({ before = Infinity, limit }) => {
      const older = rows.filter(({ id }) => id < before).toSorted((left, right) => right.id - left.id);
      return { rows: older.slice(0, limit), hasOlder: older.length > limit };
    },
    ...fakeViews(rows),
    getExchange: async ({ id }) => exchangeDetail(rows.find((row) => row.id === id) ?? { id }),
    listRowFacts: async () => [],
    suggestFilter: async ({ text, caret }) => suggestAt(text, caret, []),
    listSavedViews: async () => [],
    listRows: async ({ ids }) => rows.filter(({ id }) => ids.includes(id)),
    mark: async ({ ids }) => ({ count: ids.length }),
    listIgnoreRules: async () => [],
    countIgnored: async () => ({ count: 0 }),
    listTags: async () => [],
    deleteExchanges: async ({ ids }) => ({ count: ids.length }),
    listFiles: async () => ({ files: [], folders: [] }),
    listReplays: async () => [],
    listResends: async () => [],
    listRules: async () => [],
    listFindings: async () => ({ findings: [], hasOlder: false }),
    listFindingGroups: async () => [],
    getFindingTrend: async ({ parts }) => ({
      from: 0,
      to: parts,
      parts: Array.from({ length: parts }, () => ({ errors: 0, warnings: 0, notes: 0 })),
    }),
    setCapturePaused: async () => undefined,
    clearExchanges: async () => void rows.splice(0),
    dismissNotice: async () => undefined,
    updateSettings: async (input) => ({ ...state.settings, ...input }),
    jumpClock: async ({ milliseconds }) => ({ offsetMs: milliseconds, heldAt: null }),
    ...own,
  };

  function deliver(events: NumberedEvent[]): void {
    for (const listener of listeners) listener(events);
  }

  return {
    calls,
    answers,
    async call(method, args) {
      calls.push({ method, input: args[0] });
      const answer = answers[method as keyof AdminApi] as ((input: unknown) => Promise<unknown>) | undefined;
      if (!answer) throw new Error(`The test gives no answer to ${method}.`);
      return answer(args[0]);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send(...events) {
      for (const event of events) {
        const gone = event.type === 'exchanges-removed' ? new Set(event.ids) : null;
        if (gone) rows.splice(0, Infinity, ...rows.filter(({ id }) => !gone.has(id)));
      }
      deliver(events.map((event) => ({ seq: ++seq, event })));
    },
    sendNumbered: deliver,
  };
}

/** The whole screen against a fake host, once its first state is shown. */
export async function renderApp(channel: Channel, at = '/traffic'): Promise<RenderResult> {
  window.location.hash = at;
  useConnection.setState(useConnection.getInitialState(), true);
  const result = render(<App channel={channel} nonce="" />);
  await screen.findByRole('navigation', { name: 'Rooms' });
  return result;
}
