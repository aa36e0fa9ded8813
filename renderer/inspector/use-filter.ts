import { useState } from 'react';
import { parseFilter } from '../../preload/filter/parse.ts';

/** The filter in force. While the text has a mistake, the last good one stays and the mistake is told. */
export function useFilter(source: string): { text: string; isEmpty: boolean; problem: string | null } {
  const { tree, problem } = parseFilter(source);
  const [good, setGood] = useState({ text: '', isEmpty: true });
  const own = tree && { text: source, isEmpty: tree.kind === 'and' && tree.parts.length === 0 };
  if (own && source !== good.text) setGood(own);
  return { ...(own ?? good), problem: problem && `${problem.message} ${problem.remedy}` };
}
