import type { FindingScope } from '../../preload/contract.ts';

/** Which findings of a database are meant. */
export type Scope = { [Key in keyof Omit<FindingScope, 'source'>]?: FindingScope[Key] | undefined };

/** How often a rule spoke, and when first and last. */
export interface RuleSpan {
  rule: string;
  count: number;
  firstAt: number;
  lastAt: number;
}

/** The conditions as SQL over the table of findings, with what has to be bound. */
export function whereOf(
  { rule, fileId, sessionId, severity, since, until }: Scope,
  always = '1',
): { where: string; values: (string | number)[] } {
  const conditions: [string, string | number | undefined][] = [
    ['rule = ?', rule],
    ['file_id = ?', fileId],
    ['session_id = ?', sessionId],
    ['severity = ?', severity],
    ['real_at >= ?', since],
    ['real_at < ?', until],
  ];
  const given = conditions.filter((one): one is [string, string | number] => one[1] !== undefined);
  return {
    where: `WHERE ${[always, ...given.map(([condition]) => condition)].join(' AND ')}`,
    values: given.map(([, value]) => value),
  };
}
