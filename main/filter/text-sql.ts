import type { TextTest } from '../../preload/filter/tree.ts';
import { isAscii, lowerAscii, type Reach } from '../../preload/filter/text-match.ts';
import { raw, sql, type Sql } from './sql.ts';

/** SQLite refuses longer patterns of LIKE. */
const LONGEST_LIKE = 10_000;

/** What `registerFilterFunctions` understands as its first argument. */
export function writeSpec(test: TextTest, reach: Reach): string {
  return JSON.stringify([test, reach]);
}

/**
 * Whether an expression that is a text fits. What SQLite can do itself it does; a function of ours costs five times as
 * much, and knows letters beyond ASCII and regular expressions.
 */
export function textFits(expression: string, test: TextTest, reach: Reach): Sql {
  const text = raw(expression);
  if (test.kind === 'regex' || !isAscii(test.text) || test.text.length > LONGEST_LIKE)
    return sql`filter_fits(${writeSpec(test, reach)}, ${text})`;
  if (test.kind === 'literal' && reach === 'whole') return sql`lower(${text}) = ${lowerAscii(test.text)}`;
  return sql`${text} LIKE ${likePattern(test, reach)} ESCAPE '\\'`;
}

export function likePattern(test: Exclude<TextTest, { kind: 'regex' }>, reach: Reach): string {
  const escaped = test.text.replaceAll(/[\\%_]/g, String.raw`\$&`);
  if (test.kind === 'literal') return `%${escaped}%`;
  const pattern = escaped.replaceAll('*', '%');
  return reach === 'inside' ? `%${pattern}%` : pattern;
}
