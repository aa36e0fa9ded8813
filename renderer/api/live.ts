import type { AdminApi, Channel, NumberedEvent } from '../../preload/contract.ts';
import type { Slice } from '../state/store.ts';
import { messageOf } from './client.ts';

export interface LiveState {
  /** A snapshot is in place and events follow it. */
  onReady: () => void;
  onProblem: (message: string) => void;
}

interface Options extends LiveState {
  channel: Channel & { onReconnect?: (listener: () => void) => () => void };
  api: Pick<AdminApi, 'getSnapshot'>;
  slices: readonly Slice[];
}

/**
 * Subscribes first, then fetches the snapshot, then replays the events the snapshot does not hold.
 * A gap in the numbers or a reconnect means: events were missed, so a new snapshot is fetched.
 */
export function connectLive({ channel, api, slices, onReady, onProblem }: Options): {
  refresh: () => void;
  stop: () => void;
} {
  let seq: number | null = null;
  let queue: NumberedEvent[] = [];
  let run = 0;

  function apply(events: NumberedEvent[]): void {
    for (const [index, { seq: number, event }] of events.entries()) {
      if (seq === null || number <= seq) continue;
      if (number !== seq + 1) {
        refresh();
        queue.push(...events.slice(index));
        return;
      }
      seq = number;
      for (const slice of slices) slice.apply(event);
    }
  }

  function refresh(): void {
    const thisRun = ++run;
    seq = null;
    queue = [];
    api.getSnapshot().then(
      (snapshot) => {
        if (thisRun !== run) return;
        const held = queue;
        queue = [];
        seq = snapshot.seq;
        for (const slice of slices) slice.reset(snapshot);
        onReady();
        apply(held);
      },
      (error: unknown) => {
        if (thisRun === run) onProblem(messageOf(error));
      },
    );
  }

  const stopEvents = channel.subscribe((events) => {
    if (seq === null) queue.push(...events);
    else apply(events);
  });
  const stopReconnects = channel.onReconnect?.(refresh);
  refresh();

  return {
    refresh,
    stop() {
      run += 1;
      stopEvents();
      stopReconnects?.();
    },
  };
}
