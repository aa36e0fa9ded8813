import type {
  ConformanceGroupRow,
  ConformanceSuite,
  ConformanceTargetCategory,
  ConformanceWish,
  Profile,
} from '../../preload/contract.ts';

/** What is filled in. */
export interface Draft {
  kind: 'host' | 'remote';
  profile: Profile;
  wopiSrc: string;
  accessToken: string;
  ttl: string;
  suite: ConformanceSuite | 'all';
  category: ConformanceTargetCategory;
  groups: readonly string[];
  includeDelays: boolean;
}

export const FIRST_DRAFT: Draft = {
  kind: 'host',
  profile: 'default',
  wopiSrc: '',
  accessToken: '',
  ttl: '0',
  suite: 'all',
  category: 'All',
  groups: [],
  includeDelays: false,
};

export const CATEGORIES: readonly { value: ConformanceTargetCategory; label: string }[] = [
  { value: 'All', label: 'All' },
  { value: 'WopiCore', label: 'WopiCore' },
  { value: 'OfficeOnline', label: 'OfficeOnline (and WopiCore)' },
  { value: 'OfficeNativeClient', label: 'OfficeNativeClient (and WopiCore)' },
  { value: 'WopiCoauth', label: 'WopiCoauth (and WopiCore)' },
];

export function suitesOf(suite: Draft['suite']): ConformanceSuite[] {
  return suite === 'all' ? ['official', 'own'] : [suite];
}

/** How many cases a group brings to a run of this category. */
export function countIn({ cases }: ConformanceGroupRow, category: ConformanceTargetCategory): number {
  if (category === 'All') return Object.values(cases).reduce((sum, count) => sum + count, 0);
  return (cases.WopiCore ?? 0) + (category === 'WopiCore' ? 0 : (cases[category] ?? 0));
}

/** The groups that have something to run; the same name in both suites is one choice. */
export function groupsFor(
  groups: readonly ConformanceGroupRow[],
  { suite, category }: Pick<Draft, 'suite' | 'category'>,
): { name: string; count: number; hasDelay: boolean }[] {
  const suites = suitesOf(suite);
  const found = new Map<string, { name: string; count: number; hasDelay: boolean }>();
  for (const group of groups) {
    const count = suites.includes(group.suite) ? countIn(group, category) : 0;
    if (count === 0) continue;
    const known = found.get(group.name);
    found.set(group.name, {
      name: group.name,
      count: count + (known?.count ?? 0),
      hasDelay: group.hasDelay || known?.hasDelay === true,
    });
  }
  return [...found.values()];
}

export function wishOf(draft: Draft, groups: readonly string[]): ConformanceWish {
  const { kind, profile, wopiSrc, accessToken, ttl, suite, category, includeDelays } = draft;
  return {
    target:
      kind === 'host'
        ? { kind, profile }
        : {
            kind,
            wopiSrc: wopiSrc.trim(),
            accessToken: accessToken.trim(),
            accessTokenTtl: Number(ttl.trim() === '' ? '0' : ttl),
          },
    suites: suitesOf(suite),
    category,
    groups: [...groups],
    names: [],
    includeDelays,
  };
}

/** What is missing before the cases can be started; null when nothing is. */
export function missingIn({ kind, wopiSrc, accessToken, ttl }: Draft): string | null {
  if (kind === 'host') return null;
  if (wopiSrc.trim() === '') return 'Enter the WOPISrc of a file on the remote host.';
  if (accessToken.trim() === '') return 'Enter an access token for that file.';
  return /^\d*$/.test(ttl.trim())
    ? null
    : 'The end of the token is milliseconds since 1970, digits only; 0 is unknown.';
}
