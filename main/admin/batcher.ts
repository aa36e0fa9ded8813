import type { NumberedEvent } from '../../preload/contract.ts';
import type { Bus } from '../bus.ts';

/** About a frame. */
const BATCH_MS = 16;
/** A listener that falls this far behind is told to start again from a snapshot, by a gap in the numbers. */
const MAX_BATCH = 20_000;

/** Collects events for one screen and hands them over once a frame. */
export function batchEvents(bus: Bus, send: (events: NumberedEvent[]) => void): () => void {
  let waiting: NumberedEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    const events = waiting;
    waiting = [];
    if (events.length > 0) send(events);
  };
  const unsubscribe = bus.subscribe((event) => {
    if (waiting.length < MAX_BATCH) waiting.push(event);
    timer ??= setTimeout(flush, BATCH_MS).unref();
  });
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}
