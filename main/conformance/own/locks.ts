import { WopiHeader } from '../../wopi/protocol/headers.ts';
import {
  checkFileInfo,
  deleteFile,
  getFile,
  getLock,
  lock,
  page,
  putFile,
  refreshLock,
  relock,
  renameFile,
  unlock,
} from './operations.ts';
import { createBeside, expectLock, expectMismatch, freeFile, takeLock, write } from './steps.ts';
import type { OwnCase, Trial } from './trial.ts';

const spec = {
  lock: page('rest/files/lock'),
  refresh: page('rest/files/refreshlock'),
  unlock: page('rest/files/unlock'),
  relock: page('rest/files/unlockandrelock'),
  get: page('rest/files/getlock'),
  put: page('rest/files/putfile'),
  remove: page('rest/files/deletefile'),
  rename: page('rest/files/renamefile'),
  concept: page('rest/concepts#lock'),
};

type Row = [name: string, spec: string, description: string, run: (trial: Trial) => Promise<void>];

/** Lock ids that two hosts in three confuse: as JSON, without regard to case, or cut off. */
const LOOKALIKES: readonly (readonly [name: string, held: string, sent: string])[] = [
  ['LetterCase', 'Own-Lock-AbC', 'own-lock-aBc'],
  ['SameJson', '{"S":"own","E":2}', '{"E":2,"S":"own"}'],
  ['SpacedJson', '{"S":"own","E":2}', '{"S": "own", "E": 2}'],
  ['SameSessionOnly', '{"S":"own","E":2,"M":"a"}', '{"S":"own","E":2,"M":"b"}'],
  ['Prefix', 'own-lock-1', 'own-lock-12'],
  ['InnerSpaces', 'own  lock', 'own lock'],
  ['LongTail', `${'x'.repeat(255)}A`, `${'x'.repeat(255)}B`],
];

