import { createHash } from 'node:crypto';
import { WopiHeader } from '../../wopi/protocol/headers.ts';
import { isAbsoluteUrl } from '../schemas.ts';
import { checkFileInfo, getFile, page, putFile } from './operations.ts';
import { takeLock, write } from './steps.ts';
import type { OwnCase, Trial } from './trial.ts';

const spec = page('rest/files/checkfileinfo');
const WRITES: OwnCase['needs'] = ['SupportsUpdate', 'SupportsLocks', 'UserCanWrite'];

/** Known properties by their lower-case form, to find those that came in another letter case. */
const NAMES = new Map(
  [
    'BaseFileName',
    'OwnerId',
    'Size',
    'UserId',
    'Version',
    'SupportsUpdate',
    'SupportsLocks',
    'UserCanWrite',
    'UserFriendlyName',
    'SHA256',
    'HostEditUrl',
    'HostViewUrl',
    'FileExtension',
    'LastModifiedTime',
  ].map((name) => [name.toLowerCase(), name]),
);

const WEB_FORBIDDEN = /[\\/:*?"<>|]/;

/** What CheckFileInfo says, compared with what is. */
export const FILE_INFO_CASES: readonly OwnCase[] = [
  infoCase('Sha256', 'SHA256, when sent, is the base64 of the hash of the bytes GetFile gives.', WRITES, async (t) => {
    await write(t, 'a text with a known hash');
    await expectHash(t);
  }),
  infoCase('Sha256AfterSave', 'SHA256 follows every save: a stale one breaks viewing.', WRITES, async (t) => {
    await write(t, 'first');
    await expectHash(t);
    await write(t, 'second, and longer');
    await expectHash(t);
  }),
  infoCase(
    'Size',
    'Size is the number of bytes GetFile gives, characters outside ASCII included.',
    WRITES,
    async (t) => {
      await write(t, 'naïve 文書');
      const info = t.expectStatus(await checkFileInfo(t), 200);
      const file = t.expectStatus(await getFile(t), 200);
      t.expectValue(info, 'Size', file.answer.body.length, 'Size is not the number of bytes.');
    },
  ),
  infoCase(
    'VersionNeverRepeats',
    'Version is new with every content, also when an earlier content comes back.',
    WRITES,
    async (t) => {
      const seen = new Set<string>();
      for (const text of ['A', 'B', 'A']) {
        await write(t, text);
        const info = t.expectStatus(await checkFileInfo(t), 200);
        const version = info.text('Version');
        t.expect(
          info,
          version !== '' && !seen.has(version),
          'The version has been used before for other bytes.',
          'a new one',
          info.at('Version'),
        );
        seen.add(version);
      }
    },
  ),
  infoCase(
    'ItemVersion',
    'X-WOPI-ItemVersion of PutFile and GetFile is there and equals Version.',
    WRITES,
    async (t) => {
      const saved = await write(t, `content ${globalThis.crypto.randomUUID()}`);
      const info = t.expectStatus(await checkFileInfo(t), 200);
      const file = t.expectStatus(await getFile(t), 200);
      for (const reply of [saved, file]) {
        const version = reply.header(WopiHeader.ItemVersion);
        t.expect(
          reply,
          version === info.at('Version'),
          `${WopiHeader.ItemVersion} is not the Version of CheckFileInfo.`,
          info.at('Version'),
          version,
        );
      }
    },
  ),
  infoCase(
    'LockKeepsVersion',
    'Locking and unlocking changes neither Version nor LastModifiedTime.',
    WRITES,
    async (t) => {
      const before = t.expectStatus(await checkFileInfo(t), 200);
      await takeLock(t, 'own-a');
      const after = t.expectStatus(await checkFileInfo(t), 200);
      for (const name of ['Version', 'LastModifiedTime'])
        t.expectValue(after, name, before.at(name), `${name} changed with a lock.`);
    },
  ),
  infoCase(
    'LastModifiedTime',
    'LastModifiedTime, when sent, is ISO 8601 in UTC (the round-trip form has seven decimals).',
    [],
    async (t) => {
      const info = t.expectStatus(await checkFileInfo(t), 200);
      const time = info.at('LastModifiedTime');
      if (time === undefined) return;
      const isIso = typeof time === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(time);
      t.expect(info, isIso, 'LastModifiedTime is no ISO 8601 time in UTC.', '2009-06-15T13:45:30.0000000Z', time);
      t.advise(
        info,
        typeof time === 'string' && /\.\d{7}Z$/.test(time),
        'LastModifiedTime has not the round-trip form.',
        'seven decimals',
        time,
      );
    },
  ),
  infoCase(
    'PropertyNames',
    'Properties are spelled as in the specification; a serialiser that writes camelCase breaks every client.',
    [],
    async (t) => {
      const info = t.expectStatus(await checkFileInfo(t), 200);
      const wrong = Object.keys(properties(info)).find(
        (name) => NAMES.has(name.toLowerCase()) && NAMES.get(name.toLowerCase()) !== name,
      );
      t.expect(
        info,
        wrong === undefined,
        'A property is spelled in another letter case.',
        NAMES.get(wrong?.toLowerCase() ?? ''),
        wrong,
      );
    },
  ),
  infoCase(
    'NoNulls',
    'A property without a value is left out: null, and a relative or empty URL, are no values.',
    [],
    async (t) => {
      const info = t.expectStatus(await checkFileInfo(t), 200);
      for (const [name, value] of Object.entries(properties(info))) {
        t.advise(info, value !== null, `${name} is null; leave it out.`, 'absent', value);
        const isUrl = /Ur[li]$/.test(name) && typeof value === 'string' && value !== '';
        t.expect(info, !isUrl || isAbsoluteUrl(value), `${name} is not an absolute URL.`, 'an absolute URL', value);
      }
    },
  ),
  infoCase(
    'Names',
    'BaseFileName is one file name with an extension, and FileExtension, when sent, is that one with its full stop.',
    [],
    async (t) => {
      const info = t.expectStatus(await checkFileInfo(t), 200);
      const name = info.text('BaseFileName');
      t.expect(
        info,
        name !== '' && !WEB_FORBIDDEN.test(name),
        'BaseFileName has characters no client opens.',
        'a plain file name',
        info.at('BaseFileName'),
      );
      const extension = info.at('FileExtension');
      const fits =
        extension === undefined ||
        (typeof extension === 'string' && extension.startsWith('.') && name.endsWith(extension));
      t.expect(
        info,
        fits,
        'FileExtension is not the end of BaseFileName.',
        name.slice(name.lastIndexOf('.')),
        extension,
      );
    },
  ),
  infoCase('UserId', 'UserId is there, and made of characters that every client takes.', [], async (t) => {
    const info = t.expectStatus(await checkFileInfo(t), 200);
    const id = info.text('UserId');
    t.expect(info, id !== '', 'UserId is missing.', 'a stable id', info.at('UserId'));
    t.advise(info, /^[A-Za-z0-9]+$/.test(id), 'UserId should be alphanumeric.', 'letters and digits', id);
    t.advise(
      info,
      info.text('UserFriendlyName') !== '',
      'Without UserFriendlyName everybody is called Guest.',
      'a name',
      info.at('UserFriendlyName'),
    );
  }),
  infoCase(
    'Contradictions',
    'Flags do not contradict each other: what is read-only cannot be written, and what can be written can be locked.',
    [],
    async (t) => {
      const info = t.expectStatus(await checkFileInfo(t), 200);
      const is = (name: string): boolean => info.at(name) === true;
      t.expect(
        info,
        !(is('ReadOnly') && is('UserCanWrite')),
        'ReadOnly and UserCanWrite are both true.',
        'one of them',
        'both',
      );
      t.expect(
        info,
        !(is('UserCanWrite') && is('SupportsUpdate') && !is('SupportsLocks')),
        'Editing needs SupportsLocks.',
        'true',
        info.at('SupportsLocks'),
      );
      t.expect(
        info,
        !(is('SupportsContainers') && !is('SupportsDeleteFile')),
        'SupportsContainers promises DeleteFile.',
        'SupportsDeleteFile true',
        info.at('SupportsDeleteFile'),
      );
      t.advise(
        info,
        !(is('UserCanRename') && !is('SupportsRename')),
        'UserCanRename without SupportsRename has no effect.',
        'true',
        info.at('SupportsRename'),
      );
    },
  ),
  infoCase('UnknownParameters', 'Parameters the host does not know are ignored.', [], async (t) => {
    const { wopiSrc, accessToken } = t.target;
    const url = `${wopiSrc}?sc=own&access_token=${encodeURIComponent(accessToken)}&access_token_ttl=0&unknown=%2Fa%26b`;
    t.expectStatus(await checkFileInfo(t, { at: url }), 200);
  }),
  infoCase('SameAnswerTwice', 'CheckFileInfo changes nothing: asked twice it says the same.', [], async (t) => {
    const first = t.expectStatus(await checkFileInfo(t), 200);
    const second = t.expectStatus(await checkFileInfo(t), 200);
    for (const name of ['BaseFileName', 'OwnerId', 'Size', 'UserId', 'Version'])
      t.expectValue(second, name, first.at(name), `${name} differs from one call to the next.`);
  }),
  infoCase('ZeroSize', 'Size is 0 after a save of no bytes, and PutFile needs no lock then.', WRITES, async (t) => {
    await write(t, '');
    const info = t.expectStatus(await checkFileInfo(t), 200);
    t.expectValue(info, 'Size', 0, 'Size of an emptied file is not 0.');
    t.expectStatus(await putFile(t, 'filled', undefined), 200);
  }),
];

function infoCase(name: string, description: string, needs: OwnCase['needs'], run: OwnCase['run']): OwnCase {
  return {
    group: 'Own.CheckFileInfo',
    name: `own.CheckFileInfo.${name}`,
    category: 'WopiCore',
    description,
    spec,
    needs,
    run,
  };
}

function properties(info: { at(path: string): unknown }): Record<string, unknown> {
  return (info.at('') ?? {}) as Record<string, unknown>;
}

async function expectHash(trial: Trial): Promise<void> {
  const info = trial.expectStatus(await checkFileInfo(trial), 200);
  if (info.at('SHA256') === undefined) trial.skip('CheckFileInfo sends no SHA256');
  const file = trial.expectStatus(await getFile(trial), 200);
  const expected = createHash('sha256').update(file.answer.body).digest('base64');
  trial.expect(
    info,
    info.at('SHA256') === expected,
    'SHA256 is not the hash of the bytes in base64.',
    expected,
    info.at('SHA256'),
  );
}
