import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';
import { FakePage } from './fake-page.ts';
import type { EditorAction } from '../../preload/editor-contract.ts';

interface House {
  host: TestHost;
  editor: string;
  open(person: string, action?: EditorAction): Promise<{ page: FakePage; tokenId: string }>;
}

/** The whole app: our editor against our host, each over its own listener. */
async function house(bytes: string | Uint8Array = 'one\n', path = 'Notes.txt'): Promise<House> {
  const host = await startHost({ files: { [path]: bytes } });
  onTestFinished(() => host.stop());
  const { host: state } = await host.api.getSnapshot();
  return {
    host,
    editor: state.addresses.editor,
    async open(person, action = 'edit') {
      const { wopiSrc, accessToken, accessTokenTtl, token } = await host.token(path, person);
      const launch = {
        editor: state.addresses.editor,
        wopiSrc,
        token: accessToken,
        ttl: String(accessTokenTtl),
        action,
      };
      return { page: await FakePage.open(launch), tokenId: token.id };
    },
  };
}

async function operations(host: TestHost): Promise<string[]> {
  const exchanges = await host.settled();
  return exchanges.map(({ operation, status }) => `${operation ?? 'none'} ${String(status)}`);
}

const read = (host: TestHost): string => readFileSync(join(host.folder, 'Notes.txt'), 'utf8');

test('open, type, save, close: the whole session in the host’s own records', async () => {
  const { host, open } = await house();
  const { page } = await open('owner');
  expect((await host.api.getSnapshot()).locks).toMatchObject([{ lockId: page.state?.lock?.id }]);
  page.type(3, ' more');
  await page.until(({ save }) => save.state === 'saved' && save.at !== null);
  expect(read(host)).toBe('one more\n');

  const unlocked = host.event((event) => event.type === 'lock' && event.change.change === 'released');
  await page.close();
  await unlocked;
  expect(await operations(host)).toEqual(['CheckFileInfo 200', 'Lock 200', 'GetFile 200', 'PutFile 200', 'Unlock 200']);
});

test('two people under one lock; the version names both', async () => {
  const { host, open } = await house();
  const { page: olivia } = await open('owner');
  const { page: emil } = await open('editor');
  emil.type(0, 'Emil ');
  await olivia.untilText((text) => text.startsWith('Emil'));
  olivia.type(0, 'Olivia ');
  await emil.until(({ save }) => save.state === 'saved' && save.at !== null);
  await olivia.command({ name: 'save' });
  expect(read(host)).toBe('Olivia Emil one\n');
  const versions = await host.api.listVersions({ fileId: await host.fileId('Notes.txt') });
  expect(new Set(versions.flatMap(({ people }) => people))).toEqual(new Set(['owner', 'editor']));
  expect((await operations(host)).filter((operation) => operation.startsWith('Lock'))).toEqual(['Lock 200']);
});

test('a reader is told why, and takes no lock', async () => {
  const { host, open } = await house();
  const { page } = await open('reader');
  expect(page.state?.refusal?.detail).toMatch(/may only read: CheckFileInfo said UserCanWrite=false\.$/);
  expect(await operations(host)).toEqual(['CheckFileInfo 200', 'GetFile 200']);
});

test('the clock jumps over the lock’s end: the refusal is shown, locking again saves', async () => {
  const { host, open } = await house();
  const { page } = await open('owner');
  await host.api.jumpClock({ milliseconds: 31 * 60_000 });
  page.type(0, 'late ');
  await page.command({ name: 'save' });
  await page.until(({ problem }) => problem?.title === 'Not saved: the lock is gone');
  expect(read(host)).toBe('one\n');
  expect(await page.command({ name: 'lock-again' })).toMatchObject({ ok: true });
  await page.until(({ problem, save }) => problem === null && save.state === 'saved');
  expect(read(host)).toBe('late one\n');
});

test('a revoked token is said in words', async () => {
  const { host, open } = await house();
  const { page, tokenId } = await open('owner');
  await host.api.revokeToken({ tokenId });
  await page.command({ name: 'refresh-lock' });
  const { refusal } = await page.until(({ token }) => token.state === 'refused');
  expect(refusal?.detail).toContain('The host answered 401 to RefreshLock');
});

test('a lock taken from the screen keeps the editor reading until it is released', async () => {
  const { host, open } = await house();
  const fileId = await host.fileId('Notes.txt');
  await host.api.takeLock({ fileId, lockId: 'by hand' });
  const { page } = await open('owner');
  expect(page.state?.refusal?.detail).toContain('“by hand”');
  await host.api.releaseLock({ fileId });
  expect(await page.command({ name: 'edit' })).toMatchObject({ ok: true });
});

test('rename and copy arrive in the folder', async () => {
  const { host, open } = await house();
  const { page } = await open('owner');
  expect(await page.command({ name: 'rename', to: 'Plän & co' })).toMatchObject({ ok: true, name: 'Plän & co' });
  expect(await page.command({ name: 'save-copy', to: 'Kopie 文.txt' })).toMatchObject({
    ok: true,
    name: 'Kopie 文.txt',
  });
  const { files } = await host.api.listFiles();
  expect(files.map(({ path }) => path).sort()).toEqual(['Kopie 文.txt', 'Plän & co.txt']);
});

test('with proofs enforced every call of the editor is accepted', async () => {
  const { host, open } = await house();
  await host.api.updateSettings({ proofMode: 'enforce' });
  const { page } = await open('owner');
  page.type(0, 'signed ');
  await page.command({ name: 'save' });
  expect(read(host)).toBe('signed one\n');
  const exchanges = await host.settled();
  expect(exchanges.map(({ proof }) => proof.verdict)).toEqual(exchanges.map(() => 'verified'));
});

test('editnew fills an empty Word file and opens it', async () => {
  const { host, open } = await house('', 'New.docx');
  const { page } = await open('owner', 'editnew');
  expect(page.state?.mode).toBe('editing');
  expect(await operations(host)).toEqual(['CheckFileInfo 200', 'PutFile 200', 'Lock 200', 'GetFile 200']);
});

test('the app ends while somebody types: the text is saved and the lock released', async () => {
  const { host, open } = await house();
  const { page } = await open('owner');
  page.type(0, 'last ');
  await page.until(({ save }) => save.state === 'unsaved');
  await host.app.stop();
  expect(read(host)).toBe('last one\n');
});
