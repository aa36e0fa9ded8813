import type { StoryStep } from '../../../preload/contract.ts';

/** Exchanges named in one step; the others lie between the first and the last of them. */
const IDS_KEPT = 20;
/** Work that goes on: save, refresh, save, check … is told once per kind, not once per request. */
const STEADY: ReadonlySet<string> = new Set(['save', 'refresh', 'check', 'probe', 'read']);
const LOOK_BACK = 4;
/** From here on only repeats of what was told just before are taken in. */
const MOST_STEPS = 300;

/** The steps of a story, in order; repeats become one step with a count. */
export class Steps {
  readonly list: StoryStep[] = [];
  #leftOut = 0;
  /** Steps before this place take in no repeats any more. */
  #begin = 0;

  add(step: Omit<StoryStep, 'count' | 'endAt' | 'source'> & Partial<Pick<StoryStep, 'source'>>): void {
    const same = this.#repeated(step);
    if (same) {
      same.count += 1;
      same.endAt = step.at;
      if (same.exchangeIds.length < IDS_KEPT) same.exchangeIds.push(...step.exchangeIds);
      return;
    }
    if (this.list.length >= MOST_STEPS) {
      this.#leftOut += 1;
      return;
    }
    this.list.push({ source: null, ...step, count: 1, endAt: step.at });
  }

  cut(): void {
    this.#begin = this.list.length;
  }

  /** What was left out, in a sentence; null when nothing was. */
  get remark(): string | null {
    return this.#leftOut === 0
      ? null
      : `The story is told up to ${MOST_STEPS} steps; ${this.#leftOut} more requests are only in Traffic.`;
  }

  #repeated(step: Pick<StoryStep, 'kind' | 'state' | 'operation' | 'who' | 'sentence'>): StoryStep | undefined {
    if (step.state === 'outside') return undefined;
    for (let back = 1; back <= LOOK_BACK; back += 1) {
      const place = this.list.length - back;
      const earlier = this.list[place];
      if (!earlier || place < this.#begin) return undefined;
      const isSame =
        earlier.kind === step.kind &&
        earlier.state === step.state &&
        earlier.operation === step.operation &&
        earlier.who === step.who &&
        earlier.sentence === step.sentence;
      if (isSame) return earlier;
      // Only steady work is looked through: what went wrong stays where it happened.
      if (earlier.state !== 'done' || !STEADY.has(earlier.kind) || !STEADY.has(step.kind) || step.state !== 'done')
        return undefined;
    }
    return undefined;
  }
}
