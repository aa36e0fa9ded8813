import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TrafficLink } from '../../main/store/traffic-link.ts';
import { openTraffic, pass } from '../support/traffic-store.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'wopi-backlog-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The real writer, whose orders are held back until it is let go: a disk that does not keep up. */
function slow(link: TrafficLink): TrafficLink & { letGo(): void } {
  let held: (() => void)[] | null = [];
  return {
    ...link,
    send(order, answered) {
      const carryOut = () => link.send(order, answered);
      if (held) held.push(carryOut);
      else carryOut();
    },
    letGo() {
      const orders = held ?? [];
      held = null;
      for (const carryOut of orders) carryOut();
    },
  };
}

it('traffic that arrives faster than it can be stored is left out, counted and said, and memory stays bounded', async () => {
  let letGo = (): void => undefined;
  const { exchanges } = openTraffic(directory, {
    between(link) {
      const held = slow(link);
      ({ letGo } = held);
      return held;
    },
  });
  for (let count = 0; count < 52_000; count += 1) {
    pass(exchanges);
  }
  const { count, dropped, problem } = exchanges.state();
  expect(problem).toContain('faster than this machine stores it');
  expect(dropped).toBeGreaterThan(0);
  expect(count + dropped).toBe(52_000);
  letGo();
  await exchanges.flush();
  await exchanges.flush();
  expect(exchanges.state()).toMatchObject({ count, dropped, problem: null });
  expect((await exchanges.list({ limit: 60_000 })).rows).toHaveLength(count);
  await exchanges.stop();
});
