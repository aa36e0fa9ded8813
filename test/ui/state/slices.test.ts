import { expect, test } from 'vitest';
import { useClock, virtualNow } from '../../../renderer/state/clock.ts';
import { useHost } from '../../../renderer/state/host.ts';
import { slices } from '../../../renderer/state/slices.ts';
import type { HostEvent } from '../../../preload/contract.ts';
import { snapshot } from '../support/fixtures.ts';

function apply(event: HostEvent): void {
  for (const slice of slices) slice.apply(event);
}

function reset(): void {
  for (const slice of slices) slice.reset(snapshot());
}

test('the clock is held, jumps and runs', () => {
  reset();
  expect(virtualNow(useClock.getState(), 1_000)).toBe(1_000);
  apply({ type: 'clock', clock: { offsetMs: 60_000, heldAt: null } });
  expect(virtualNow(useClock.getState(), 1_000)).toBe(61_000);
  apply({ type: 'clock', clock: { offsetMs: 60_000, heldAt: 5_000 } });
  expect(virtualNow(useClock.getState(), 99_000)).toBe(5_000);
});

test('notices come, are replaced and are put away', () => {
  reset();
  const notice = { id: 4, tone: 'info', title: 'Moved.', detail: '' } as const;
  apply({ type: 'notice', notice });
  apply({ type: 'notice', notice: { ...notice, title: 'Moved again.' } });
  expect(useHost.getState().notices.map(({ title }) => title)).toEqual(['Moved again.']);
  apply({ type: 'notice-dismissed', noticeId: 4 });
  expect(useHost.getState().notices).toEqual([]);
});
