import { create } from 'zustand';
import { go, linkTo } from '../shell/location.ts';
import { say } from '../ui/toasts.tsx';

/** The request that waits for another one to be compared with. */
export const useCompareChoice = create<{ first: number | null }>(() => ({ first: null }));

export function forgetFirst(): void {
  useCompareChoice.setState({ first: null });
}

let sourceOfFirst: string | null = null;

/** Called with the recording that is shown now; null: live traffic. */
export function forgetFirstOfOther(source: string | null): void {
  if (source !== sourceOfFirst) forgetFirst();
  sourceOfFirst = source;
}

/** Two requests are compared at once; one waits for the other. */
export function compareThese([one, other]: readonly number[]): void {
  if (one === undefined) return;
  const { first } = useCompareChoice.getState();
  const partner = other ?? first;
  if (partner === null || partner === one) {
    useCompareChoice.setState({ first: one });
    say(`Request ${one} waits to be compared: choose another one and press d.`);
    return;
  }
  forgetFirst();
  openComparison(other === undefined ? [partner, one] : [one, other]);
}

/** Older first: what came later is told as what changed. Leaves list, filter and chosen row in the address. */
function openComparison(pair: [number, number]): void {
  const [, search = ''] = window.location.hash.split('?');
  const parameters = Object.fromEntries(new URLSearchParams(search));
  go(linkTo('/traffic', { ...parameters, compare: pair.toSorted((left, right) => left - right).join(',') }));
}

/** Reads `12,45` of an address; null when it does not name two requests. */
export function readPair(text: string | null): [number, number] | null {
  const match = /^(\d{1,15}),(\d{1,15})$/.exec(text ?? '');
  return match ? [Number(match[1]), Number(match[2])] : null;
}
