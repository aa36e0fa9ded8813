import { expect, test } from 'vitest';
import type { Channel } from '../../../preload/contract.ts';
import { createClient } from '../../../renderer/api/client.ts';

test('every method is a call over the channel, and the client itself is no promise', async () => {
  const calls: unknown[] = [];
  const channel: Channel = {
    call: async (method, args) => {
      calls.push([method, args]);
      return { offsetMs: 0, heldAt: null };
    },
    subscribe: () => () => undefined,
  };
  const client = createClient(channel);
  const same = await Promise.resolve(client);
  expect(await same.jumpClock({ milliseconds: 5 })).toEqual({ offsetMs: 0, heldAt: null });
  expect(calls).toEqual([['jumpClock', [{ milliseconds: 5 }]]]);
});