// oxfmt-ignore
const ROWS: readonly Row[] = [
  ['RefreshLock.Unlocked', spec.refresh, 'RefreshLock on a file that is not locked answers 409 and an empty lock.', async (t) => {
    expectMismatch(t, await refreshLock(t, 'own-a'), '');
    await expectLock(t, '');
  }],
  ['UnlockAndRelock.Unlocked', spec.relock, 'UnlockAndRelock on a file that is not locked answers 409 and takes no lock.', async (t) => {
    expectMismatch(t, await relock(t, 'own-a', 'own-b'), '');
    await expectLock(t, '');
  }],
  ['UnlockAndRelock.KeepsOtherLock', spec.relock, 'UnlockAndRelock with a wrong old id leaves the lock as it is.', async (t) => {
    await takeLock(t, 'own-a');
    expectMismatch(t, await relock(t, 'own-x', 'own-b'), 'own-a');
    await expectLock(t, 'own-a');
  }],
  ['UnlockAndRelock.SameId', spec.relock, 'UnlockAndRelock to the id the file is locked with already keeps it locked.', async (t) => {
    await takeLock(t, 'own-a');
    t.expectStatus(await relock(t, 'own-a', 'own-a'), 200);
    await expectLock(t, 'own-a');
  }],
  ['Unlock.Twice', spec.unlock, 'The second Unlock finds no lock: 409 and an empty lock.', async (t) => {
    await takeLock(t, 'own-a');
    t.expectStatus(await unlock(t, 'own-a'), 200);
    expectMismatch(t, await unlock(t, 'own-a'), '');
  }],
  ['Lock.TwiceUnlockOnce', spec.lock, 'Lock with the same id refreshes; locks are not counted, one Unlock frees the file.', async (t) => {
    await takeLock(t, 'own-a');
    t.expectStatus(await lock(t, 'own-a'), 200);
    t.expectStatus(await unlock(t, 'own-a'), 200);
    await expectLock(t, '');
  }],
  ['RefreshLock.KeepsId', spec.refresh, 'RefreshLock changes nothing but the time.', async (t) => {
    await takeLock(t, 'own-a');
    t.expectStatus(await refreshLock(t, 'own-a'), 200);
    await expectLock(t, 'own-a');
  }],
  ['PutFile.NoLockHeader', spec.put, 'PutFile without a lock on a locked file answers 409 and the lock; the bytes stay.', async (t) => {
    await write(t, 'before');
    await takeLock(t, 'own-a');
    expectMismatch(t, await putFile(t, 'after', undefined), 'own-a');
    await expectBytes(t, 'before');
  }],
  ['PutFile.EmptyLockHeader', spec.put, 'PutFile with an empty lock on a locked file is refused like one without.', async (t) => {
    await write(t, 'before');
    await takeLock(t, 'own-a');
    expectMismatch(t, await putFile(t, 'after', ''), 'own-a');
    await expectBytes(t, 'before');
  }],
  ['PutFile.RefusedKeepsBytes', spec.put, 'A refused PutFile leaves bytes and version as they were.', async (t) => {
    await write(t, 'before');
    const version = (await checkFileInfo(t)).text('Version');
    await takeLock(t, 'own-a');
    expectMismatch(t, await putFile(t, 'after', 'own-x'), 'own-a');
    await expectBytes(t, 'before');
    const after = await checkFileInfo(t);
    t.expect(after, after.text('Version') === version, 'A refused PutFile has changed the version.', version, after.at('Version'));
  }],
  ['PutFile.UnlockedWithLock', spec.put, 'PutFile that names a lock on an unlocked file with content answers 409 and an empty lock.', async (t) => {
    await write(t, 'before');
    expectMismatch(t, await putFile(t, 'after', 'own-gone'), '');
    await expectBytes(t, 'before');
  }],
  ['PutFile.KeepsLock', spec.put, 'PutFile leaves the file locked.', async (t) => {
    await takeLock(t, 'own-a');
    t.expectStatus(await putFile(t, 'content', 'own-a'), 200);
    await expectLock(t, 'own-a');
  }],
  ['GetFile.IgnoresLock', spec.concept, 'GetFile and CheckFileInfo answer whatever the lock.', async (t) => {
    await write(t, 'content');
    await takeLock(t, 'own-a');
    await expectBytes(t, 'content');
    t.expectStatus(await checkFileInfo(t), 200);
  }],
];

const GET_LOCK_ROWS: readonly Row[] = [
  [
    'GetLock.ChangesNothing',
    spec.get,
    'GetLock tells the lock twice in a row and leaves it as it is.',
    async (t) => {
      await takeLock(t, 'own-a');
      for (const _ of [1, 2]) {
        const reply = t.expectStatus(await getLock(t), 200);
        const held = reply.header(WopiHeader.Lock);
        t.expect(reply, held === 'own-a', 'GetLock does not tell the lock.', 'own-a', held);
      }
      await expectLock(t, 'own-a');
    },
  ],
  [
    'GetLock.EmptyHeader',
    spec.get,
    'GetLock on an unlocked file answers 200 with X-WOPI-Lock present and empty; proxies and servers like to drop it.',
    async (t) => {
      const reply = t.expectStatus(await getLock(t), 200);
      t.expect(
        reply,
        reply.header(WopiHeader.Lock) === '',
        'X-WOPI-Lock must be there, with no value.',
        '(empty)',
        reply.header(WopiHeader.Lock),
      );
    },
  ],
  [
    'GetLock.EveryCharacter',
    spec.get,
    'A lock id of 256 characters with every printable ASCII character comes back byte for byte.',
    async (t) => {
      const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
      const id = `<${(printable + printable + printable).slice(0, 254)}>`;
      await takeLock(t, id);
      const reply = t.expectStatus(await getLock(t), 200);
      t.expect(
        reply,
        reply.header(WopiHeader.Lock) === id,
        'GetLock gives back another id.',
        id,
        reply.header(WopiHeader.Lock),
      );
    },
  ],
];

