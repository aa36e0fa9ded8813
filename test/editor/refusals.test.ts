import { describe, expect, test } from 'vitest';
import { bench } from './bench.ts';
import type { Bench } from './bench.ts';
import type { FakePage } from './fake-page.ts';
import type { ScriptedAnswer } from './scripted-host.ts';

const TEXT = { name: 'Notes.txt', bytes: 'one\n' };

/** Opens as Olivia, types, and lets the autosave happen. */
async function typeAndSave({ open, timers }: Pick<Bench, 'open' | 'timers'>, token = 'olivia'): Promise<FakePage> {
  const page = await open(token);
  page.type(0, 'new ');
  await page.until(({ save }) => save.state === 'unsaved');
  timers.pass(1_000);
  return page;
}

describe('PutFile is refused: it is said, and what was typed stays', () => {
  test.each<[string, ScriptedAnswer, string, string]>([
    ['401', { status: 401 }, 'Not saved', 'The host answered 401 to PutFile: the token was revoked'],
    ['413', { status: 413 }, 'Not saved: the document is too large', 'larger than the host accepts'],
    ['500', { status: 500, headers: { 'X-WOPI-ServerError': 'disk full' } }, 'Not saved', 'The host said: “disk full”'],
    ['501', { status: 501 }, 'Not saved', 'does not offer that'],
    [
      'a redirect',
      { status: 302, headers: { Location: 'http://elsewhere.example/' } },
      'Not saved',
      'WOPI knows no redirects',
    ],
    ['an unknown status', { status: 418 }, 'Not saved', 'answered 418'],
  ])('%s', async (_name, answer, title, detail) => {
    const test = await bench(TEXT);
    test.host.script = (operation) => (operation === 'PutFile' ? answer : undefined);
    const page = await typeAndSave(test);
    const { problem, save, calls } = await page.until((state) => state.save.state === 'refused');
    expect(problem?.title).toContain(title);
    const shown =
      answer.status === 401 ? calls.find(({ operation }) => operation === 'PutFile')?.meaning : problem?.detail;
    expect(shown).toContain(detail);
    expect(save.at).toBeNull();
    expect(await (await page.content()).text()).toBe('new one\n');
  });

  test('404: CheckFileInfo is asked whether the file is gone', async () => {
    const test = await bench(TEXT);
    const page = await test.open('olivia');
    test.host.script = () => ({ status: 404 });
    page.type(0, 'new ');
    await page.until(({ save }) => save.state === 'unsaved');
    test.timers.pass(1_000);
    const { problem, refusal } = await page.until((state) => state.save.state === 'refused');
    expect(problem?.title).toContain('the file is gone');
    expect(refusal?.title).toBe('The file is gone');
    expect(test.host.operations().slice(-2)).toEqual(['PutFile', 'CheckFileInfo']);
  });

  test('no answer, then one: the editor tries again by itself', async () => {
    const test = await bench(TEXT);
    test.host.script = (operation) =>
      operation === 'PutFile'
        ? { status: 200, body: 'x', headers: { 'Content-Length': '10' }, breakOff: true }
        : undefined;
    const page = await typeAndSave(test);
    const { problem } = await page.until((state) => state.save.state === 'refused');
    expect(problem?.detail).toContain('broke off');
    test.host.script = () => undefined;
    test.timers.pass(5_000);
    await page.until(({ save }) => save.state === 'saved');
    expect(test.host.file.bytes.toString()).toBe('new one\n');
  });
});

