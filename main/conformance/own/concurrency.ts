import { WopiHeader } from '../../wopi/protocol/headers.ts';
import { checkFileInfo, getFile, lock, page, putFile, putRelativeFile, relock, unlock } from './operations.ts';
import { expectUrl, expectLock, freeFile, freshName, removeLater, takeLock } from './steps.ts';
import type { OwnCase, Reply, Trial } from './trial.ts';

const RIVALS = 8;
const LOCKS: OwnCase['needs'] = ['SupportsUpdate', 'SupportsLocks', 'UserCanWrite'];
const rivals = Array.from({ length: RIVALS }, (_, index) => `own-rival-${index}`);

/** Several requests at the same moment: one wins, and the others are told who. */
export const CONCURRENCY_CASES: readonly OwnCase[] = [
  raceCase(
    'Relock',
    page('rest/files/unlockandrelock'),
    `Of ${RIVALS} UnlockAndRelock at once, all from the same old id, exactly one wins; a host that checks and then writes lets several believe they did.`,
    LOCKS,
    async (t) => {
      await takeLock(t, 'own-start');
      await expectOneWinner(t, await Promise.all(rivals.map((id) => relock(t, 'own-start', id))));
    },
  ),
  raceCase(
    'Lock',
    page('rest/files/lock'),
    `Of ${RIVALS} Lock at once on a free file exactly one wins.`,
    LOCKS,
    async (t) => {
      t.later(() => freeFile(t));
      await expectOneWinner(t, await Promise.all(rivals.map((id) => lock(t, id))));
    },
  ),
  raceCase(
    'Unlock',
    page('rest/files/unlock'),
    `Of ${RIVALS} Unlock at once with the right id exactly one finds the lock.`,
    LOCKS,
    async (t) => {
      await takeLock(t, 'own-a');
      const replies = await Promise.all(rivals.map(() => unlock(t, 'own-a')));
      const winners = replies.filter(({ status }) => status === 200);
      const [last] = replies.slice(-1);
      if (last) t.expect(last, winners.length === 1, 'Not exactly one Unlock found the lock.', 1, winners.length);
      await expectLock(t, '');
    },
  ),
  raceCase(
    'PutFile',
    page('rest/files/putfile'),
    'Of several saves at once under one lock the file is one of them as a whole, with its own version.',
    LOCKS,
    async (t) => {
      await takeLock(t, 'own-a');
      const bodies = rivals.map((id) => id.repeat(2000));
      const replies = await Promise.all(bodies.map((body) => putFile(t, body, 'own-a')));
      for (const reply of replies) t.expectStatus(reply, 200);
      const file = t.expectStatus(await getFile(t), 200);
      t.expect(
        file,
        bodies.includes(file.answer.body.toString('utf8')),
        'The file is none of the bodies that were sent.',
        'one of them',
        `${file.answer.body.length} bytes`,
      );
      const info = t.expectStatus(await checkFileInfo(t), 200);
      const versions = new Set(replies.map((reply) => reply.header(WopiHeader.ItemVersion)));
      t.expect(
        info,
        versions.size === RIVALS,
        'Several saves were given the same version.',
        `${RIVALS} versions`,
        `${versions.size}`,
      );
      t.expect(
        info,
        versions.has(info.text('Version')),
        'The version is none of those that were given.',
        'one of them',
        info.at('Version'),
      );
    },
  ),
  raceCase(
    'Suggested',
    page('rest/files/putrelativefile'),
    'Files suggested under one name at once all get names of their own.',
    ['PutRelativeFile', 'SupportsDeleteFile'],
    async (t) => {
      const wanted = freshName();
      const replies = await Promise.all(rivals.map((body) => putRelativeFile(t, { suggested: wanted }, body)));
      for (const reply of replies) removeLater(t, expectUrl(t, t.expectStatus(reply, 200), 'Url'));
      const names = new Set(replies.map((reply) => reply.text('Name')));
      const [last] = replies.slice(-1);
      if (last)
        t.expect(last, names.size === RIVALS, 'Several files have the same name.', `${RIVALS} names`, `${names.size}`);
    },
  ),
  raceCase(
    'Exact',
    page('rest/files/putrelativefile'),
    'Of files created under one exact name at once exactly one comes to be.',
    ['PutRelativeFile', 'SupportsDeleteFile'],
    async (t) => {
      const wanted = freshName();
      const replies = await Promise.all(rivals.map((body) => putRelativeFile(t, { exact: wanted }, body)));
      const made = replies.filter(({ status }) => status === 200);
      for (const reply of made) removeLater(t, expectUrl(t, reply, 'Url'));
      for (const reply of replies) t.expectStatus(reply, 200, 409);
      const [last] = replies.slice(-1);
      if (last) t.expect(last, made.length === 1, 'Not exactly one file came to be.', 1, made.length);
    },
  ),
];

function raceCase(
  name: string,
  spec: string,
  description: string,
  needs: OwnCase['needs'],
  run: OwnCase['run'],
): OwnCase {
  return { group: 'Own.Concurrency', name: `own.Race.${name}`, category: 'WopiCore', description, spec, needs, run };
}

/** One 200; everybody else 409 with an id that held at that moment. */
async function expectOneWinner(trial: Trial, replies: readonly Reply[]): Promise<void> {
  const winners = rivals.filter((_, index) => replies[index]?.status === 200);
  const [last] = replies.slice(-1);
  if (last) trial.expect(last, winners.length === 1, 'Not exactly one request won.', 1, winners);
  const [winner = ''] = winners;
  for (const reply of replies.filter(({ status }) => status !== 200)) {
    trial.expectStatus(reply, 409);
    const told = reply.header(WopiHeader.Lock);
    trial.expect(reply, told === winner, 'A loser is not told who won.', winner, told);
  }
  await expectLock(trial, winner);
}
