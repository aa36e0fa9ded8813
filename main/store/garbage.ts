import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { type: 'minor' } | { type: 'major'; flavor: 'last-resort' }) => void;

let collect: Collect | null | undefined;

/**
 * Collects garbage now: young objects in less than a millisecond, or everything, which also hands memory back to the
 * system and stops the thread for as long as it takes. Does nothing where V8 does not allow it.
 */
export function collectGarbage(what: 'young' | 'everything'): void {
  collect ??= find();
  collect?.(what === 'young' ? { type: 'minor' } : { type: 'major', flavor: 'last-resort' });
}

/** V8 hands its collector to contexts that are made while the flag is set, and only then. */
function find(): Collect | null {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('typeof gc === "function" ? gc : null');
  setFlagsFromString('--no-expose-gc');
  return found as Collect | null;
}
