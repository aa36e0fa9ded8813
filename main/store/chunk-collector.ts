import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { type: 'minor' }) => void;

/** So much may lie about. */
const COLLECT_EVERY_BYTES = 8 * 1024 * 1024;

let collect: Collect | null | undefined;

/**
 * Every chunk of a body that arrives is a buffer of its own outside the heap. The objects that name them are so small that
 * the collector does not look for dead ones before 64 MB of them have gathered; this makes it look earlier, at the young
 * ones only, which takes less than a millisecond.
 */
export function createChunkCollector(): (bytes: number) => void {
  let gathered = 0;
  return (bytes) => {
    gathered += bytes;
    if (gathered < COLLECT_EVERY_BYTES) return;
    gathered = 0;
    collect ??= find();
    collect?.({ type: 'minor' });
  };
}

/** V8 hands its collector to contexts that are made while the flag is set, and only then. */
function find(): Collect | null {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('typeof gc === "function" ? gc : null');
  setFlagsFromString('--no-expose-gc');
  return found as Collect | null;
}
