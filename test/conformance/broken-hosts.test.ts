import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConformanceCaseRow } from '../../preload/contract.ts';
import type { TestHost } from '../support/host.ts';
import { startHost } from '../support/host.ts';
import type { BrokenHost } from './broken/broken-host.ts';
import { BROKEN_FILES } from './broken/files.ts';
import { BROKEN_LOCKS } from './broken/locks.ts';
import { BROKEN_NAMES } from './broken/names.ts';
import { BROKEN_PLACES } from './broken/places.ts';
import type { MutatingProxy } from './mutating-proxy.ts';
import { startMutatingProxy } from './mutating-proxy.ts';
import { OFFICIAL_CASES, OFFICIAL_PLACE, runConformance } from './support.ts';

const BROKEN_HOSTS: readonly BrokenHost[] = [...BROKEN_LOCKS, ...BROKEN_FILES, ...BROKEN_NAMES, ...BROKEN_PLACES];

/** Without Microsoft's file our own cases have to do. */
const suites = existsSync(OFFICIAL_CASES) ? (['official', 'own'] as const) : (['own'] as const);

let host: TestHost;
let proxy: MutatingProxy;

beforeAll(async () => {
  host = await startHost();
  proxy = await startMutatingProxy(() => host.base);
  await host.api.updateSettings({ publicUrl: proxy.base });
  await host.api.setCapturePaused({ paused: true });
  if (existsSync(OFFICIAL_CASES)) await host.api.setTestCases({ path: OFFICIAL_CASES });
});

afterAll(async () => {
  await proxy.stop();
  await host.stop();
});

test('there are at least 25 broken hosts', () => {
  expect(BROKEN_HOSTS.length).toBeGreaterThanOrEqual(25);
});

test.for(BROKEN_HOSTS.map((broken) => [broken.name, broken] as const))(
  '%s',
  { timeout: 60_000 },
  async ([, broken], context) => {
    const ours = broken.groups.filter((group) => group.startsWith('Own.'));
    if (suites.length === 1 && ours.length === 0)
      context.skip(`only Microsoft’s cases notice it, and there is no ${OFFICIAL_PLACE}`);
    proxy.use(broken.mutation());
    const { cases } = await runConformance(host, {
      target: { kind: 'host', profile: 'default' },
      suites: [...suites],
      groups: [...broken.groups],
    });
    proxy.use(undefined);
    const named = (fits: (one: ConformanceCaseRow) => boolean): string[] => cases.filter(fits).map(({ name }) => name);
    const all = named(() => true);
    expect(named(({ verdict }) => verdict === 'failed')).toEqual(expand(broken.caught, all));
    expect(named(({ warningCount }) => warningCount > 0)).toEqual(expand(broken.warned ?? [], all));
  },
);

/** The cases that patterns stand for, in the order they ran; those of a suite that is not there are left out. */
function expand(patterns: readonly string[], all: readonly string[]): string[] {
  const stands = (pattern: string, name: string): boolean =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
  for (const pattern of patterns) {
    const isKnown = all.some((name) => stands(pattern, name)) || (suites.length === 1 && !pattern.startsWith('own.'));
    if (!isKnown) throw new Error(`“${pattern}” stands for no case that ran.`);
  }
  return all.filter((name) => patterns.some((pattern) => stands(pattern, name)));
}
