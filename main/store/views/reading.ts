import type { ExchangeRow, FindingMarks, Outcome } from '../../../preload/contract.ts';
import { outcomes } from '../../../preload/filter/outcome-words.ts';
import { MARK_SELECT, toMark, type StoredMark } from '../annotation-writer.ts';
import type { Database } from '../database.ts';
import { ROW_SELECT } from '../exchange-record.ts';
import { UNRANKED } from './arrange.ts';
import { NOTHING } from './columns.ts';
import { PACKING } from './matches.ts';

/** What is asked of the database beside the views themselves. */
export interface Reading {
  /** Ids of the oldest and the newest exchange; null when there is none. */
  span(): { oldest: number; newest: number } | null;
  row(id: number, hiddenRules: ReadonlySet<string>): ExchangeRow | undefined;
  /** Ids below this one that are still there: pinned ones outlive the others. */
  keptBelow(id: number): number[];
  timeOf(id: number): number;
  text(number: number): string;
}

const MARKS = { error: 'errors', warning: 'warnings', information: 'notes' } as const;

export function createReading(database: Database): Reading {
  const sql = {
    span: database.prepare<[], { oldest: number | null; newest: number | null }>(
      'SELECT (SELECT MIN(id) FROM exchanges) AS oldest, (SELECT MAX(id) FROM exchanges) AS newest',
    ),
    row: database.prepare<[number], ExchangeRow>(`SELECT ${ROW_SELECT} FROM exchanges e WHERE e.id = ?`),
    findings: database.prepare<[number], { rule: string; severity: string }>(
      'SELECT rule, severity FROM findings WHERE exchange_id = ?',
    ),
    mark: database.prepare<[number], StoredMark>(`${MARK_SELECT} WHERE exchange_id = ?`),
    keptBelow: database.prepare<[number], number>('SELECT id FROM exchanges WHERE id < ? ORDER BY id').pluck(),
    time: database.prepare<[number], number>('SELECT real_at FROM exchanges WHERE id = ?').pluck(),
    text: database.prepare<[number], string>('SELECT text FROM texts WHERE id = ?').pluck(),
  };
  const marksOf = (id: number, hidden: ReadonlySet<string>): FindingMarks | undefined => {
    const found = sql.findings.all(id).filter(({ rule }) => !hidden.has(rule));
    if (found.length === 0) return undefined;
    const marks: FindingMarks = { errors: 0, warnings: 0, notes: 0 };
    for (const { severity } of found) marks[MARKS[severity as keyof typeof MARKS] ?? 'notes'] += 1;
    return marks;
  };
  return {
    span() {
      const { oldest, newest } = sql.span.get() ?? { oldest: null, newest: null };
      return oldest === null || newest === null ? null : { oldest, newest };
    },
    row(id, hidden) {
      const row = sql.row.get(id);
      if (!row) return undefined;
      const findings = marksOf(id, hidden);
      const mark = sql.mark.get(id);
      return { ...row, ...(findings ? { findings } : {}), ...(mark ? { mark: toMark(mark) } : {}) };
    },
    keptBelow: (id) => sql.keptBelow.all(id),
    timeOf: (id) => sql.time.get(id) ?? 0,
    text: (number) => sql.text.get(number) ?? '',
  };
}

/** For words: 'file 2' before 'file 10'. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Ranks of numbers that stand for texts, in the order people expect of words. */
export function ranksOfTexts(numbers: Float64Array, textOf: (number: number) => string): Float64Array {
  const present = [...new Set(numbers)].filter((number) => number !== NOTHING);
  const texts = present.map((number) => ({ number, text: textOf(number) }));
  texts.sort((left, right) => collator.compare(left.text, right.text));
  // Texts that compare alike rank alike: the order of time then decides among them.
  const ranks = new Map<number, number>();
  let rank = 0;
  for (const [place, { number, text }] of texts.entries()) {
    if (place > 0 && collator.compare(texts[place - 1]?.text ?? '', text) !== 0) rank += 1;
    ranks.set(number, rank);
  }
  return numbers.map((number) => ranks.get(number) ?? UNRANKED);
}

/** Ranks of plain numbers: equal ones rank alike. Sorted typed arrays take a million of them faster than any map. */
export function ranksOfNumbers(numbers: Float64Array): Float64Array {
  const distinct = numbers.slice().sort();
  let count = 0;
  for (let index = 0; index < distinct.length; index += 1) {
    const value = distinct[index] ?? 0;
    if (count > 0 && distinct[count - 1] === value) continue;
    distinct[count] = value;
    count += 1;
  }
  return numbers.map((number) => {
    if (number === NOTHING) return UNRANKED;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((distinct[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

/** The number every match is known by: its id, and whether the protocol refused it or something went wrong. */
export const PACKED = `e.id * ${PACKING} + CASE
  WHEN e.outcome = (SELECT id FROM texts WHERE text = 'ok') THEN 0
  WHEN e.outcome IN (SELECT id FROM texts WHERE text IN (${outcomesOf('refused')})) THEN 1
  WHEN e.outcome IN (SELECT id FROM texts WHERE text IN (${outcomesOf('wrong')})) THEN 2
  ELSE 0 END`;

function outcomesOf(tone: string): string {
  const names = Object.keys(outcomes).filter((outcome) => outcomes[outcome as Outcome].tone === tone);
  return names.map((name) => `'${name}'`).join(', ');
}
