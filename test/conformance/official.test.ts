import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConformanceRun, Profile } from '../../preload/contract.ts';
import type { TestHost } from '../support/host.ts';
import { startHost } from '../support/host.ts';
import { OFFICIAL_CASES, OFFICIAL_PLACE, runConformance } from './support.ts';

const PROFILES: readonly Profile[] = ['default', 'no-containers', 'no-write-relative'];

describe('Microsoft’s cases, unmodified, signed and verified', () => {
  let host: TestHost;
  const runs = new Map<Profile, ConformanceRun>();

  beforeAll(async () => {
    if (!existsSync(OFFICIAL_CASES)) return;
    host = await startHost();
    await host.api.updateSettings({ proofMode: 'enforce' });
    await host.api.setTestCases({ path: OFFICIAL_CASES });
    for (const profile of PROFILES)
      runs.set(profile, await runConformance(host, { target: { kind: 'host', profile }, suites: ['official'] }));
  }, 120_000);

  afterAll(() => host?.stop());

  const given = (context: { skip(note: string): never }): void => {
    if (!existsSync(OFFICIAL_CASES)) context.skip(`left out: there is no ${OFFICIAL_PLACE}`);
  };
  const namesOf = (profile: Profile, fits: (one: ConformanceRun['cases'][number]) => boolean): string[] =>
    (runs.get(profile)?.cases ?? []).filter(fits).map(({ name }) => name);

  test.for(PROFILES)('no case fails under the profile %s', (profile, context) => {
    given(context);
    const failed = (runs.get(profile)?.cases ?? []).filter(({ verdict }) => verdict === 'failed');
    expect(failed.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([]);
    expect(runs.get(profile)).toMatchObject({ state: 'finished', total: 224, failed: 0, warnings: 0 });
  });

  test('every case that is not about coauthoring passes under one of them', (context) => {
    given(context);
    const all = namesOf('default', ({ category }) => category !== 'WopiCoauth');
    const passed = new Set(PROFILES.flatMap((profile) => namesOf(profile, ({ verdict }) => verdict === 'passed')));
    expect(all).toHaveLength(132);
    expect(all.filter((name) => !passed.has(name))).toEqual([]);
  });

  test('the default profile passes 120, each of the others its 6', (context) => {
    given(context);
    const groupIs = (group: string) => (one: ConformanceRun['cases'][number]) =>
      one.group === group && one.verdict === 'passed';
    expect(runs.get('default')?.passed).toBe(120);
    expect(namesOf('no-write-relative', groupIs('PutRelativeFileUnsupported'))).toHaveLength(6);
    expect(namesOf('no-containers', groupIs('RenameFileIfCreateChildFileIsNotSupported'))).toHaveLength(6);
  });

  test('every skipped case says which flag would let it run', (context) => {
    given(context);
    const skipped = (runs.get('default')?.cases ?? []).filter(({ verdict }) => verdict === 'skipped');
    expect(new Set(skipped.map(({ reason }) => reason))).toEqual(
      new Set([
        'SupportsContainers is not false in CheckFileInfo',
        'SupportsCoauth is not true in CheckFileInfo (and 6 more)',
        'The case waits for minutes, and cases with delays are not included',
        'UserCanNotWriteRelative is not true in CheckFileInfo',
      ]),
    );
  });

  test('nothing of a run is left behind', async (context) => {
    given(context);
    const { files, folders } = await host.api.listFiles();
    expect({ files: files.map(({ path }) => path), folders }).toEqual({ files: [], folders: [] });
    const { tokens } = await host.api.getSnapshot();
    expect(tokens.filter(({ state }) => state === 'valid')).toEqual([]);
  });
});
