import { WopiHeader } from '../../wopi/protocol/headers.ts';
import type { NewName } from './operations.ts';
import {
  createChildContainer,
  deleteContainer,
  deleteFile,
  enumerateAncestors,
  getLock,
  lock,
  putFile,
  putRelativeFile,
  unlock,
} from './operations.ts';
import type { Reply, Request, Trial } from './trial.ts';

/** What many cases do on their way. */

/** A name nobody has used before, so that a run that was broken off does not stand in the way of the next one. */
export function freshName(extension = '.wopitestx', stem = 'own'): string {
  return `${stem}-${globalThis.crypto.randomUUID().slice(0, 8)}${extension}`;
}

/** Locks the file under test and unlocks it when the case has ended. */
export async function takeLock(trial: Trial, id: string, request: Request = {}): Promise<Reply> {
  const reply = trial.expectStatus(await lock(trial, id, request), 200);
  trial.later(async () => {
    const gone = await unlock(trial, id, request.at === undefined ? {} : { at: request.at });
    if (gone.status !== 200) await freeFile(trial, request.at);
  });
  return reply;
}

/** Expects 409 and the lock that stands in the way, byte for byte; '' for an unlocked file. */
export function expectMismatch(trial: Trial, reply: Reply, current: string): void {
  trial.expectStatus(reply, 409);
  const received = reply.header(WopiHeader.Lock);
  if (current === '') {
    trial.expect(
      reply,
      (received ?? '') === '',
      'The file is not locked, but the answer names a lock.',
      '(empty)',
      received,
    );
    trial.advise(reply, received !== undefined, `${WopiHeader.Lock} is absent; send it empty.`, '(empty)', received);
    return;
  }
  trial.expect(
    reply,
    received === current,
    'The answer names another lock than the one that stands in the way.',
    current,
    received,
  );
}

/** Expects the file to be locked with exactly this id, or not at all for ''. */
export async function expectLock(trial: Trial, id: string, request: Request = {}): Promise<void> {
  const reply = await lock(trial, `probe-${globalThis.crypto.randomUUID()}`, request);
  if (id !== '') return expectMismatch(trial, reply, id);
  trial.expect(reply, reply.status === 200, 'The file is still locked.', 'no lock', reply.header(WopiHeader.Lock));
  await freeFile(trial, request.at);
}

/** Ends whatever lock there is, asking the host for its id. */
export async function freeFile(trial: Trial, at?: string): Promise<void> {
  const place = at === undefined ? {} : { at };
  const probe = await getLock(trial, place);
  let current = probe.status === 200 ? probe.header(WopiHeader.Lock) : undefined;
  if (probe.status !== 200) current = (await unlock(trial, 'no-such-lock', place)).header(WopiHeader.Lock);
  if (current) await unlock(trial, current, place);
}

/** Gives the file under test these bytes, under a lock that is gone afterwards. Returns the answer of PutFile. */
export async function write(trial: Trial, bytes: Buffer | string, request: Request = {}): Promise<Reply> {
  const id = 'own-write';
  trial.expectStatus(await lock(trial, id, request), 200);
  const reply = await putFile(trial, bytes, id, request);
  trial.expectStatus(await unlock(trial, id, request), 200);
  return trial.expectStatus(reply, 200);
}

/** A file beside the one under test; it is deleted when the case has ended. Returns its address with a token. */
export async function createBeside(
  trial: Trial,
  name: NewName = { exact: freshName() },
  body: Buffer | string = 'content',
): Promise<{ reply: Reply; url: string }> {
  const reply = trial.expectStatus(await putRelativeFile(trial, name, body), 200);
  const url = expectUrl(trial, reply, 'Url');
  removeLater(trial, url);
  return { reply, url };
}

export function removeLater(trial: Trial, url: string): void {
  trial.later(async () => {
    const gone = await deleteFile(trial, url);
    if (gone.status !== 409) return;
    await freeFile(trial, url);
    await deleteFile(trial, url);
  });
}

/** The address at this place of the body: absolute, with a token. */
export function expectUrl(trial: Trial, reply: Reply, path: string): string {
  const url = reply.text(path);
  const isUsable = /^https?:\/\/[^/?#]+/i.test(url) && /[?&]access_token=[^&]+/i.test(url);
  trial.expect(
    reply,
    isUsable,
    `${path} is not an absolute URL with an access token.`,
    'https://…?access_token=…',
    reply.at(path),
  );
  return url;
}

/** The folder of the file under test. */
export async function parentContainer(trial: Trial): Promise<string> {
  const reply = trial.expectStatus(await enumerateAncestors(trial), 200);
  return expectUrl(trial, reply, 'AncestorsWithRootFirst[-1:].Url');
}

/** A folder in another one; it is deleted when the case has ended. */
export async function createFolder(
  trial: Trial,
  parent: string,
  name: NewName = { exact: freshName('', 'folder') },
): Promise<{ reply: Reply; url: string }> {
  const reply = trial.expectStatus(await createChildContainer(trial, parent, name), 200);
  const url = expectUrl(trial, reply, 'ContainerPointer.Url');
  trial.later(() => deleteContainer(trial, url));
  return { reply, url };
}

/** The address without its token: two addresses of one file or folder differ in nothing else. */
export function idOf(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? '';
}
