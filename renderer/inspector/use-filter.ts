import { useState } from 'react';
import { readFilter } from './filter.ts';

/** The filter in force. While the text has a mistake, the last good one stays and the mistake is told. */
export function useFilter(source: string): { text: string; isEmpty: boolean; problem: string | null } {
  const { filter, problem } = readFilter(source, 0);
  const [good, setGood] = useState({ text: '', isEmpty: true });
  if (filter && source !== good.text) setGood({ text: source, isEmpty: filter.isEmpty });
  return { ...(filter ? { text: source, isEmpty: filter.isEmpty } : good), problem };
}
