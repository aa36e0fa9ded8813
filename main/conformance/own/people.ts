import { checkFileInfo, getFile, lock, page, putFile, putUserInfo, refreshLock, relock, unlock } from './operations.ts';
import type { Target } from '../address.ts';
import { createBeside, expectLock, expectMismatch, takeLock, write } from './steps.ts';
import type { OwnCase, Trial } from './trial.ts';

const spec = page('rest/concepts#lock');
const LOCKS: OwnCase['needs'] = ['SupportsUpdate', 'SupportsLocks', 'UserCanWrite'];

/** Two people on one file: co-authoring fails on hosts that pass every case of Microsoft's. */
export const PEOPLE_CASES: readonly OwnCase[] = [
  peopleCase(
    'SameFile',
    page('rest/concepts#file-id'),
    'Both see the same name, size and version, and are two users.',
    [],
    async (t, second) => {
      const mine = t.expectStatus(await checkFileInfo(t), 200);
      const theirs = t.expectStatus(await checkFileInfo(t, { as: second }), 200);
      for (const name of ['BaseFileName', 'Size', 'Version', 'OwnerId'])
        t.expectValue(theirs, name, mine.at(name), `${name} differs between two people.`);
      t.expect(
        theirs,
        theirs.at('UserId') !== mine.at('UserId'),
        'Two people have the same UserId.',
        'two ids',
        theirs.at('UserId'),
      );
    },
  ),
  peopleCase(
    'SecondLockRefused',
    spec,
    'The second person’s Lock with an id of their own answers 409 and the first one’s lock.',
    LOCKS,
    async (t, second) => {
      await takeLock(t, 'own-first');
      expectMismatch(t, await lock(t, 'own-second', { as: second }), 'own-first');
      await expectLock(t, 'own-first');
    },
  ),
  peopleCase(
    'SecondRefreshes',
    spec,
    'A lock belongs to the document, not to a person: the second may refresh it.',
    LOCKS,
    async (t, second) => {
      await takeLock(t, 'own-shared');
      t.expectStatus(await refreshLock(t, 'own-shared', { as: second }), 200);
      t.expectStatus(await lock(t, 'own-shared', { as: second }), 200);
    },
  ),
  peopleCase(
    'SecondSaves',
    spec,
    'The second person saves under the shared lock, and the first reads it.',
    LOCKS,
    async (t, second) => {
      await write(t, 'first');
      await takeLock(t, 'own-shared');
      t.expectStatus(await putFile(t, 'by the second', 'own-shared', { as: second }), 200);
      const reply = t.expectStatus(await getFile(t), 200);
      const text = reply.answer.body.toString('utf8');
      t.expect(
        reply,
        text === 'by the second',
        'The first person reads other bytes.',
        'by the second',
        text.slice(0, 100),
      );
    },
  ),
  peopleCase(
    'SecondRelocks',
    spec,
    'The second person swaps the lock; the old id of the first is gone.',
    LOCKS,
    async (t, second) => {
      await takeLock(t, 'own-shared');
      t.expectStatus(await relock(t, 'own-shared', 'own-next', { as: second }), 200);
      expectMismatch(t, await refreshLock(t, 'own-shared'), 'own-next');
    },
  ),
  peopleCase('SecondUnlocks', spec, 'The second person, last to leave, unlocks.', LOCKS, async (t, second) => {
    await takeLock(t, 'own-shared');
    t.expectStatus(await unlock(t, 'own-shared', { as: second }), 200);
    await expectLock(t, '');
  }),
  peopleCase(
    'UserInfoIsPersonal',
    page('rest/files/putuserinfo'),
    'What PutUserInfo stores for one person is not given to another.',
    ['SupportsUserInfo'],
    async (t, second) => {
      const mine = `mine-${globalThis.crypto.randomUUID()}`;
      t.expectStatus(await putUserInfo(t, mine), 200);
      const theirs = t.expectStatus(await checkFileInfo(t, { as: second }), 200);
      t.expect(
        theirs,
        theirs.at('UserInfo') !== mine,
        'Another person receives this person’s UserInfo.',
        'their own',
        theirs.at('UserInfo'),
      );
      const own = t.expectStatus(await checkFileInfo(t), 200);
      t.expectValue(own, 'UserInfo', mine, 'UserInfo does not come back.');
    },
  ),
  {
    ...peopleCase(
      'UserInfoFollowsPerson',
      page('rest/files/putuserinfo'),
      'UserInfo belongs to the person, not to the file: it comes with every file.',
      [],
      () => Promise.resolve(),
    ),
    needs: ['SupportsUserInfo', 'PutRelativeFile', 'SupportsDeleteFile'],
    async run(t) {
      const info = `mine-${globalThis.crypto.randomUUID()}`;
      t.expectStatus(await putUserInfo(t, info), 200);
      const { url } = await createBeside(t);
      const other = t.expectStatus(await checkFileInfo(t, { at: url }), 200);
      t.expectValue(other, 'UserInfo', info, 'Another file does not carry the person’s UserInfo.');
    },
  },
  readerCase(
    'ReaderReads',
    'Who may only read gets the file, and CheckFileInfo does not promise writing.',
    async (t, reader) => {
      const info = t.expectStatus(await checkFileInfo(t, { as: reader }), 200);
      t.expect(
        info,
        info.at('UserCanWrite') !== true,
        'CheckFileInfo lets a reader write.',
        'false or absent',
        info.at('UserCanWrite'),
      );
      t.expectStatus(await getFile(t, { as: reader }), 200);
    },
  ),
  readerCase(
    'ReaderCannotSave',
    'Flags only shape the screen: the host refuses a reader’s PutFile itself, even under the right lock.',
    async (t, reader) => {
      await write(t, 'before');
      await takeLock(t, 'own-a');
      t.expectStatus(await putFile(t, 'after', 'own-a', { as: reader }), 401, 404);
      const reply = t.expectStatus(await getFile(t), 200);
      t.expect(
        reply,
        reply.answer.body.toString('utf8') === 'before',
        'A reader has changed the file.',
        'before',
        'other bytes',
      );
    },
  ),
  readerCase('ReaderCannotLock', 'A reader cannot lock the file.', async (t, reader) => {
    t.expectStatus(await lock(t, 'own-reader', { as: reader }), 401, 404);
    await expectLock(t, '');
  }),
];

function peopleCase(
  name: string,
  link: string,
  description: string,
  needs: OwnCase['needs'],
  run: (trial: Trial, second: Target) => Promise<void>,
): OwnCase {
  return {
    group: 'Own.TwoPeople',
    name: `own.TwoPeople.${name}`,
    category: 'WopiCore',
    description,
    spec: link,
    needs: ['a second person', ...needs],
    run: (trial) => run(trial, trial.facilities.second ?? trial.target),
  };
}

function readerCase(name: string, description: string, run: (trial: Trial, reader: Target) => Promise<void>): OwnCase {
  return {
    group: 'Own.TwoPeople',
    name: `own.TwoPeople.${name}`,
    category: 'WopiCore',
    description,
    spec: page('rest/files/checkfileinfo#user-permissions-properties'),
    needs: ['a reader', ...LOCKS],
    run: (trial) => run(trial, trial.facilities.reader ?? trial.target),
  };
}
