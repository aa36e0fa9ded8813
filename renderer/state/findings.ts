import { create } from 'zustand';
import type { Slice } from './store.ts';

/** Under heavy traffic findings come many times a second; reading the counts anew that often helps nobody. */
const PAUSE_MS = 1_000;

/** Grows when counts and lists of findings read before are out of date. */
export const useFindings = create<{ version: number }>(() => ({ version: 0 }));

let pause: ReturnType<typeof setTimeout> | null = null;
let isDue = false;

function outdate(): void {
  if (pause !== null) {
    isDue = true;
    return;
  }
  useFindings.setState(({ version }) => ({ version: version + 1 }));
  pause = setTimeout(() => {
    pause = null;
    if (!isDue) return;
    isDue = false;
    outdate();
  }, PAUSE_MS);
}

const OUTDATING = new Set([
  'findings',
  'findings-changed',
  'exchanges-cleared',
  'exchanges-trimmed',
  'exchanges-removed',
]);

export const findingsSlice: Slice = {
  reset: outdate,
  apply(event) {
    if (OUTDATING.has(event.type)) outdate();
  },
};
