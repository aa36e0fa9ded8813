import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHost } from '../../../support/host.ts';
import type { TestHost } from '../../../support/host.ts';
import type { LockState } from './lock-states.ts';
import { documentThatIs, expectEmptyAnswer, HELD, OTHER, outcomeOf } from './lock-states.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.stop());

describe('DeleteFile', () => {
  // oxfmt-ignore
  it.each<[string, LockState, string | undefined, string]>([
    ['of an unlocked file deletes',                  'unlocked', undefined, '200'],
    ['of a file whose lock expired deletes',         'expired',  undefined, '200'],
    ['of a locked file is refused',                  'locked',   undefined, `409 ${HELD}`],
    ['of a locked file with its lock is refused',    'locked',   HELD,      `409 ${HELD}`],
    ['of a locked file with another is refused',     'locked',   OTHER,     `409 ${HELD}`],
  ])('%s', async (_, state, lock, expected) => {
    const token = await documentThatIs(host, state);
    const answer = await host.wopi(token, { override: 'DELETE', headers: { 'X-WOPI-Lock': lock } });
    expect(outcomeOf(answer)).toBe(expected);
    expectEmptyAnswer(answer);
    const isDeleted = expected === '200';
    expect(existsSync(join(host.folder, token.token.fileName))).toBe(!isDeleted);
    expect((await host.wopi(token)).status).toBe(isDeleted ? 404 : 200);
    expect((await host.wopi(token, { at: '/contents' })).status).toBe(isDeleted ? 404 : 200);
  });

  it('twice answers 404 the second time', async () => {
    const token = await documentThatIs(host, 'unlocked');
    const answers = await Promise.all([
      host.wopi(token, { override: 'DELETE' }),
      host.wopi(token, { override: 'DELETE' }),
    ]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 404]);
  });

  it('takes the file out of every list', async () => {
    const token = await documentThatIs(host, 'unlocked');
    const { fileId } = token.token;
    await host.wopi(token, { override: 'DELETE' });
    expect((await host.api.listFiles()).files.some((file) => file.id === fileId)).toBe(false);
    expect(host.events).toContainEqual({ type: 'file-removed', fileId });
  });

  it('frees the name for a new file with an id of its own', async () => {
    const token = await documentThatIs(host, 'unlocked');
    await host.wopi(token, { override: 'DELETE' });
    const id = await host.write(token.token.fileName, 'new');
    expect(id).not.toBe(token.token.fileId);
    expect((await host.wopi(token)).status).toBe(404);
  });

  it.each(['editor', 'reader', 'guest'])('by the %s, who may not delete, is answered 404', async (person) => {
    const { token } = await documentThatIs(host, 'unlocked');
    const theirs = await host.api.issueToken({ fileId: token.fileId, personId: person, ttlSeconds: 600 });
    expect((await host.wopi(theirs, { override: 'DELETE' })).status).toBe(404);
    expect(existsSync(join(host.folder, token.fileName))).toBe(true);
  });
});
