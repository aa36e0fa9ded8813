import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bench } from './bench.ts';

const resources = join(import.meta.dirname, '..', '..', 'resources');
const read = (name: string): Buffer => readFileSync(join(resources, name));
const DOCX = { name: 'Welcome.docx', bytes: read('samples/Welcome to WOPI Sandbox.docx') };
const other = new Uint8Array(read('templates/empty.docx'));

test('a Word document is fetched, replaced as a whole and saved', async () => {
  const { host, open } = await bench(DOCX);
  const page = await open('olivia');
  expect(page.state).toMatchObject({ mode: 'editing', revision: 1, format: null });
  expect(Buffer.from(await (await page.content()).arrayBuffer()).equals(DOCX.bytes)).toBe(true);

  page.send({ type: 'changing', isChanging: true });
  await page.until(({ people }) => people[0]?.isChanging === true);
  const answer = await page.upload(other, 1);
  expect([answer.status, await answer.json()]).toEqual([200, { message: 'Taken over.', revision: 2 }]);
  await page.command({ name: 'save' });
  await page.until(({ save, people }) => save.state === 'saved' && people[0]?.isChanging === false);
  expect(host.file.bytes.equals(other)).toBe(true);
});

test('a save made from an older revision is refused and overwrites nothing', async () => {
  const { host, open } = await bench(DOCX);
  const olivia = await open('olivia');
  const emil = await open('emil');
  expect((await olivia.upload(other, 1)).status).toBe(200);
  await emil.until(({ revision }) => revision === 2);
  expect(emil.received).toContainEqual({ type: 'content', revision: 2, by: 'Olivia' });

  const stale = await emil.upload(new Uint8Array(DOCX.bytes), 1);
  expect(stale.status).toBe(409);
  expect(await stale.json()).toEqual({
    message: 'Olivia saved revision 2 first; your changes were made on revision 1. Nothing was overwritten.',
    revision: 2,
  });
  await olivia.command({ name: 'save' });
  expect(host.file.bytes.equals(other)).toBe(true);
});

test('something that is no Office document is not saved over one', async () => {
  const { host, open } = await bench(DOCX);
  const page = await open('olivia');
  const answer = await page.upload(new Uint8Array(Buffer.from('oops')), 1);
  expect(answer.status).toBe(409);
  expect(host.file.bytes.equals(DOCX.bytes)).toBe(true);
});

test('a reader’s upload is refused', async () => {
  const { open } = await bench(DOCX);
  const page = await open('rita');
  const answer = await page.upload(other, 1);
  expect([answer.status, await answer.json()]).toEqual([
    403,
    { message: 'Rita may only read: CheckFileInfo said UserCanWrite=false.' },
  ]);
});

test.each(['docx', 'xlsx'])(
  'editnew writes a blank .%s into an empty file, without a lock, before it locks',
  async (extension) => {
    const { host, open } = await bench({ name: `New.${extension}`, bytes: '' });
    const page = await open('olivia', { action: 'editnew' });
    expect(page.state?.mode).toBe('editing');
    expect(host.operations()).toEqual(['CheckFileInfo', 'PutFile', 'Lock', 'GetFile']);
    expect(host.seen[1]?.headers['x-wopi-lock']).toBeUndefined();
    expect(host.file.bytes.equals(read(`templates/empty.${extension}`))).toBe(true);
  },
);

test('editnew on a file with content opens it for editing and says that nothing was replaced', async () => {
  const { host, open } = await bench(DOCX);
  const page = await open('olivia', { action: 'editnew' });
  expect(page.state?.notices[0]).toContain('nothing was replaced');
  expect(host.operations()).not.toContain('PutFile');
});

test('an empty .docx opened with edit explains editnew', async () => {
  const { open } = await bench({ name: 'Empty.docx', bytes: '' });
  const page = await open('olivia');
  expect(page.state?.failure?.detail).toContain('Open it with the action editnew');
});

test('a presentation is shown, and edit says why it cannot be changed', async () => {
  const { host, open } = await bench({ name: 'Roadmap.pptx', bytes: read('samples/Roadmap.pptx') });
  const page = await open('olivia', { action: 'edit' });
  expect(page.state).toMatchObject({
    mode: 'reading',
    refusal: { detail: 'The Sandbox Editor shows presentations, but cannot change them.' },
  });
  expect(host.operations()).not.toContain('Lock');
});

test('a kind without a viewer is fetched only when it is downloaded', async () => {
  const { host, open } = await bench({ name: 'Old.doc', bytes: 'binary' });
  const page = await open('olivia', { action: 'view' });
  expect(page.config.kind).toBe('download');
  expect(host.operations()).toEqual(['CheckFileInfo']);
  expect(await (await page.content()).text()).toBe('binary');
  expect(host.operations()).toEqual(['CheckFileInfo', 'GetFile']);
});

test('the page uploads a copy of what it holds without touching the document', async () => {
  const { host, open, address } = await bench(DOCX);
  const page = await open('olivia');
  const url = `${address}/session/${page.config.sessionId}/copy?name=${encodeURIComponent('Meine Kopie ü.docx')}`;
  const answer = await fetch(url, { method: 'POST', body: other, headers: { 'X-Sandbox-Secret': page.config.secret } });
  expect(await answer.json()).toMatchObject({ ok: true });
  expect(host.copies).toEqual([{ name: 'Meine Kopie +APw-.docx', bytes: Buffer.from(other) }]);
  expect(host.operations()).not.toContain('PutFile');
});
