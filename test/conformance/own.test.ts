import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConformanceRun, Profile } from '../../preload/contract.ts';
import type { TestHost } from '../support/host.ts';
import { startHost } from '../support/host.ts';
import { runConformance } from './support.ts';

const PROFILES: readonly Profile[] = ['default', 'no-containers', 'view-only', 'collabora'];

describe('our own cases', () => {
  let host: TestHost;
  const runs = new Map<Profile, ConformanceRun>();

  beforeAll(async () => {
    host = await startHost();
    for (const profile of PROFILES)
      runs.set(
        profile,
        await runConformance(host, { target: { kind: 'host', profile }, suites: ['own'], includeDelays: true }),
      );
  }, 240_000);

  afterAll(() => host.stop());

  test.for(PROFILES)('none fails under the profile %s', (profile) => {
    const cases = runs.get(profile)?.cases ?? [];
    expect(cases.filter(({ verdict }) => verdict === 'failed').map(({ name, reason }) => `${name}: ${reason}`)).toEqual(
      [],
    );
    expect(runs.get(profile)).toMatchObject({ state: 'finished', warnings: 0 });
  });

  test('there are more than eighty, and under the default profile every one runs', () => {
    const run = runs.get('default');
    expect(run?.total).toBeGreaterThanOrEqual(80);
    expect(
      run?.cases.filter(({ verdict }) => verdict !== 'passed').map(({ name, reason }) => `${name}: ${reason}`),
    ).toEqual([]);
  });

  test('the clock stands where it stood before', async () => {
    expect((await host.api.getSnapshot()).clock).toEqual({ offsetMs: 0, heldAt: null });
  });
});
