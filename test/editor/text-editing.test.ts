import { expect, test } from 'vitest';
import { bench } from './bench.ts';
import { lockOf } from './scripted-host.ts';

const TEXT = { name: 'Notes.txt', bytes: 'one\r\ntwo\r\n' };

test('one person edits: CheckFileInfo, Lock, GetFile, PutFile, Unlock', async () => {
  const { host, open, timers } = await bench(TEXT);
  const page = await open('olivia');
  expect(page.text?.doc.toString()).toBe('one\ntwo\n');
  expect(page.state).toMatchObject({
    mode: 'editing',
    refusal: null,
    format: { encoding: 'UTF-8', lineEnding: 'CRLF' },
    lock: { isHeld: true },
  });

  page.type(3, '!\nmore');
  await page.until(({ save }) => save.state === 'unsaved');
  timers.pass(1_000);
  const saved = await page.until(({ save }) => save.state === 'saved');
  expect(saved).toMatchObject({ file: { version: '2' }, save: { by: 'Olivia' } });
  expect(host.file.bytes.toString()).toBe('one!\r\nmore\r\ntwo\r\n');
  const put = host.seen.find(({ operation }) => operation === 'PutFile');
  expect(put?.headers).toMatchObject({ 'x-wopi-lock': lockOf(host), 'x-wopi-editors': 'u1' });

  await page.close();
  await expect.poll(() => host.operations().at(-1)).toBe('Unlock');
  expect(host.operations()).toEqual(['CheckFileInfo', 'Lock', 'GetFile', 'PutFile', 'Unlock']);
  expect(host.file.lock).toBeUndefined();
});

test('closing at once saves what was typed before it unlocks', async () => {
  const { host, open } = await bench(TEXT);
  const page = await open('olivia');
  page.type(0, 'zero ');
  await page.until(({ save }) => save.state === 'unsaved');
  await page.close();
  await expect.poll(() => host.file.lock).toBeUndefined();
  expect(host.file.bytes.toString()).toBe('zero one\r\ntwo\r\n');
});

test('a document that was only looked at is not saved', async () => {
  const { host, open } = await bench(TEXT);
  const page = await open('olivia');
  await page.close();
  await expect.poll(() => host.operations().at(-1)).toBe('Unlock');
  expect(host.operations()).not.toContain('PutFile');
});

test('two people type at once under one lock, and both are named as editors', async () => {
  const { host, open, timers } = await bench(TEXT);
  const olivia = await open('olivia');
  const emil = await open('emil');
  await olivia.until(({ people }) => people.length === 2);
  expect(emil.state?.people.map(({ name, isYou }) => [name, isYou])).toEqual([
    ['Olivia', false],
    ['Emil', true],
  ]);
  expect(host.operations().filter((operation) => operation === 'Lock')).toHaveLength(1);

  olivia.type(0, 'A');
  emil.type(7, 'B');
  await olivia.untilText((text) => text.includes('A') && text.includes('B'));
  await emil.untilText((text) => text.includes('A') && text.includes('B'));
  expect(olivia.text?.doc.toString()).toBe(emil.text?.doc.toString());
  timers.pass(1_000);
  await olivia.until(({ save }) => save.state === 'saved' && save.at !== null);
  expect(host.file.bytes.toString()).toBe('Aone\r\ntwoB\r\n');
  const editors = host.seen.flatMap(({ headers }) => headers['x-wopi-editors'] ?? []);
  expect(editors.join(',').split(',').sort()).toEqual(['u1', 'u2']);

  await olivia.close();
  await emil.until(({ people }) => people.length === 1);
  expect(host.operations()).not.toContain('Unlock');
  await emil.close();
  await expect.poll(() => host.file.lock).toBeUndefined();
});

test('a save uses the token of the person who changed something last', async () => {
  const { host, open, timers } = await bench(TEXT);
  await open('olivia');
  const emil = await open('emil');
  emil.type(0, 'E');
  await emil.until(({ save }) => save.state === 'unsaved');
  timers.pass(1_000);
  await emil.until(({ save }) => save.by === 'Emil');
  expect(host.seen.find(({ operation }) => operation === 'PutFile')?.token).toBe('emil');
});

