import { WopiHeader } from '../../wopi/protocol/headers.ts';
import { checkFileInfo, getFile, getLock, lock, page, putFile, putUserInfo, unlock } from './operations.ts';
import { expectLock, takeLock, write } from './steps.ts';
import type { OwnCase, Trial } from './trial.ts';

const spec = page('rest/files/putfile');
const WRITES: OwnCase['needs'] = ['SupportsUpdate', 'SupportsLocks', 'UserCanWrite'];
const MIB = 1024 * 1024;

/** Every byte there is, in an order that no text decoder survives. */
const EVERY_BYTE = Buffer.from(Array.from({ length: 1024 }, (_, index) => (index * 7 + (index >> 8)) % 256));

/** Content types that web frameworks like to parse, which empties or changes the body. */
const TYPES = [
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain; charset=utf-16',
  'multipart/form-data; boundary=own',
];

/** The bytes themselves. */
export const CONTENT_CASES: readonly OwnCase[] = [
  contentCase('EveryByte', 'PutFile stores bytes, not text: all 256 values come back from GetFile.', async (t) => {
    await write(t, EVERY_BYTE);
    await expectBytes(t, EVERY_BYTE);
  }),
  ...TYPES.map((type) =>
    contentCase(
      `ContentType.${type.split(/[;/]/)[1] ?? ''}`,
      `A body sent as ${type} is stored untouched: the type of a document body means nothing.`,
      async (t) => {
        await takeLock(t, 'own-a');
        const body = Buffer.concat([Buffer.from('{"a":1}&b=2\r\n'), EVERY_BYTE]);
        t.expectStatus(await putFile(t, body, 'own-a', { headers: [['Content-Type', type]] }), 200);
        await expectBytes(t, body);
      },
    ),
  ),
  contentCase(
    'TwoMebibytes',
    'Two mebibytes are saved and read back: limits of frameworks and proxies often lie at one.',
    async (t) => {
      const body = Buffer.alloc(2 * MIB, EVERY_BYTE);
      await write(t, body);
      await expectBytes(t, body);
      await write(t, 'small again');
    },
  ),
  contentCase(
    'SaveTwice',
    'The same save repeated, as clients do after a time-out, succeeds and leaves the same bytes.',
    async (t) => {
      await takeLock(t, 'own-a');
      for (const _ of [1, 2]) t.expectStatus(await putFile(t, 'again', 'own-a'), 200);
      await expectBytes(t, Buffer.from('again'));
    },
  ),
  contentCase('ShorterThanBefore', 'A shorter save leaves nothing of the longer one behind.', async (t) => {
    await write(t, 'a long text that was here before');
    await write(t, 'short');
    await expectBytes(t, Buffer.from('short'));
  }),
  contentCase(
    'NoLockOnlyWhenEmpty',
    'Whether PutFile needs a lock depends on the stored size, not on the size of what is sent.',
    async (t) => {
      await write(t, 'content');
      const refused = await putFile(t, '', undefined);
      t.expectStatus(refused, 409);
      await expectBytes(t, Buffer.from('content'));
    },
  ),
  {
    ...contentCase(
      'MaxExpectedSize',
      'GetFile of a file larger than X-WOPI-MaxExpectedSize answers 412.',
      async (t) => {
        await write(t, 'more than three bytes');
        t.expectStatus(await getFile(t, { headers: [[WopiHeader.MaxExpectedSize, '3']] }), 412);
        t.expectStatus(await getFile(t, { headers: [[WopiHeader.MaxExpectedSize, '2147483647']] }), 200);
      },
    ),
    spec: page('rest/files/getfile'),
  },
  {
    ...contentCase(
      'UserInfo.Longest',
      'PutUserInfo takes 1024 characters of ASCII and gives them back as they are.',
      async (t) => {
        const info = `{"a":"<&>'"}${'x'.repeat(1012)}`;
        t.expectStatus(await putUserInfo(t, info), 200);
        const reply = t.expectStatus(await checkFileInfo(t), 200);
        t.expectValue(reply, 'UserInfo', info, 'UserInfo comes back changed.');
      },
    ),
    spec: page('rest/files/putuserinfo'),
    needs: ['SupportsUserInfo'],
  },
  {
    ...contentCase(
      'FileUrl.Bare',
      'FileUrl gives the bytes of the last save without any header, and cannot be guessed from the token.',
      async (t) => {
        const saveAndRead = async () => {
          await write(t, `content ${globalThis.crypto.randomUUID()}`);
          const info = t.expectStatus(await checkFileInfo(t), 200);
          return t.expectStatus(await t.send('GetFromFileUrl', { at: info.text('FileUrl'), isBare: true }), 200);
        };
        // The first answer may be kept somewhere: only the second save shows it.
        await saveAndRead();
        const reply = await saveAndRead();
        const expected = t.expectStatus(await getFile(t), 200).answer.body;
        t.expect(
          reply,
          reply.answer.body.equals(expected),
          'FileUrl gives other bytes than GetFile.',
          expected.toString('utf8'),
          reply.answer.body.toString('utf8').slice(0, 200),
        );
      },
    ),
    spec: page('rest/files/checkfileinfo/checkfileinfo-other#fileurl'),
    needs: [...WRITES, 'FileUrl'],
  },
  {
    ...contentCase(
      'CheckFileInfo.Latency',
      'CheckFileInfo answers quickly: clients ask for it all the time.',
      async (t) => {
        const times: number[] = [];
        let last = t.expectStatus(await checkFileInfo(t), 200);
        for (let round = 0; round < 9; round += 1) {
          last = t.expectStatus(await checkFileInfo(t), 200);
          times.push(last.step.durationMs);
        }
        expectMedian(t, last, times, 1000, 10_000);
      },
    ),
    spec: page('rest/files/checkfileinfo'),
    needs: [],
  },
  {
    ...contentCase(
      'Lock.Latency',
      'Lock, GetLock and Unlock answer quickly: a user waits for each of them.',
      async (t) => {
        const times: number[] = [];
        for (let round = 0; round < 5; round += 1) {
          const held = t.expectStatus(await lock(t, 'own-fast'), 200);
          const free = t.expectStatus(await unlock(t, 'own-fast'), 200);
          times.push(held.step.durationMs, free.step.durationMs);
        }
        const reply = await getLock(t);
        expectMedian(t, reply, times, 1000, 10_000);
        await expectLock(t, '');
      },
    ),
    spec: page('rest/concepts#lock'),
  },
];

