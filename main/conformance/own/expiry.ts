import {
  checkFileInfo,
  getFile,
  lock,
  page,
  putFile,
  putRelativeFile,
  refreshLock,
  relock,
  unlock,
} from './operations.ts';
import { expectLock, expectMismatch, expectUrl, freshName, removeLater, takeLock, write } from './steps.ts';
import type { OwnCase, Trial } from './trial.ts';

const MINUTE = 60_000;
/** Just short of the 30 minutes, and just past them: what the requests themselves take must not decide. */
const ALMOST = 29 * MINUTE + 50_000;
const REST = 20_000;

const jump = (trial: Trial, milliseconds: number): Promise<void> =>
  trial.facilities.jumpClock?.(milliseconds) ?? trial.skip('The clock of this host cannot be moved from here');

/** Time: needs a host whose clock can be moved. */
export const EXPIRY_CASES: readonly OwnCase[] = [
  expiryCase('LivesThirtyMinutes', 'A lock that nobody refreshes still stands just before 30 minutes.', async (t) => {
    await takeLock(t, 'own-a');
    await jump(t, ALMOST);
    await expectLock(t, 'own-a');
  }),
  expiryCase(
    'EndsAfterThirtyMinutes',
    'After 30 minutes an expired lock is no lock: another id may lock the file.',
    async (t) => {
      await takeLock(t, 'own-a');
      await jump(t, ALMOST + REST);
      t.expectStatus(await lock(t, 'own-b'), 200);
      await expectLock(t, 'own-b');
    },
  ),
  expiryCase(
    'RefreshAfterEnd',
    'RefreshLock and Unlock of an expired lock answer 409 and an empty lock.',
    async (t) => {
      await takeLock(t, 'own-a');
      await jump(t, ALMOST + REST);
      expectMismatch(t, await refreshLock(t, 'own-a'), '');
      expectMismatch(t, await unlock(t, 'own-a'), '');
    },
  ),
  expiryCase('RelockAfterEnd', 'UnlockAndRelock of an expired lock answers 409 and takes none.', async (t) => {
    await takeLock(t, 'own-a');
    await jump(t, ALMOST + REST);
    expectMismatch(t, await relock(t, 'own-a', 'own-b'), '');
    await expectLock(t, '');
  }),
  expiryCase(
    'PutFileAfterEnd',
    'PutFile under an expired lock is refused: the file has content and no lock.',
    async (t) => {
      await write(t, 'content');
      await takeLock(t, 'own-a');
      await jump(t, ALMOST + REST);
      expectMismatch(t, await putFile(t, 'late', 'own-a'), '');
    },
  ),
  expiryCase('RefreshExtends', 'RefreshLock gives the lock another 30 minutes.', async (t) => {
    await takeLock(t, 'own-a');
    await jump(t, ALMOST);
    t.expectStatus(await refreshLock(t, 'own-a'), 200);
    await jump(t, ALMOST);
    await expectLock(t, 'own-a');
  }),
  expiryCase('LockAgainExtends', 'Lock with the id that holds already gives it another 30 minutes.', async (t) => {
    await takeLock(t, 'own-a');
    await jump(t, ALMOST);
    t.expectStatus(await lock(t, 'own-a'), 200);
    await jump(t, ALMOST);
    await expectLock(t, 'own-a');
  }),
  expiryCase('RelockExtends', 'UnlockAndRelock starts the 30 minutes anew.', async (t) => {
    await takeLock(t, 'own-a');
    await jump(t, ALMOST);
    t.expectStatus(await relock(t, 'own-a', 'own-b'), 200);
    await jump(t, ALMOST);
    await expectLock(t, 'own-b');
  }),
  expiryCase('ReadingDoesNotExtend', 'CheckFileInfo and GetFile do not prolong a lock.', async (t) => {
    await takeLock(t, 'own-a');
    await jump(t, ALMOST);
    t.expectStatus(await checkFileInfo(t), 200);
    t.expectStatus(await getFile(t), 200);
    await jump(t, REST);
    await expectLock(t, '');
  }),
  {
    group: 'Own.Expiry',
    name: 'own.ChildTokenEndsWithParent',
    category: 'WopiCore',
    description: 'A token that came in an answer does not outlive the token the answer was asked for with.',
    spec: page('rest/security#token-trading'),
    needs: ['a clock that can be jumped', 'PutRelativeFile', 'SupportsDeleteFile'],
    async run(t) {
      const mint = t.facilities.mintShortLived;
      if (!mint) return t.skip('No token with a short life can be had here');
      const short = await mint(5 * MINUTE);
      const reply = t.expectStatus(await putRelativeFile(t, { exact: freshName() }, 'content', { as: short }), 200);
      const url = expectUrl(t, reply, 'Url');
      const long = t.expectStatus(
        await putRelativeFile(t, { exact: reply.text('Name'), overwrite: true }, 'content'),
        200,
      );
      removeLater(t, expectUrl(t, long, 'Url'));
      t.expectStatus(await checkFileInfo(t, { at: url }), 200);
      await jump(t, 5 * MINUTE + REST);
      t.expectStatus(await checkFileInfo(t, { at: url }), 401, 404);
      t.expectStatus(await checkFileInfo(t, { as: short }), 401, 404);
    },
  },
];

function expiryCase(name: string, description: string, run: OwnCase['run']): OwnCase {
  return {
    group: 'Own.Expiry',
    name: `own.Expiry.${name}`,
    category: 'WopiCore',
    description,
    spec: page('rest/concepts#lock'),
    needs: ['a clock that can be jumped', 'SupportsUpdate', 'SupportsLocks', 'UserCanWrite'],
    run,
  };
}
