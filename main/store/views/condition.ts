import { parseFilter } from '../../../preload/filter/parse.ts';
import { isRelative } from '../../../preload/filter/tree.ts';
import { compileFilter, type CompiledFilter } from '../../filter/compile.ts';
import type { Database } from '../database.ts';
import type { KeptBodies } from './kept-bodies.ts';

/** What a filter asks of all that is stored, where texts and bodies are searched once, and of the few that come later. */
export interface Conditions {
  many: CompiledFilter;
  few: CompiledFilter;
  /** It counts from now. */
  isRelative: boolean;
  /** What of the bodies was not searched; a sentence. */
  leftOut: string | null;
}

/** @throws Error whose message tells the mistake and the remedy */
export function conditionsOf(
  filter: string,
  now: number,
  muted: readonly string[],
  { database, keptBodies }: { database: Database; keptBodies: KeptBodies },
): Conditions {
  const { tree, problem } = parseFilter(filter);
  if (problem) throw new Error(`${problem.message} ${problem.remedy}`);
  const ask = (query: string, parameters: readonly (string | number)[]): number[] =>
    database
      .prepare<(string | number)[], number>(query)
      .pluck()
      .all(...parameters);
  keptBodies.begin();
  return {
    many: compileFilter(tree, { now, muted, span: 'many', ask }),
    few: compileFilter(tree, { now, muted, span: 'few' }),
    isRelative: isRelative(tree),
    leftOut: keptBodies.report(),
  };
}
