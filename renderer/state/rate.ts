import { useSecond } from './clock.ts';
import { watchRows } from './exchanges.ts';

const WINDOW = 5;

/** Requests that began in each of the last seconds, by wall-clock second. */
const perSecond = new Map<number, number>();
let newestId = 0;

watchRows((change) => {
  if (change.kind === 'replaced') perSecond.clear();
  if (change.kind !== 'upserted') return;
  for (const { id, realAt } of change.rows) {
    if (id <= newestId) continue;
    newestId = id;
    const second = Math.floor(realAt / 1000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  const oldest = Math.floor(Date.now() / 1000) - WINDOW - 1;
  for (const second of perSecond.keys()) if (second < oldest) perSecond.delete(second);
});

/** Mean of the last whole seconds, so that the number is calm. */
export function requestRate(now: number): number {
  const current = Math.floor(now / 1000);
  let sum = 0;
  for (let second = current - WINDOW; second < current; second += 1) sum += perSecond.get(second) ?? 0;
  return sum / WINDOW;
}

export function useRequestRate(): number {
  return requestRate(useSecond());
}