test('a lost connection has a grace period, and what was typed meanwhile arrives afterwards', async () => {
  const { host, open, timers } = await bench(TEXT);
  const page = await open('olivia');
  await page.lose();
  page.type(0, 'offline ');
  timers.pass(4_000);
  await page.connect();
  page.push();
  await page.until(({ save }) => save.state === 'unsaved');
  timers.pass(1_000);
  await page.until(({ save }) => save.state === 'saved' && save.at !== null);
  expect(host.file.bytes.toString()).toBe('offline one\r\ntwo\r\n');
  expect(host.operations().filter((operation) => operation === 'Lock')).toHaveLength(1);
});

test('a connection that stays lost counts as closed', async () => {
  const { host, open, timers } = await bench(TEXT);
  const page = await open('olivia');
  page.type(0, 'x');
  await page.until(({ save }) => save.state === 'unsaved');
  await page.lose();
  await expect.poll(() => timers.waiting().includes(5_000)).toBe(true);
  timers.pass(5_000);
  await expect.poll(() => host.file.lock).toBeUndefined();
  expect(host.file.bytes.toString()).toBe('xone\r\ntwo\r\n');
});

test('the lock is refreshed every ten minutes, and at a press of the button', async () => {
  const { host, open, timers } = await bench(TEXT);
  const page = await open('olivia');
  host.now += 600_000;
  timers.pass(600_000);
  await expect.poll(() => host.operations()).toContain('RefreshLock');
  const { lock } = await page.until((state) => state.lock?.refreshedAt === host.now);
  expect(lock?.expiresAt).toBe(host.now + 30 * 60_000);
  expect(await page.command({ name: 'refresh-lock' })).toMatchObject({
    ok: true,
    message: expect.stringContaining('30 minutes') as string,
  });
});

test('permissions are checked again every five minutes', async () => {
  const { host, open, timers } = await bench(TEXT);
  const page = await open('olivia');
  host.info.set('olivia', { UserId: 'u1', UserFriendlyName: 'Olivia', UserCanWrite: false });
  timers.pass(300_000);
  const state = await page.until(({ refusal }) => refusal !== null);
  expect(state.refusal?.detail).toBe('Olivia may only read: CheckFileInfo said UserCanWrite=false.');
  expect(state.people[0]?.canWrite).toBe(false);
});

test('renaming goes to the host with the lock and is shown to everybody', async () => {
  const { host, open } = await bench(TEXT);
  const olivia = await open('olivia');
  const emil = await open('emil');
  expect(await olivia.command({ name: 'rename', to: 'Plan' })).toMatchObject({ ok: true, name: 'Plan' });
  await emil.until(({ file }) => file.name === 'Plan.txt');
  expect(host.seen.find(({ operation }) => operation === 'RenameFile')?.headers['x-wopi-lock']).toBe(lockOf(host));
});

test('a copy is stored beside the document in suggested mode', async () => {
  const { host, open } = await bench(TEXT);
  const page = await open('olivia');
  page.type(0, 'new ');
  await page.until(({ save }) => save.state === 'unsaved');
  expect(await page.command({ name: 'save-copy', to: 'Notes copy.txt' })).toMatchObject({
    ok: true,
    name: 'Notes copy.txt',
    url: `${host.base}/edit`,
  });
  expect(host.copies).toEqual([{ name: 'Notes copy.txt', bytes: Buffer.from('new one\r\ntwo\r\n') }]);
});

test('editnew on an empty text opens it for editing; nothing needs to be written first', async () => {
  const { host, open } = await bench({ name: 'New.md', bytes: '' });
  const page = await open('olivia', { action: 'editnew' });
  expect(page.state?.mode).toBe('editing');
  expect(host.operations()).toEqual(['CheckFileInfo', 'Lock', 'GetFile']);
});
