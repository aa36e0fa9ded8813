import type { ConformanceCaseRow } from '../../preload/contract.ts';
import { caseKey } from '../state/conformance.ts';

export interface ChangedCase {
  key: string;
  group: string;
  name: string;
  /** null: the case did not take part in that run. */
  before: ConformanceCaseRow | null;
  after: ConformanceCaseRow | null;
}

/** Cases whose verdict changed, and those that took part in one of the runs only; the order is that of the later run. */
export function differenceOf(
  before: readonly ConformanceCaseRow[],
  after: readonly ConformanceCaseRow[],
): ChangedCase[] {
  const earlier = new Map(before.map((row) => [caseKey(row), row]));
  const later = new Map(after.map((row) => [caseKey(row), row]));
  const changed = [...later].map(([key, row]) => pair(key, row, earlier.get(key) ?? null, row));
  const gone = [...earlier].filter(([key]) => !later.has(key)).map(([key, row]) => pair(key, row, row, null));
  return [...changed, ...gone].filter((entry) => entry.before?.verdict !== entry.after?.verdict);
}

function pair(
  key: string,
  { group, name }: ConformanceCaseRow,
  before: ConformanceCaseRow | null,
  after: ConformanceCaseRow | null,
): ChangedCase {
  return { key, group, name, before, after };
}
