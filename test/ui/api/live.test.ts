import { expect, test } from 'vitest';
import type { HostEvent, NumberedEvent, Snapshot } from '../../../preload/contract.ts';
import { connectLive } from '../../../renderer/api/live.ts';
import { numbered, snapshot } from '../support/fixtures.ts';

const tick = (n: number): HostEvent => ({ type: 'exchanges-trimmed', oldestId: n });

interface Stage {
  /** 'reset 5' and 'event 7' in the order the slices were told. */
  told: string[];
  problems: string[];
  send: (events: NumberedEvent[]) => void;
  reconnect: () => void;
  answer: (state: Snapshot | Error) => Promise<void>;
  asked: () => number;
}

function stage(): Stage {
  const told: string[] = [];
  const problems: string[] = [];
  const waiting: { resolve: (state: Snapshot) => void; reject: (error: Error) => void }[] = [];
  let asked = 0;
  let send: Stage['send'] = () => undefined;
  let reconnect = (): void => undefined;
  connectLive({
    channel: {
      call: () => Promise.reject(new Error('not used')),
      subscribe(listener) {
        send = listener;
        return () => undefined;
      },
      onReconnect(listener) {
        reconnect = listener;
        return () => undefined;
      },
    },
    api: {
      getSnapshot: () => {
        asked += 1;
        return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
      },
    },
    slices: [
      {
        reset: ({ seq }) => told.push(`reset ${seq}`),
        apply: (event) => told.push(`event ${event.type === 'exchanges-trimmed' ? event.oldestId : '?'}`),
      },
    ],
    onReady: () => told.push('ready'),
    onProblem: (problem) => problems.push(problem),
  });
  return {
    told,
    problems,
    send: (events) => send(events),
    reconnect: () => reconnect(),
    asked: () => asked,
    async answer(state) {
      const next = waiting.shift();
      if (state instanceof Error) next?.reject(state);
      else next?.resolve(state);
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

test('events that came before the snapshot are replayed after it, without those it holds', async () => {
  const { told, send, answer } = stage();
  send(numbered(3, tick(4), tick(5), tick(6)));
  await answer(snapshot({ seq: 5 }));
  send(numbered(6, tick(7)));
  expect(told).toEqual(['reset 5', 'ready', 'event 6', 'event 7']);
});

test('a gap in the numbers fetches the snapshot again and loses nothing', async () => {
  const { told, send, answer, asked } = stage();
  await answer(snapshot({ seq: 1 }));
  send([...numbered(1, tick(2)), ...numbered(3, tick(4))]);
  send(numbered(4, tick(5)));
  expect(asked()).toBe(2);
  await answer(snapshot({ seq: 4 }));
  expect(told).toEqual(['reset 1', 'ready', 'event 2', 'reset 4', 'ready', 'event 5']);
});

test('after a reconnect the state is fetched again, also when no event came', async () => {
  const { told, reconnect, answer } = stage();
  await answer(snapshot({ seq: 1 }));
  reconnect();
  await answer(snapshot({ seq: 9 }));
  expect(told).toEqual(['reset 1', 'ready', 'reset 9', 'ready']);
});

test('an event sent twice is applied once', async () => {
  const { told, send, answer } = stage();
  await answer(snapshot({ seq: 0 }));
  send(numbered(0, tick(1)));
  send(numbered(0, tick(1)));
  expect(told).toEqual(['reset 0', 'ready', 'event 1']);
});

test('an answer that was overtaken is dropped, a failure is told', async () => {
  const { told, problems, reconnect, answer } = stage();
  reconnect();
  await answer(snapshot({ seq: 1 }));
  expect(told).toEqual([]);
  await answer(new Error('The database is busy.'));
  expect(problems).toEqual(['The database is busy.']);
});
