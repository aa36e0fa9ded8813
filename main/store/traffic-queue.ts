import type { Publish } from '../../preload/contract.ts';
import type { Blobs } from './blobs.ts';
import type { Findings } from './findings.ts';
import type { RawExchange } from './raw-exchange.ts';
import type { TrafficLink } from './traffic-link.ts';
import type { ChangeOrder, Retention, TrafficAnswer } from './traffic-writer.ts';
import { Backlog, Batch } from './unsaved-batch.ts';

/** Finished exchanges on their way to the writer. */
export interface TrafficQueue {
  push(exchange: RawExchange): void;
  /** What is not stored yet, oldest first. */
  unsaved(): Batch[];
  /** Frees the blobs of an exchange that is not kept, as far as nothing else has them. */
  release(bodies: readonly string[]): void;
  /** Resolves when everything that has ended is stored and can be read, or `state().problem` says why not. */
  flush(): Promise<void>;
  /** Resolves sooner: when everything that has ended is stored, though some of it may not have been taken apart yet. */
  flushWaiting(): Promise<void>;
  /** Changes what is stored, after what is underway. @throws Error when it could not be done */
  change(order: ChangeOrder): Promise<TrafficAnswer>;
  /** Forgets what waits, and what is stored. */
  clear(keepPinned: boolean): Promise<TrafficAnswer>;
  /** Applies retention by age; by count and bytes it happens with every write. */
  trimByAge(): void;
  state(): QueueState;
  stop(): Promise<void>;
}

interface QueueState {
  /** Of all exchanges that are kept, stored or not. */
  count: number;
  bytes: number;
  pinned: number;
  dropped: number;
  problem: string | null;
}

/** How long finished exchanges wait for company before they are written. */
const BATCH_DELAY_MS = 40;
/** So many in that time are a flood, 2,500 a second: taking them apart would use a tenth of a processor. */
const FLOOD = 100;
/** While nothing can be stored this many exchanges wait in memory; older ones are dropped and counted. */
const WAITING_LIMIT = 2000;
/** A machine that answers faster than it stores does not answer for it with its memory. */
const BACKLOG_LIMIT = 50_000;
const TOO_FAST =
  'Traffic arrives faster than this machine stores it: some of it is left out, and counted as dropped. Requests are still served.';
const RETRY_DELAY_MS = 1000;
/** Bodies remembered as sent: the same CheckFileInfo answer does not cross to the writer a thousand times. */
const REMEMBERED_BODIES = 2000;
/** Batches taken apart with one order: more would keep what ends meanwhile waiting for too long. */
const UNPACKED_AT_ONCE = 3;
const AFTER_START_MS = 500;

export interface TrafficQueueOptions {
  link: TrafficLink;
  blobs: Pick<Blobs, 'remove'>;
  publish: Publish;
  /** Whether anybody looks: who does sees every request at once, who does not is not served slower for it. */
  isWatched: () => boolean;
  wallNow: () => number;
  retention: () => Retention;
  /** Whether something beside the traffic refers to a blob. */
  isBlobKept: (sha256: string) => boolean;
  findings: Pick<Findings, 'announce'>;
  /** Told after exchanges were stored. */
  onStored?: ((ids: readonly number[]) => void) | undefined;
  onInspectionFailure: (message: string) => void;
  /** Called whenever `state()` changed. */
  onChange: () => void;
  /** What is stored already; `packed` of it is not taken apart yet. */
  held: { count: number; bytes: number; pinned: number; packed: number };
}