function contentCase(name: string, description: string, run: OwnCase['run']): OwnCase {
  return {
    group: 'Own.Content',
    name: `own.Content.${name}`,
    category: 'WopiCore',
    description,
    spec,
    needs: WRITES,
    run,
  };
}

async function expectBytes(trial: Trial, expected: Buffer): Promise<void> {
  const reply = trial.expectStatus(await getFile(trial), 200);
  const { body } = reply.answer;
  trial.expect(
    reply,
    body.equals(expected),
    'GetFile gives other bytes than were saved.',
    `${expected.length} bytes`,
    `${body.length} bytes, ${firstDifference(expected, body)}`,
  );
}

function firstDifference(expected: Buffer, actual: Buffer): string {
  const at = expected.findIndex((byte, index) => actual[index] !== byte);
  return at === -1 ? 'with more at the end' : `different from byte ${at} on`;
}

function expectMedian(
  trial: Trial,
  reply: Parameters<Trial['expect']>[0],
  times: number[],
  advised: number,
  most: number,
): void {
  const median = [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  trial.advise(
    reply,
    median <= advised,
    'Half of the answers take longer than a second.',
    `at most ${advised} ms`,
    `${median} ms`,
  );
  trial.expect(
    reply,
    median <= most,
    'Half of the answers take longer than ten seconds.',
    `at most ${most} ms`,
    `${median} ms`,
  );
}
