import { WopiHeader } from '../../wopi/protocol/headers.ts';
import { decodeUtf7, splitName } from '../../wopi/protocol/names.ts';
import { checkFileInfo, deleteFile, getFile, lock, page, putRelativeFile, renameFile } from './operations.ts';
import { createBeside, expectMismatch, expectUrl, freshName, removeLater, takeLock, idOf } from './steps.ts';
import type { OwnCase, Reply, Trial } from './trial.ts';

const spec = page('rest/files/putrelativefile');
const CREATES: OwnCase['needs'] = ['PutRelativeFile', 'SupportsDeleteFile'];

/** Names that arrive in UTF-7 runs; an underscore alone proves little. */
const HARD_NAMES: readonly (readonly [name: string, text: string])[] = [
  ['Spaces', 'my own file'],
  ['Plus', 'a+b=c'],
  ['Ampersand', 'Q&A'],
  ['Percent', '100%25'],
  ['At', 'x@y'],
  ['Accents', 'résumé naïve'],
  ['Chinese', '文件1'],
  ['Emoji', 'party 😀'],
  ['Arabic', 'ملف'],
  ['Mixed', 'Bücher–2024_(v2)'],
];

/** What a suggestion may look like without ever being refused. */
const WILD_SUGGESTIONS: readonly (readonly [name: string, text: string])[] = [
  ['Forbidden', 'a<b>c:d"e|f?g*h.wopitestx'],
  ['Path', '../../own/escape.wopitestx'],
  ['Backslashes', '..\\..\\own\\escape.wopitestx'],
  ['Long', `${'long'.repeat(140)}.wopitestx`],
  ['Device', 'con.wopitestx'],
  ['Control', 'own\u0007bell.wopitestx'],
];

