import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Rights, Settings, Snapshot } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

const ALL: Rights = { write: true, rename: true, create: true, delete: true };
const NONE: Rights = { write: false, rename: false, create: false, delete: false };

let host: TestHost;
beforeAll(async () => {
  host = await startHost({ files: { 'a.txt': 'a', 'b.txt': 'b' } });
});
afterAll(() => host.stop());

const snapshot = (): Promise<Snapshot> => host.api.getSnapshot();
const restart = async (config: Parameters<typeof startHost>[0] = {}): Promise<void> => {
  await host.app.stop();
  host = await startHost({ again: host, ...config });
};

describe('the state of the host', () => {
  it('names everything a screen has to know', async () => {
    const state = await snapshot();
    expect(state.host).toEqual({
      version: '0.0.0-test',
      folder: host.folder,
      folderProblem: null,
      folderIsReadOnly: false,
      dataDirectory: host.dataDirectory,
      addresses: { host: host.base, admin: host.admin, editor: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) },
      publicBase: host.base,
    });
    expect(state.notices).toEqual([]);
    expect(JSON.stringify(state)).not.toContain(host.app.key);
  });
});

describe('people', () => {
  it('are four at the start, with the rights of their roles', async () => {
    expect((await snapshot()).people).toEqual([
      {
        id: 'owner',
        name: 'Olivia Owner',
        role: 'owner',
        rights: ALL,
        isAnonymous: false,
        licence: 'consumer',
        userInfo: '',
      },
      {
        id: 'editor',
        name: 'Emil Editor',
        role: 'editor',
        rights: { write: true, rename: false, create: true, delete: false },
        isAnonymous: false,
        licence: 'consumer',
        userInfo: '',
      },
      {
        id: 'reader',
        name: 'Rita Reader',
        role: 'reader',
        rights: NONE,
        isAnonymous: false,
        licence: 'consumer',
        userInfo: '',
      },
      {
        id: 'guest',
        name: 'Gus Guest',
        role: 'guest',
        rights: NONE,
        isAnonymous: true,
        licence: 'consumer',
        userInfo: '',
      },
    ]);
  });

  it('can be added and changed, and are remembered', async () => {
    const person = { id: 'Nina7', name: '  Nina Neu ', role: 'editor' as const };
    const saved = await host.api.savePerson({ person, rights: ALL, isAnonymous: false });
    expect(saved).toEqual({
      id: 'Nina7',
      name: 'Nina Neu',
      role: 'editor',
      rights: ALL,
      isAnonymous: false,
      licence: 'consumer',
      userInfo: '',
    });
    expect(host.events).toContainEqual({ type: 'person', person: saved });
    const changed = await host.api.savePerson({ person: { ...person, name: 'Nina' }, rights: NONE, isAnonymous: true });
    await restart();
    expect((await snapshot()).people).toContainEqual(changed);
  });

  it('that are removed take their tokens out of use, and the last one cannot be', async () => {
    await host.api.savePerson({
      person: { id: 'short', name: 'Sho Rt', role: 'owner' },
      rights: ALL,
      isAnonymous: false,
    });
    const token = await host.token('a.txt', 'short');
    await host.api.removePerson({ personId: 'short' });
    expect(host.events).toContainEqual({ type: 'person-removed', personId: 'short' });
    expect((await host.wopi(token)).status).toBe(401);
    const lonely = await startHost();
    for (const personId of ['editor', 'reader', 'guest']) await lonely.api.removePerson({ personId });
    await expect(lonely.api.removePerson({ personId: 'owner' })).rejects.toThrow('last person');
    await lonely.stop();
  });

  it('are found by id, name and first name, whatever the case', async () => {
    const fileId = await host.fileId('a.txt');
    for (const personId of ['reader', 'READER', 'Rita Reader', 'rita reader', 'Rita', ' rita ']) {
      expect((await host.api.issueToken({ fileId, personId, ttlSeconds: 60 })).token.personId).toBe('reader');
    }
    await expect(host.api.issueToken({ fileId, personId: 'nobody', ttlSeconds: 60 })).rejects.toThrow(
      /no person “nobody”.*owner/,
    );
  });
});