export function createTrafficQueue({
  link,
  blobs,
  publish,
  isWatched,
  wallNow,
  retention,
  isBlobKept,
  findings,
  onStored,
  onInspectionFailure,
  onChange,
  held: { ...held },
}: TrafficQueueOptions): TrafficQueue {
  let dropped = 0;
  let problem: string | null = null;
  const waiting = new Backlog();
  /** Handed over and not yet answered for. */
  let underway: Batch | null = null;
  let timer: NodeJS.Timeout | undefined;
  let flushed: Promise<void> = Promise.resolve();
  const sentBodies = new Set<string>();
  let isTrimDue = false;
  /** How many exchanges ever came. */
  let came = held.packed;
  /** How many of them are not stored yet, and how many cannot be read yet. */
  const isUnstored = (): number => waiting.length + (underway?.length ?? 0);
  const isToCome = (): number => isUnstored() + held.packed;
  /** Somebody waits for what is stored to be readable. */
  let waiters = 0;

  const canStore = (): boolean => problem === null || problem === TOO_FAST;
  let isStopping = false;
  let wasInHaste = false;
  /** Storing comes before taking apart: more arrives than one can do at once, and nobody looks; or the program ends. */
  const isInHaste = (): boolean =>
    isStopping ? waiting.hasFullBatch || held.packed > 0 : waiting.length >= FLOOD && waiters === 0 && !isWatched();

  const note = (answer: TrafficAnswer): void => {
    const { count, bytes, pinned, packed, stored, trimmed, oldestId, freedBodies, freedBlobs, found } = answer;
    Object.assign(held, { count, bytes, pinned, packed });
    dropped += trimmed;
    if (oldestId > 0) publish({ type: 'exchanges-trimmed', oldestId });
    for (const sha256 of freedBodies) sentBodies.delete(sha256);
    for (const sha256 of freedBlobs) if (!isBlobKept(sha256)) blobs.remove(sha256);
    if (stored.length > 0) onStored?.(stored);
    findings.announce(found);
    if (answer.inspectionFailure !== null) onInspectionFailure(answer.inspectionFailure);
  };
  const settle = (batch: Batch, answer: TrafficAnswer): void => {
    underway = null;
    problem = answer.problem;
    if (problem === null) note(answer);
    else {
      sentBodies.clear();
      waiting.putBack(batch);
      dropped += waiting.keepLast(WAITING_LIMIT);
    }
    onChange();
    sendSoon();
  };

  const send = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    // One order at a time: what fails comes back in order, a slow disk makes more wait, and which
    // bodies the writer has is always known.
    if (underway || (waiting.length === 0 && held.packed === 0 && !isTrimDue)) return flushed;
    const inHaste = isInHaste();
    wasInHaste = inHaste;
    const batch = waiting.take();
    underway = batch;
    isTrimDue = false;
    if (sentBodies.size > REMEMBERED_BODIES) sentBodies.clear();
    const { maxExchanges, maxAgeDays, maxCaptureBytes } = retention();
    const order = {
      kind: 'write' as const,
      packed: batch.packed(),
      bodies: batch.bodiesBeside(sentBodies),
      // Behind what is packed already: rules look at exchanges in the order they ended.
      keepPacked: inHaste || held.packed > 0,
      unpack: inHaste ? 0 : UNPACKED_AT_ONCE,
      // Not the settings whole: what crosses is copied.
      retention: { maxExchanges, maxAgeDays, maxCaptureBytes },
      now: wallNow(),
    };
    flushed = new Promise((resolve) => {
      link.send(order, (answer) => {
        settle(batch, answer);
        resolve();
      });
    });
    return flushed;
  };
  const sendSoon = (): void => {
    if (isStopping || (waiting.length === 0 && held.packed === 0)) return;
    // A flood is over when fewer than that many end in the time one waits; until then nothing is taken apart.
    const isCalm = held.packed > 0 && !wasInHaste;
    if (canStore() && (waiting.hasFullBatch || isCalm)) return void send();
    timer ??= setTimeout(() => void send(), problem === null ? BATCH_DELAY_MS : RETRY_DELAY_MS).unref();
  };

  /** @param left how many that came are not there yet; what ends meanwhile is not waited for: there may be no end */
  const sendUntilThere = async (left: () => number): Promise<void> => {
    const wanted = came;
    do {
      await flushed;
      await send();
    } while (left() > 0 && came - left() < wanted && canStore());
  };
  const flush = async (): Promise<void> => {
    waiters += 1;
    try {
      await sendUntilThere(isToCome);
    } finally {
      waiters -= 1;
    }
  };
  /** What people ask for waits for what is being written, and what ends meanwhile waits for it. */
  const change = async (order: ChangeOrder): Promise<TrafficAnswer> => {
    while (underway) await flushed;
    underway = new Batch();
    const answered = new Promise<TrafficAnswer>((resolve) => link.send(order, resolve));
    flushed = answered.then((answer) => {
      underway = null;
      if (answer.problem === null) note(answer);
      sendSoon();
    });
    await flushed;
    const answer = await answered;
    if (answer.problem !== null) throw new Error(answer.problem);
    return answer;
  };

  // Left behind by a flood that ended with the program: nobody waits for it while the host starts.
  if (held.packed > 0) timer = setTimeout(() => void send(), AFTER_START_MS).unref();

  return {
    push(exchange) {
      came += 1;
      if (waiting.length < BACKLOG_LIMIT) waiting.push(exchange);
      else {
        dropped += 1;
        problem ??= TOO_FAST;
      }
      sendSoon();
    },
    unsaved: () => [...(underway ? [underway] : []), ...waiting.batches()],
    release(bodies) {
      if (bodies.length > 0) link.send({ kind: 'release', bodies }, note);
    },
    flush,
    flushWaiting: () => sendUntilThere(isUnstored),
    change,
    async clear(keepPinned) {
      while (underway) await flushed;
      waiting.clear();
      const answer = await change({ kind: 'clear', keepPinned });
      problem = null;
      sentBodies.clear();
      dropped = 0;
      return answer;
    },
    trimByAge() {
      isTrimDue = true;
      void send();
    },
    state: () => ({ count: held.count + isToCome(), bytes: held.bytes, pinned: held.pinned, dropped, problem }),
    async stop() {
      isStopping = true;
      do {
        await flushed;
        await send();
      } while (waiting.length > 0 && canStore());
      clearTimeout(timer);
      await link.close();
    },
  };
}
