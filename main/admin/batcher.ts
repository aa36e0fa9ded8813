import type { NumberedEvent } from '../../preload/contract.ts';
import type { Bus } from '../bus.ts';

/** About a frame. */
const BATCH_MS = 16;
/** Nobody reads so many, and drawing them with every frame would leave no time to scroll and to type. */
const FLOOD_PER_MS = 1;
const FLOOD_MS = 66;
/** A listener that falls this far behind is told to start again from a snapshot, by a gap in the numbers. */
const MAX_BATCH = 20_000;

/** Collects events for one screen and hands them over once a frame, in a flood once in four. */
export function batchEvents(bus: Bus, send: (events: NumberedEvent[]) => void): () => void {
  let waiting: NumberedEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  let pace = BATCH_MS;
  const flush = (): void => {
    timer = undefined;
    const events = waiting;
    waiting = [];
    pace = events.length >= pace * FLOOD_PER_MS ? FLOOD_MS : BATCH_MS;
    if (events.length > 0) send(events);
  };
  const unsubscribe = bus.subscribe((event) => {
    if (waiting.length < MAX_BATCH) waiting.push(event);
    timer ??= setTimeout(flush, pace).unref();
  });
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}