describe('the lock is lost', () => {
  test('expired: PutFile is refused with an empty lock; locking again saves', async () => {
    const test = await bench(TEXT);
    const page = await test.open('olivia');
    test.host.now += 31 * 60_000;
    page.type(0, 'new ');
    await page.until(({ save }) => save.state === 'unsaved');
    test.timers.pass(1_000);
    const { problem, lock } = await page.until((state) => state.save.state === 'refused');
    expect(problem).toMatchObject({
      title: 'Not saved: the lock is gone',
      call: { operation: 'PutFile', status: 409 },
    });
    expect(lock?.isHeld).toBe(false);
    expect(problem?.actions).toContain('lock-again');

    expect(await page.command({ name: 'lock-again' })).toMatchObject({ ok: true });
    await page.until(({ save, problem: left }) => save.state === 'saved' && left === null);
    expect(test.host.file.bytes.toString()).toBe('new one\n');
  });

  test('another editor took it: its lock id is shown, and nothing is overwritten', async () => {
    const test = await bench(TEXT);
    const page = await test.open('olivia');
    test.host.file.lock = { lockId: 'somebody-elses', expiresAt: test.host.now + 60_000 };
    page.type(0, 'new ');
    await page.until(({ save }) => save.state === 'unsaved');
    test.timers.pass(1_000);
    const { problem } = await page.until((state) => state.save.state === 'refused');
    expect(problem?.detail).toContain('“somebody-elses”');
    expect(await page.command({ name: 'lock-again' })).toMatchObject({ ok: false });
    expect(test.host.file.bytes.toString()).toBe('one\n');
  });

  test('the file was changed meanwhile: overwriting is a decision', async () => {
    const test = await bench(TEXT);
    const page = await test.open('olivia');
    test.host.now += 31 * 60_000;
    test.host.file.bytes = Buffer.from('theirs\n');
    test.host.file.version = 7;
    page.type(0, 'new ');
    await page.until(({ save }) => save.state === 'unsaved');
    test.timers.pass(1_000);
    await page.until((state) => state.save.state === 'refused');
    await page.command({ name: 'lock-again' });
    const { problem } = await page.until((state) => state.problem?.title === 'The file was changed meanwhile');
    expect(problem?.actions).toEqual(expect.arrayContaining(['overwrite', 'reload', 'save-copy']));
    expect(test.host.file.bytes.toString()).toBe('theirs\n');

    expect(await page.command({ name: 'overwrite' })).toMatchObject({ ok: true });
    expect(test.host.file.bytes.toString()).toBe('new one\n');
  });

  test('the file was changed meanwhile: reloading shows what the host has', async () => {
    const test = await bench(TEXT);
    const page = await test.open('olivia');
    test.host.now += 31 * 60_000;
    test.host.file.bytes = Buffer.from('theirs\n');
    test.host.file.version = 7;
    page.type(0, 'new ');
    await page.until(({ save }) => save.state === 'unsaved');
    test.timers.pass(1_000);
    await page.until((state) => state.save.state === 'refused');
    await page.command({ name: 'lock-again' });
    expect(await page.command({ name: 'reload' })).toMatchObject({ ok: true });
    await page.untilText((text) => text === 'theirs\n');
    expect(page.state).toMatchObject({ problem: null, file: { version: '7' }, save: { state: 'saved' } });
  });

  test('RefreshLock answers 409: shown at once, before anything is typed', async () => {
    const test = await bench(TEXT);
    const page = await test.open('olivia');
    test.host.now += 31 * 60_000;
    test.timers.pass(600_000);
    const { problem } = await page.until((state) => state.problem !== null);
    expect(problem).toMatchObject({ title: 'The lock is gone', call: { operation: 'RefreshLock', status: 409 } });
  });
});

describe('the token is refused', () => {
  test('401 to RefreshLock is shown in words, and the page may not write any more', async () => {
    const test = await bench(TEXT);
    const page = await test.open('olivia');
    test.host.info.delete('olivia');
    await page.command({ name: 'refresh-lock' });
    const state = await page.until(({ token }) => token.state === 'refused');
    expect(state.refusal?.detail).toContain('The host answered 401 to RefreshLock: the token was revoked, has expired');
    expect(state.people[0]?.canWrite).toBe(false);
  });

  test('somebody else’s token saves what the refused person typed', async () => {
    const test = await bench(TEXT);
    const olivia = await test.open('olivia');
    const emil = await test.open('emil');
    olivia.type(0, 'Olivia: ');
    await emil.untilText((text) => text.startsWith('Olivia'));
    test.host.info.delete('olivia');
    test.timers.pass(1_000);
    const state = await emil.until(({ save }) => save.state === 'saved' && save.at !== null);
    expect(state).toMatchObject({ problem: null, save: { by: 'Emil' } });
    expect(test.host.file.bytes.toString()).toBe('Olivia: one\n');
    await olivia.until(({ token }) => token.state === 'refused');
  });

  test('a fresh token of the same person saves what was left behind', async () => {
    const test = await bench(TEXT);
    const page = await test.open('olivia');
    const known = test.host.info.get('olivia') ?? {};
    test.host.info.delete('olivia');
    page.type(0, 'kept ');
    await page.until(({ save }) => save.state === 'unsaved');
    test.timers.pass(1_000);
    await page.until((state) => state.save.state === 'refused');
    await page.close();

    test.host.info.set('olivia-2', known);
    const again = await test.open('olivia-2');
    expect(again.text?.doc.toString()).toBe('kept one\n');
    test.timers.pass(0);
    await again.until(({ save }) => save.state === 'saved' && save.at !== null);
    expect(test.host.file.bytes.toString()).toBe('kept one\n');
  });

  test('a token about to expire, and an expired one, are announced', async () => {
    const test = await bench(TEXT);
    const page = await test.open('olivia', { ttl: String(test.host.now + 6 * 60_000) });
    expect(page.state?.token.state).toBe('valid');
    test.host.now += 2 * 60_000;
    test.timers.pass(15_000);
    await page.until(({ token }) => token.state === 'expiring');
    test.host.now += 5 * 60_000;
    test.timers.pass(15_000);
    await page.until(({ token }) => token.state === 'expired');
  });
});