const headerCases: readonly OwnCase[] = (
  [
    ['Lock', spec.lock, lock],
    ['RefreshLock', spec.refresh, refreshLock],
    ['Unlock', spec.unlock, unlock],
    ['UnlockAndRelock', spec.relock, (t: Trial, id: string | undefined) => relock(t, 'own-a', id)],
  ] as const
).flatMap(([name, link, send]) =>
  (['Missing', 'Empty'] as const).map((form) =>
    lockCase([
      `${name}.${form}Header`,
      link,
      `${name} with ${form === 'Missing' ? 'no' : 'an empty'} X-WOPI-Lock answers 400 and leaves the lock as it is.`,
      async (t) => {
        await takeLock(t, 'own-a');
        t.expectStatus(await send(t, form === 'Missing' ? undefined : ''), 400);
        await expectLock(t, 'own-a');
      },
    ]),
  ),
);

/** Locks as the cases of Microsoft do not look at them. */
export const LOCK_CASES: readonly OwnCase[] = [
  ...ROWS.map((row) => lockCase(row)),
  ...headerCases,
  ...GET_LOCK_ROWS.map((row) => lockCase(row, ['SupportsGetLock'])),
  ...LOOKALIKES.map(([name, held, sent]) =>
    lockCase([
      `LockId.${name}`,
      spec.concept,
      'Lock ids are opaque: two that look alike are two, and the answer carries the one that holds.',
      async (t) => {
        await takeLock(t, held);
        expectMismatch(t, await lock(t, sent), held);
        expectMismatch(t, await unlock(t, sent), held);
        expectMismatch(t, await putFile(t, 'content', sent), held);
        t.expectStatus(await unlock(t, held), 200);
      },
    ]),
  ),
  lockCase(
    [
      'LockId.ExtendedLength',
      spec.lock,
      'A lock id of 1024 characters comes back whole; its last character counts.',
      async (t) => {
        const id = `${'0123456789abcdef'.repeat(63)}0123456789abcdeF`;
        await takeLock(t, id);
        expectMismatch(t, await lock(t, `${id.slice(0, -1)}f`), id);
        await expectLock(t, id);
      },
    ],
    ['SupportsExtendedLockLength'],
  ),
  lockCase(
    [
      'DeleteFile.Locked',
      spec.remove,
      'DeleteFile of a locked file answers 409 and its lock, and the file stays.',
      async (t) => {
        const { url } = await createBeside(t);
        await takeLock(t, 'own-a', { at: url });
        expectMismatch(t, await deleteFile(t, url), 'own-a');
        t.expectStatus(await checkFileInfo(t, { at: url }), 200);
      },
    ],
    ['SupportsDeleteFile', 'PutRelativeFile'],
  ),
  lockCase(
    [
      'RenameFile.NoLockHeader',
      spec.rename,
      'RenameFile without a lock on a locked file answers 409 and the lock.',
      async (t) => {
        const { url } = await createBeside(t);
        await takeLock(t, 'own-a', { at: url });
        expectMismatch(t, await renameFile(t, 'own-renamed', { at: url }), 'own-a');
        await freeFile(t, url);
      },
    ],
    ['SupportsRename', 'SupportsDeleteFile', 'PutRelativeFile'],
  ),
];

function lockCase([name, link, description, run]: Row, more: OwnCase['needs'] = []): OwnCase {
  return {
    group: 'Own.Locks',
    name: `own.${name}`,
    category: 'WopiCore',
    description,
    spec: link,
    needs: ['SupportsUpdate', 'SupportsLocks', 'UserCanWrite', ...more],
    run,
  };
}

async function expectBytes(trial: Trial, text: string): Promise<void> {
  const reply = trial.expectStatus(await getFile(trial), 200);
  const received = reply.answer.body.toString('utf8');
  trial.expect(reply, received === text, 'The file has other bytes.', text, received.slice(0, 200));
}
