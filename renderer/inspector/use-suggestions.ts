import { useRef, useState } from 'react';
import type { FilterSuggestion, FilterSuggestions } from '../../preload/contract.ts';
import { placeOf, suggestAt } from '../../preload/filter/suggest.ts';
import { useApi } from '../api/client.ts';

export interface Offer extends FilterSuggestions {
  /** The text they are meant for. */
  text: string;
}

export interface Suggesting {
  offer: Offer | null;
  /** Looks what could be meant; values that occur come from the host. */
  ask: (text: string, caret: number) => void;
  close: () => void;
}

/** So long known values wait for those that occur. */
const PATIENCE_MS = 300;

/** `source` is an opened capture, whose values are others. */
export function useSuggestions(source: string | undefined): Suggesting {
  const api = useApi();
  const [offer, setOffer] = useState<Offer | null>(null);
  const asked = useRef(0);

  function close(): void {
    asked.current += 1;
    setOffer(null);
  }

  function ask(text: string, caret: number): void {
    asked.current += 1;
    const turn = asked.current;
    const show = (found: FilterSuggestions): void => {
      if (asked.current === turn) setOffer({ ...found, text });
    };
    const own = suggestAt(text, caret, []);
    if (placeOf(text, caret)?.kind !== 'value') return show(own);
    // A filter that takes long to look through the traffic must not keep the known values from whoever mends it.
    const timer = setTimeout(show, PATIENCE_MS, own);
    const settle = (found: FilterSuggestions): void => {
      clearTimeout(timer);
      show(found);
    };
    void api
      .suggestFilter({ text, caret, ...(source === undefined ? {} : { source }) })
      .then(settle, () => settle(own));
  }

  return { offer, ask, close };
}

/** The text with a suggestion in its place, and where the caret then stands. */
export function taken({ text, from, to }: Offer, { insert }: FilterSuggestion): { text: string; caret: number } {
  return { text: text.slice(0, from) + insert + text.slice(to), caret: from + insert.length };
}