describe('opening read-only, with the reason', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['a reader', { UserCanWrite: false }, 'Rita may only read: CheckFileInfo said UserCanWrite=false.'],
    ['ReadOnly', { UserCanWrite: true, ReadOnly: true }, 'Rita may only read: CheckFileInfo said ReadOnly=true.'],
    ['WebEditingDisabled', { UserCanWrite: true, WebEditingDisabled: true }, 'WebEditingDisabled=true'],
    ['TemporarilyNotWritable', { UserCanWrite: true, TemporarilyNotWritable: true }, 'TemporarilyNotWritable=true'],
    ['no SupportsUpdate', { UserCanWrite: true, SupportsUpdate: false }, 'SupportsUpdate=false'],
    ['no SupportsLocks', { UserCanWrite: true, SupportsLocks: false }, 'SupportsLocks=false'],
  ])('%s', async (_name, info, reason) => {
    const { host, open } = await bench(TEXT);
    host.info.set('rita', { UserId: 'u3', UserFriendlyName: 'Rita', ...info });
    const page = await open('rita');
    expect(page.state).toMatchObject({ mode: 'reading', lock: null });
    expect(page.state?.refusal?.detail).toContain(reason);
    expect(page.text?.doc.toString()).toBe('one\n');
    expect(host.operations()).toEqual(['CheckFileInfo', 'GetFile']);
    expect(await page.command({ name: 'edit' })).toMatchObject({
      ok: false,
      message: expect.stringContaining(reason) as string,
    });
  });

  test('locked by another editor: its lock id is shown, and trying again works once it is gone', async () => {
    const { host, open } = await bench(TEXT);
    host.file.lock = { lockId: '{"S":"zombie"}', expiresAt: host.now + 60_000 };
    const page = await open('olivia');
    expect(page.state).toMatchObject({
      mode: 'reading',
      refusal: { title: 'Read-only: another editor has locked the file' },
    });
    expect(page.state?.refusal?.call?.headers).toContainEqual({ name: 'X-WOPI-Lock', value: '{"S":"zombie"}' });
    expect(await page.command({ name: 'edit' })).toMatchObject({ ok: false });
    host.file.lock = undefined;
    expect(await page.command({ name: 'edit' })).toMatchObject({ ok: true });
    await page.until(({ mode, refusal }) => mode === 'editing' && refusal === null);
  });

  test('the action view takes no lock, and tells when the host has a newer version', async () => {
    const { host, open } = await bench(TEXT);
    const page = await open('olivia', { action: 'view' });
    expect(page.state).toMatchObject({ mode: 'reading', refusal: null, may: { edit: true } });
    expect(host.operations()).toEqual(['CheckFileInfo', 'GetFile']);
    host.file.version = 2;
    host.file.bytes = Buffer.from('two\n');
    await page.command({ name: 'check' });
    await page.until(({ file }) => file.newerVersion === '2');
    await page.command({ name: 'reload' });
    await page.untilText((text) => text === 'two\n');
    await page.until(({ file }) => file.newerVersion === null);
  });

  test('what a reader sends is not taken', async () => {
    const { host, open, timers } = await bench(TEXT);
    const page = await open('rita');
    page.send({ type: 'push', epoch: 1, version: 0, updates: [{ clientId: 'x', changes: [[0, 'hacked'], 4] }] });
    await page.command({ name: 'save' });
    timers.pass(60_000);
    expect(host.operations()).toEqual(['CheckFileInfo', 'GetFile']);
  });
});

describe('the document cannot be shown', () => {
  test.each<[string, ScriptedAnswer, string]>([
    ['412', { status: 412 }, 'larger than the X-WOPI-MaxExpectedSize'],
    [
      'a broken download',
      { status: 200, body: 'ab', headers: { 'Content-Length': '100' }, breakOff: true },
      'broke off in the middle',
    ],
    ['404', { status: 404 }, 'the file is gone'],
  ])('%s', async (_name, answer, detail) => {
    const { host, open } = await bench(TEXT);
    host.script = (operation) => (operation === 'GetFile' ? answer : undefined);
    const page = await open('olivia', { action: 'view' });
    expect(page.state).toMatchObject({ mode: 'failed' });
    expect(page.state?.failure?.detail).toContain(detail);
  });

  test('not text after all: refused with the reason, and the lock is given back', async () => {
    const { host, open } = await bench({ name: 'Notes.txt', bytes: Buffer.from([1, 0, 2, 0, 0, 0, 255]) });
    const page = await open('olivia');
    expect(page.state?.failure?.detail).toContain('zero bytes');
    expect(host.operations()).toEqual(['CheckFileInfo', 'Lock', 'GetFile', 'Unlock', 'GetFile']);
  });
});

test('a change made past the lock, straight into the folder, is noticed and not overwritten', async () => {
  const { host, open, timers } = await bench(TEXT);
  const page = await open('olivia');
  host.file.bytes = Buffer.from('from outside\n');
  host.file.version = 5;
  timers.pass(300_000);
  const { problem } = await page.until((state) => state.problem !== null);
  expect(problem).toMatchObject({ title: 'The file was changed meanwhile', actions: ['reload', 'overwrite'] });
  page.type(0, 'mine ');
  await page.until(({ save }) => save.state === 'refused');
  timers.pass(60_000);
  expect(host.operations()).not.toContain('PutFile');
  await page.command({ name: 'overwrite' });
  expect(host.file.bytes.toString()).toBe('mine one\n');
});