/** Names in both directions, and what happens when they collide. */
export const NAME_CASES: readonly OwnCase[] = [
  ...HARD_NAMES.map(([name, text]) =>
    nameCase(`Exact.${name}`, `A file named “${text}” is created under exactly that name.`, async (t) => {
      const wanted = freshName('.wopitestx', text);
      const { reply, url } = await createBeside(t, { exact: wanted });
      t.expectValue(reply, 'Name', wanted, 'The file got another name.');
      const info = t.expectStatus(await checkFileInfo(t, { at: url }), 200);
      const same = info.text('BaseFileName').normalize('NFC') === wanted.normalize('NFC');
      t.expect(info, same, 'CheckFileInfo says another name.', wanted, info.at('BaseFileName'));
    }),
  ),
  nameCase(
    'Exact.LiteralUnderscore',
    'Encoders differ: an underscore that is not encoded means the same.',
    async (t) => {
      const wanted = freshName('_x.wopitestx');
      const { reply } = await createBeside(t, { exact: wanted, isRaw: true });
      t.expectValue(reply, 'Name', wanted, 'The file got another name.');
    },
  ),
  nameCase(
    'Suggested.Extension',
    'A suggestion that is only an extension takes the base name of the source.',
    async (t) => {
      const source = splitName((await checkFileInfo(t)).text('BaseFileName'));
      const { reply } = await createBeside(t, { suggested: '.wopitestx' });
      const name = reply.text('Name');
      t.expect(
        reply,
        name.endsWith('.wopitestx') && name.startsWith(source.stem),
        'The name is not made of the source’s name and the extension.',
        `${source.stem}….wopitestx`,
        name,
      );
    },
  ),
  nameCase(
    'Suggested.NeverOverwrites',
    'A suggestion that is taken gives another name, the same extension, and leaves the first file alone.',
    async (t) => {
      const wanted = freshName();
      const first = await createBeside(t, { exact: wanted }, 'the first');
      const second = await createBeside(t, { suggested: wanted }, 'the second');
      const name = second.reply.text('Name');
      t.expect(
        second.reply,
        name !== wanted && name.endsWith('.wopitestx'),
        'The name is not a new one with the same extension.',
        'another name',
        name,
      );
      await expectText(t, first.url, 'the first');
      await expectText(t, second.url, 'the second');
    },
  ),
  ...WILD_SUGGESTIONS.map(([name, text]) =>
    nameCase(
      `Suggested.${name}`,
      'A suggestion is never refused: an impossible name is made possible, and stays in the folder.',
      async (t) => {
        const { reply } = await createBeside(t, { suggested: text });
        const made = reply.text('Name');
        t.expect(
          reply,
          made !== '' && !/[\\/]/.test(made) && !/[\u0000-\u001f]/.test(made),
          'The name is not one plain file name.',
          'a plain file name',
          made,
        );
        t.expect(reply, made.endsWith('.wopitestx'), 'The extension was not kept.', '….wopitestx', made);
      },
    ),
  ),
  nameCase(
    'Exact.Taken',
    'A name that is taken answers 409; X-WOPI-ValidRelativeTarget, when sent, is a free name.',
    async (t) => {
      const wanted = freshName('.wopitestx', 'schön');
      const { url } = await createBeside(t, { exact: wanted }, 'the first');
      const refused = t.expectStatus(await putRelativeFile(t, { exact: wanted }, 'the second'), 409);
      await expectText(t, url, 'the first');
      const hint = refused.header(WopiHeader.ValidRelativeTarget);
      t.advise(
        refused,
        hint !== undefined,
        'Without a hint the client has to ask the user for another name.',
        'a free name',
        hint,
      );
      if (hint === undefined) return;
      const free = decodeUtf7(hint);
      const { reply } = await createBeside(t, { exact: free });
      t.expectValue(reply, 'Name', free, 'The hinted name is not usable as it is.');
    },
  ),
  nameCase(
    'Exact.Overwrite',
    'An overwritten file keeps its id, gets a new version, and has the new bytes.',
    async (t) => {
      const wanted = freshName();
      const { url } = await createBeside(t, { exact: wanted }, 'the first');
      const before = t.expectStatus(await checkFileInfo(t, { at: url }), 200);
      const reply = t.expectStatus(await putRelativeFile(t, { exact: wanted, overwrite: true }, 'the second'), 200);
      const again = expectUrl(t, reply, 'Url');
      t.advise(reply, idOf(again) === idOf(url), 'The id should stay with the name.', idOf(url), idOf(again));
      const after = t.expectStatus(await checkFileInfo(t, { at: again }), 200);
      t.expect(
        after,
        after.at('Version') !== before.at('Version'),
        'The version is the one of the overwritten bytes.',
        'a new one',
        after.at('Version'),
      );
      await expectText(t, again, 'the second');
    },
  ),
  {
    ...nameCase(
      'Exact.OverwriteLocked',
      'A locked target is not overwritten: 409, its lock, and its bytes stay.',
      async (t) => {
        const wanted = freshName();
        const { url } = await createBeside(t, { exact: wanted }, 'the first');
        await takeLock(t, 'own-Target', { at: url });
        expectMismatch(t, await putRelativeFile(t, { exact: wanted, overwrite: true }, 'the second'), 'own-Target');
        await expectText(t, url, 'the first');
      },
    ),
    needs: [...CREATES, 'SupportsLocks'],
  },
  {
    ...nameCase(
      'SourceLockIsIrrelevant',
      'PutRelativeFile looks at the target only: the source may be locked by anyone.',
      async (t) => {
        await takeLock(t, 'own-source');
        await createBeside(t);
      },
    ),
    needs: [...CREATES, 'SupportsLocks'],
  },
  nameCase(
    'Exact.Illegal',
    'An exact name that cannot be is refused with 400, whatever it tries to reach.',
    async (t) => {
      for (const name of ['../own-escape.wopitestx', 'own/escape.wopitestx', 'own\\escape.wopitestx', '..']) {
        const reply = await putRelativeFile(t, { exact: name });
        if (reply.status === 200) removeLater(t, reply.text('Url'));
        t.expectStatus(reply, 400);
      }
    },
  ),
  nameCase('NoTarget', 'PutRelativeFile that names no target is refused.', async (t) => {
    const reply = await putRelativeFile(t, {});
    if (reply.status === 200) removeLater(t, reply.text('Url'));
    t.expectStatus(reply, 400, 501);
    t.advise(reply, reply.status === 400, 'A request that lacks a header is a bad request.', '400', reply.status);
  }),
  nameCase(
    'SizeMismatch',
    'X-WOPI-Size that is not the size of the body shows a body that was cut on its way.',
    async (t) => {
      const wanted = freshName();
      const reply = await t.send('PutRelativeFile', {
        override: 'PUT_RELATIVE',
        headers: [
          [WopiHeader.RelativeTarget, wanted],
          [WopiHeader.Size, '9999'],
        ],
        body: 'four',
      });
      if (reply.status === 200) removeLater(t, reply.text('Url'));
      t.advise(
        reply,
        reply.status === 400,
        'The host takes a body of another size than announced.',
        '400',
        reply.status,
      );
    },
  ),
  nameCase('EmptyBody', 'A file of no bytes can be created, and has Size 0.', async (t) => {
    const { url } = await createBeside(t, { exact: freshName() }, '');
    const info = t.expectStatus(await checkFileInfo(t, { at: url }), 200);
    t.expectValue(info, 'Size', 0, 'Size of an empty file is not 0.');
  }),
  renameCase(
    'KeepsId',
    'A renamed file keeps its id: the old address still works, and shows the new name.',
    async (t, url) => {
      const wanted = freshName('', 'renamed Ünï');
      const reply = t.expectStatus(await renameFile(t, wanted, { at: url }), 200);
      t.expectValue(reply, 'Name', wanted, 'Name is not the new one without its extension.');
      const info = t.expectStatus(await checkFileInfo(t, { at: url }), 200);
      const full = `${wanted}.wopitestx`.normalize('NFC');
      t.expect(
        info,
        info.text('BaseFileName').normalize('NFC') === full,
        'CheckFileInfo says another name.',
        full,
        info.at('BaseFileName'),
      );
    },
  ),
  renameCase(
    'Taken',
    'RenameFile to a name that is taken finds another one, or answers 400; it never overwrites.',
    async (t, url) => {
      const other = await createBeside(t, { exact: freshName() }, 'the other');
      const taken = splitName(other.reply.text('Name')).stem;
      const reply = t.expectStatus(await renameFile(t, taken, { at: url }), 200, 400);
      t.advise(reply, reply.status === 200, 'The host should find a free name itself.', '200', reply.status);
      if (reply.status === 200)
        t.expect(reply, reply.at('Name') !== taken, 'Two files have the same name.', 'another name', reply.at('Name'));
      await expectText(t, other.url, 'the other');
    },
  ),
  renameCase(
    'Illegal',
    'RenameFile to an impossible name finds a possible one or answers 400, and stays in the folder.',
    async (t, url) => {
      const reply = t.expectStatus(await renameFile(t, '../own:escape?', { at: url }), 200, 400);
      const name = reply.text('Name');
      if (reply.status === 200)
        t.expect(
          reply,
          name !== '' && !/[\\/]/.test(name),
          'The new name is not one plain file name.',
          'a plain name',
          name,
        );
      if (reply.status === 400)
        t.advise(
          reply,
          reply.header(WopiHeader.InvalidFileNameError) !== undefined,
          'The reason is missing.',
          WopiHeader.InvalidFileNameError,
          undefined,
        );
    },
  ),
  {
    ...renameCase('KeepsLock', 'A lock survives the renaming of its file.', async (t, url) => {
      await takeLock(t, 'own-a', { at: url });
      t.expectStatus(
        await renameFile(t, freshName('', 'renamed'), { at: url, headers: [[WopiHeader.Lock, 'own-a']] }),
        200,
      );
      expectMismatch(t, await lock(t, 'own-b', { at: url }), 'own-a');
    }),
    needs: [...CREATES, 'SupportsRename', 'SupportsLocks'],
  },
  {
    ...nameCase('Delete.Twice', 'A deleted file is gone: every later request answers 404.', async (t) => {
      const { url } = await createBeside(t);
      t.expectStatus(await deleteFile(t, url), 200);
      t.expectStatus(await checkFileInfo(t, { at: url }), 404);
      t.expectStatus(await getFile(t, { at: url }), 404);
      t.expectStatus(await deleteFile(t, url), 404);
    }),
    spec: page('rest/files/deletefile'),
  },
];

function nameCase(name: string, description: string, run: OwnCase['run']): OwnCase {
  return {
    group: 'Own.Names',
    name: `own.Names.${name}`,
    category: 'WopiCore',
    description,
    spec,
    needs: CREATES,
    run,
  };
}

function renameCase(name: string, description: string, run: (trial: Trial, url: string) => Promise<void>): OwnCase {
  return {
    group: 'Own.Names',
    name: `own.Rename.${name}`,
    category: 'WopiCore',
    description,
    spec: page('rest/files/renamefile'),
    needs: [...CREATES, 'SupportsRename'],
    run: async (trial) => run(trial, (await createBeside(trial)).url),
  };
}

async function expectText(trial: Trial, url: string, text: string): Promise<Reply> {
  const reply = trial.expectStatus(await getFile(trial, { at: url }), 200);
  const received = reply.answer.body.toString('utf8');
  trial.expect(reply, received === text, 'The file has other bytes.', text, received.slice(0, 200));
  return reply;
}
