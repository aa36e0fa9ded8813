import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Profile } from '../../preload/contract.ts';
import type { TestHost } from '../support/host.ts';
import { startHost } from '../support/host.ts';
import { ancestors, fileUrl, follow, json } from './operations/walk.ts';

let host: TestHost;
let file: string;
let folder: string;
beforeAll(async () => {
  host = await startHost({ files: { 'plan.docx': 'plan' } });
});
beforeEach(async () => {
  await host.api.updateSettings({ profile: 'default' });
  file = await fileUrl(host, 'plan.docx');
  folder = (await ancestors(host, file))[0]?.Url ?? '';
});
afterAll(() => host.stop());

const use = (profile: Profile) => host.api.updateSettings({ profile });
const info = (url = file) => json<Record<string, unknown>>(follow(host, url));
const post = (override: string, headers: Record<string, string> = {}) => follow(host, file, '', { override, headers });

describe('Profile', () => {
  it('default offers everything', async () => {
    expect(await info()).toMatchObject({
      SupportsContainers: true,
      SupportsEcosystem: true,
      SupportsUpdate: true,
      SupportsAddActivities: true,
      SupportedShareUrlTypes: ['ReadOnly', 'ReadWrite'],
      UserCanWrite: true,
    });
    expect(await info()).not.toHaveProperty('UserCanNotWriteRelative');
  });

  it.each(['no-containers', 'collabora', 'onlyoffice'] as const)('%s knows files alone', async (profile) => {
    await use(profile);
    const known = await info();
    expect(known).not.toHaveProperty('SupportsContainers');
    expect(known).not.toHaveProperty('SupportsEcosystem');
    expect(known).toMatchObject({ SupportsUpdate: true, SupportsRename: true, SupportsDeleteFile: true });
    for (const [url, part] of [
      [folder, ''],
      [folder, '/children'],
      [file, '/ancestry'],
      [file, '/ecosystem_pointer'],
    ] as const) {
      expect((await follow(host, url, part)).status).toBe(501);
    }
  });

  it('no-write-relative says so to everybody and answers 501', async () => {
    await use('no-write-relative');
    expect(await info()).toMatchObject({ UserCanNotWriteRelative: true, SupportsUpdate: true, UserCanWrite: true });
    for (const name of ['X-WOPI-SuggestedTarget', 'X-WOPI-RelativeTarget']) {
      expect((await post('PUT_RELATIVE', { [name]: 'copy.docx' })).status).toBe(501);
    }
  });

  it('view-only lets nobody write and answers 501 to everything that would', async () => {
    await use('view-only');
    const known = await info();
    expect(known).toMatchObject({ ReadOnly: true, UserCanNotWriteRelative: true });
    expect(Object.keys(known).filter((name) => name.startsWith('Supports') || name === 'UserCanWrite')).toEqual([]);
    expect(known).not.toHaveProperty('HostEditUrl');
    expect((await follow(host, file, '/contents')).text()).toBe('plan');
    expect((await follow(host, file, '/contents', { override: 'PUT', body: 'x' })).status).toBe(501);
    for (const override of ['LOCK', 'GET_LOCK', 'RENAME_FILE', 'DELETE', 'GET_SHARE_URL']) {
      expect((await post(override, { 'X-WOPI-Lock': 'x' })).status).toBe(501);
    }
  });

  it('collabora tells its client what only that one knows', async () => {
    await use('collabora');
    expect(await info()).toMatchObject({ EnableOwnerTermination: true, IsAdminUser: true, ObfuscatedUserId: 'owner' });
    expect(await info(await fileUrl(host, 'plan.docx', 'guest'))).toMatchObject({
      DisableCopy: true,
      WatermarkText: 'Guest',
    });
  });

  it('onlyoffice tells its client about reviewing', async () => {
    await use('onlyoffice');
    expect(await info()).toMatchObject({ SupportsReviewing: true, UserCanReview: true, UserCanOnlyComment: false });
  });

  // oxfmt-ignore
  it.each([
    ['collabora',  'X-COOL-WOPI-Timestamp'],
    ['onlyoffice', 'X-LOOL-WOPI-Timestamp'],
  ] as const)('%s refuses a save that does not know the latest state', async (profile, header) => {
    await use(profile);
    const lock = { 'X-WOPI-Lock': 'mine' };
    expect((await post('LOCK', lock)).status).toBe(200);
    const save = (timestamp: string | undefined, body: string) =>
      follow(host, file, '/contents', { override: 'PUT', headers: { ...lock, [header]: timestamp }, body });
    const { LastModifiedTime } = await info();
    const first = await save(String(LastModifiedTime), 'first');
    expect(first.status).toBe(200);
    const next = String(first.json()['LastModifiedTime']);
    const stale = await save('2001-01-01T00:00:00.0000000Z', 'stale');
    expect([stale.status, stale.text()]).toEqual([409, '{"COOLStatusCode":1010}']);
    expect((await follow(host, file, '/contents')).text()).toBe('first');
    expect((await save(next, 'second')).status).toBe(200);
    expect((await save(undefined, 'third')).status).toBe(200);
    await use('default');
    expect((await save('2001-01-01T00:00:00.0000000Z', 'fourth')).status).toBe(200);
    expect((await post('UNLOCK', lock)).status).toBe(200);
  });
});