describe('tokens', () => {
  it('are listed with what they are for, what asked for them, and their last use', async () => {
    const issued = await host.api.issueToken({
      fileId: await host.fileId('a.txt'),
      personId: 'reader',
      ttlSeconds: 600,
      source: 'a test',
    });
    expect(issued.token).toEqual({
      id: expect.any(String),
      kind: 'file',
      personId: 'reader',
      personName: 'Rita Reader',
      fileId: await host.fileId('a.txt'),
      fileName: 'a.txt',
      canWrite: false,
      issuedAt: host.clock.now(),
      expiresAt: host.clock.now() + 600_000,
      lastUsedAt: null,
      state: 'valid',
      source: 'a test',
    });
    expect(issued.wopiSrc).toBe(`${host.base}/wopi/files/${issued.token.fileId}`);
    host.clock.advance(1000);
    await host.wopi(issued);
    await host.event(
      (event) =>
        event.type === 'token' && event.token.id === issued.token.id && event.token.lastUsedAt === host.clock.now(),
    );
    const all = (await snapshot()).tokens;
    expect(all.find(({ id }) => id === issued.token.id)?.lastUsedAt).toBe(host.clock.now());
    expect(JSON.stringify(all)).not.toContain(issued.accessToken.split('.')[2]);
  });

  it('keep their state over a restart', async () => {
    const [valid, revoked, expired] = [await host.token('a.txt'), await host.token('a.txt'), await host.token('a.txt')];
    await host.api.revokeToken({ tokenId: revoked.token.id });
    await host.api.expireToken({ tokenId: expired.token.id });
    await restart();
    expect([
      (await host.wopi(valid)).status,
      (await host.wopi(revoked)).status,
      (await host.wopi(expired)).status,
    ]).toEqual([200, 401, 401]);
    const states = new Map((await snapshot()).tokens.map(({ id, state }) => [id, state]));
    expect([valid, revoked, expired].map(({ token }) => states.get(token.id))).toEqual(['valid', 'revoked', 'expired']);
  });

  it('of another installation are none', async () => {
    const other = await startHost({ files: { 'a.txt': 'a' } });
    const foreign = await other.token('a.txt');
    expect(
      (await host.wopi(`/wopi/files/${await host.fileId('a.txt')}?access_token=${foreign.accessToken}`)).status,
    ).toBe(401);
    expect(await host.api.decodeToken({ accessToken: foreign.accessToken })).toMatchObject({
      verdict: 'forged',
      claims: { rid: foreign.token.fileId },
    });
    await other.stop();
  });

  it('that do not exist cannot be changed', async () => {
    await expect(host.api.revokeToken({ tokenId: 'x' })).rejects.toThrow('no such token');
    await expect(host.api.expireToken({ tokenId: 'x' })).rejects.toThrow('no such token');
  });
});

describe('CheckFileInfo as a preview', () => {
  it('is what that person would get', async () => {
    for (const personId of ['owner', 'guest']) {
      const preview = await host.api.previewFileInfo({ fileId: await host.fileId('a.txt'), personId });
      const info = (await host.wopi(await host.token('a.txt', personId))).json();
      // Pages named in an answer carry a grant of their own each time.
      const withoutGrants = (one: Record<string, unknown>): Record<string, unknown> =>
        Object.fromEntries(
          Object.entries(one).map(([name, value]) => [name, String(value).replace(/eyJ[\w.-]+$/, 'grant')]),
        );
      expect(withoutGrants(preview)).toEqual(withoutGrants(info));
    }
  });
});

describe('settings', () => {
  it('are remembered, and told to every screen', async () => {
    const patch: Partial<Settings> = {
      theme: 'dark',
      isWelcomeDone: true,
      tokenTtlSeconds: 60,
      maxAgeDays: 1.5,
      proofMode: 'off',
    };
    host.forget();
    const settings = await host.api.updateSettings(patch);
    expect(settings).toMatchObject(patch);
    expect(host.events).toContainEqual({ type: 'settings', settings });
    await restart();
    expect((await snapshot()).settings).toMatchObject(patch);
  });

  it('given on the command line count for that run and are not saved', async () => {
    await host.api.updateSettings({ publicUrl: 'https://saved.example' });
    await restart({ config: { publicUrl: 'https://given.example' } });
    expect((await snapshot()).host.publicBase).toBe('https://given.example');
    expect((await snapshot()).settings.publicUrl).toBe('https://given.example');
    await restart();
    expect((await snapshot()).settings.publicUrl).toBe('https://saved.example');
    expect(await host.api.updateSettings({ publicUrl: '' })).toMatchObject({ publicUrl: null });
  });

  it('that are refused leave all others as they were', async () => {
    const before = (await snapshot()).settings;
    await expect(host.api.updateSettings({ theme: 'light', maxExchanges: 1 })).rejects.toThrow('maxExchanges');
    await expect(host.api.updateSettings({ theme: 'light', folder: '/nowhere' })).rejects.toThrow('does not exist');
    expect((await snapshot()).settings).toEqual(before);
  });

  it('of ports count from the next start on, and a taken one is named with the way out', async () => {
    const other = await startHost();
    const taken = Number(new URL(other.base).port);
    await host.api.updateSettings({ hostPort: taken });
    expect((await host.wopi(await host.token('a.txt'))).status).toBe(200);
    await host.app.stop();
    const starting = startHost({ again: host });
    await expect(starting).rejects.toThrow(
      `Port ${taken} for the host listener is in use already, by another program or by another listener of this one. Choose another one with --host-port`,
    );
    await other.stop();
    host = await startHost({ again: host });
    expect(new URL(host.base).port).toBe(String(taken));
    await host.api.updateSettings({ hostPort: null });
  });

  // oxfmt-ignore
  it.each<[string, 'hostPort' | 'adminPort' | 'editorPort', string]>([
    ['host',   'hostPort',   '--host-port'],
    ['admin',  'adminPort',  '--admin-port'],
    ['editor', 'editorPort', '--editor-port'],
  ])('a taken port for the %s ends the start with its option, and everything that had started', async (_, port, flag) => {
    const other = await startHost();
    const taken = Number(new URL(other.admin).port);
    const starting = startHost({ config: { [port]: taken } });
    await expect(starting).rejects.toThrow(new RegExp(`${taken}.*${flag}`, 's'));
    await other.stop();
  });
});

describe('a change somebody else makes', () => {
  it('of the same kind for two screens is one event each, in order', async () => {
    const seen: number[] = [];
    const stop = host.app.bus.subscribe(({ seq }) => void seen.push(seq));
    await Promise.all([host.write('one.txt', '1'), host.write('two.txt', '2'), host.token('a.txt')]);
    stop();
    expect(seen).toEqual(seen.map((_, index) => (seen[0] ?? 0) + index));
    expect(host.app.bus.seq()).toBe(seen.at(-1));
  });
});
