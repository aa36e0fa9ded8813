import { useState } from 'react';
import { parseFilter } from '../../preload/filter/parse.ts';

/** The filter in force. While the text has a mistake, which the box tells, the last good one stays. */
export function useFilter(source: string): { text: string; isEmpty: boolean } {
  const { tree } = parseFilter(source);
  const [good, setGood] = useState({ text: '', isEmpty: true });
  const own = tree && { text: source, isEmpty: tree.kind === 'and' && tree.parts.length === 0 };
  if (own && source !== good.text) setGood(own);
  return own ?? good;
}
