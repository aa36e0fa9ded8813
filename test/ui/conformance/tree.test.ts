import { describe, expect, it } from 'vitest';
import { differenceOf } from '../../../renderer/conformance/difference.ts';
import { filterCases, groupsOf, visibleRows } from '../../../renderer/conformance/tree.ts';
import { FIRST_DRAFT, groupsFor, missingIn, wishOf } from '../../../renderer/conformance/wish.ts';
import { caseRow, GROUPS } from './cases.ts';

const rows = [
  caseRow({ group: 'Locks', name: 'Lock.Once' }),
  caseRow({ group: 'Locks', name: 'Lock.Twice', verdict: 'failed', reason: 'Status 200 expected.' }),
  caseRow({ group: 'Files', name: 'Get', warningCount: 2 }),
  caseRow({ group: 'Files', name: 'Delete', verdict: 'skipped', reason: 'SupportsDeleteFile is not true.' }),
];

describe('the tree', () => {
  it('keeps the order of the run and counts each group', () => {
    expect(groupsOf(rows).map(({ name, counts }) => [name, counts])).toEqual([
      ['Locks', { passed: 1, failed: 1, skipped: 0, warnings: 0 }],
      ['Files', { passed: 1, failed: 0, skipped: 1, warnings: 2 }],
    ]);
  });

  it('keeps groups of the same name in both suites apart', () => {
    expect(groupsOf([caseRow({ group: 'Locks' }), caseRow({ group: 'Locks', suite: 'own' })])).toHaveLength(2);
  });

  it('shows cases of open groups only', () => {
    const keys = visibleRows(groupsOf(rows), ({ name }) => name === 'Files').map(({ key }) => key);
    expect(keys).toEqual(['official/Locks', 'official/Files', 'official:Get', 'official:Delete']);
  });

  it('is filtered by verdict, by warnings and by words of the reason', () => {
    const names = (...args: Parameters<typeof filterCases>): string[] => filterCases(...args).map(({ name }) => name);
    expect(names(rows, 'failed', '')).toEqual(['Lock.Twice']);
    expect(names(rows, 'warnings', '')).toEqual(['Get']);
    expect(names(rows, 'all', 'supportsdelete')).toEqual(['Delete']);
    expect(names(rows, 'passed', 'delete')).toEqual([]);
  });
});

describe('the difference of two runs', () => {
  it('has the changed verdicts, new cases and missing ones, and nothing else', () => {
    const before = [caseRow({ name: 'Same' }), caseRow({ name: 'Broke' }), caseRow({ name: 'Gone' })];
    const after = [
      caseRow({ name: 'Same', durationMs: 99 }),
      caseRow({ name: 'Broke', verdict: 'failed' }),
      caseRow({ name: 'New' }),
    ];
    const found = differenceOf(before, after).map((entry) => [
      entry.name,
      entry.before?.verdict ?? null,
      entry.after?.verdict ?? null,
    ]);
    expect(found).toEqual([
      ['Broke', 'passed', 'failed'],
      ['New', null, 'passed'],
      ['Gone', 'passed', null],
    ]);
  });
});

describe('the wish', () => {
  it('offers groups with cases of the suite and category, each name once', () => {
    const found = groupsFor(GROUPS, { suite: 'all', category: 'OfficeOnline' });
    expect(found.map(({ name, count }) => [name, count])).toEqual([
      ['Locks', 7],
      ['Files', 5],
    ]);
    expect(groupsFor(GROUPS, { suite: 'own', category: 'All' }).map(({ name }) => name)).toEqual(['Locks']);
    expect(groupsFor(GROUPS, { suite: 'official', category: 'WopiCoauth' }).map(({ name }) => name)).toEqual([
      'Locks',
      'Coauth',
    ]);
  });

  it('is trimmed, and says what is missing for a remote host', () => {
    const remote = { ...FIRST_DRAFT, kind: 'remote' as const };
    expect(missingIn(FIRST_DRAFT)).toBeNull();
    expect(missingIn(remote)).toMatch(/WOPISrc/);
    expect(missingIn({ ...remote, wopiSrc: 'https://h/wopi/files/1' })).toMatch(/access token/);
    expect(missingIn({ ...remote, wopiSrc: 'x', accessToken: 'y', ttl: 'soon' })).toMatch(/digits only/);
    const wish = wishOf({ ...remote, wopiSrc: ' https://h/wopi/files/1 ', accessToken: ' t ', ttl: '' }, []);
    expect(wish.target).toEqual({
      kind: 'remote',
      wopiSrc: 'https://h/wopi/files/1',
      accessToken: 't',
      accessTokenTtl: 0,
    });
  });
});
