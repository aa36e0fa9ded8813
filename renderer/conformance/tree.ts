import type { ConformanceCaseRow, ConformanceSuite } from '../../preload/contract.ts';
import { caseKey } from '../state/conformance.ts';

export type Shown = 'all' | 'passed' | 'failed' | 'skipped' | 'warnings';

export interface GroupNode {
  key: string;
  suite: ConformanceSuite;
  name: string;
  cases: readonly ConformanceCaseRow[];
  counts: GroupCounts;
}

export interface GroupCounts {
  passed: number;
  failed: number;
  skipped: number;
  warnings: number;
}

export type TreeRow =
  | { kind: 'group'; key: string; group: GroupNode; isOpen: boolean }
  | { kind: 'case'; key: string; group: GroupNode; row: ConformanceCaseRow };

/** Groups in the order they were judged. */
export function groupsOf(rows: readonly ConformanceCaseRow[]): GroupNode[] {
  const groups = new Map<string, ConformanceCaseRow[]>();
  for (const row of rows) {
    const key = `${row.suite}/${row.group}`;
    const found = groups.get(key);
    if (found) found.push(row);
    else groups.set(key, [row]);
  }
  return [...groups].flatMap(([key, cases]) => {
    const [first] = cases;
    return first ? [{ key, suite: first.suite, name: first.group, cases, counts: countsOf(cases) }] : [];
  });
}

export function countsOf(rows: readonly ConformanceCaseRow[]): GroupCounts {
  const counts = { passed: 0, failed: 0, skipped: 0, warnings: 0 };
  for (const row of rows) {
    counts[row.verdict] += 1;
    counts.warnings += row.warningCount;
  }
  return counts;
}

export function filterCases(rows: readonly ConformanceCaseRow[], shown: Shown, text: string): ConformanceCaseRow[] {
  const wanted = text.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (shown === 'all' || (shown === 'warnings' ? row.warningCount > 0 : row.verdict === shown)) &&
      (wanted === '' || `${row.group} ${row.name} ${row.reason ?? ''}`.toLowerCase().includes(wanted)),
  );
}

/** What stands on the screen, one row each. */
export function visibleRows(groups: readonly GroupNode[], isOpen: (group: GroupNode) => boolean): TreeRow[] {
  return groups.flatMap((group): TreeRow[] => [
    { kind: 'group', key: group.key, group, isOpen: isOpen(group) },
    ...(isOpen(group) ? group.cases.map((row): TreeRow => ({ kind: 'case', key: caseKey(row), group, row })) : []),
  ]);
}
