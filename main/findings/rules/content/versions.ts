import { VERSION_TELLERS } from '../../operations.ts';
import { rule } from '../../rule.ts';
import { statedVersion } from '../../version-ledger.ts';
import { shown } from '../../words.ts';

export const itemVersionMissing = rule({
  id: 'item-version-missing',
  severity: 'error',
  topic: 'content',
  side: 'host',
  mistakes: [56],
  title: 'X-WOPI-ItemVersion is missing',
  what: 'Successful answers of GetFile, PutFile, Lock and Unlock carry the version of the file in X-WOPI-ItemVersion.',
  why: 'The validator’s FileVersion tests fail, and mobile Office refuses the host.',
  fix: 'Send X-WOPI-ItemVersion with the same text as Version of CheckFileInfo.',
  spec: 'rest/files/getfile',
  on: VERSION_TELLERS,
  inspect: (now) =>
    now.succeeded && !now.answered('X-WOPI-ItemVersion')
      ? `${now.operation ?? ''} was answered 200 without X-WOPI-ItemVersion.`
      : null,
  good: [['with it', ['GetFile'], ['Lock', { lock: 'A' }], ['Unlock', { lock: 'A' }]]],
  bad: [['Lock', ['Lock', { lock: 'A', answer: { 'X-WOPI-ItemVersion': null } }]]],
});

export const putFileOldVersion = rule({
  id: 'put-file-old-version',
  severity: 'error',
  topic: 'content',
  side: 'host',
  mistakes: [57],
  title: 'PutFile tells the version from before the save',
  what: 'The content changed, but X-WOPI-ItemVersion of PutFile is the version the file had before.',
  why: 'At the next look the client finds another version than it saved, and reports a conflict.',
  fix: 'Read the version after writing.',
  spec: 'rest/files/putfile',
  on: ['PutFile'],
  inspect(now, { file }) {
    const version = now.answered('X-WOPI-ItemVersion');
    const before = now.exchange.before?.version ?? file.version;
    if (!now.succeeded || !version || version !== before) return null;
    const known = file.versions.get(version);
    const isOther =
      known?.sha256 && now.requestSha256
        ? known.sha256 !== now.requestSha256
        : known?.size != null && known.size !== now.exchange.requestBytes;
    return isOther ? `X-WOPI-ItemVersion is ${shown(version)}, as before the save.` : null;
  },
  outranks: ['version-not-changed'],
  good: [
    ['a new one', ['GetFile'], ['Lock', { lock: 'A' }], ['PutFile', { lock: 'A', send: 'PK new' }]],
    [
      'the same bytes',
      ['GetFile'],
      ['Lock', { lock: 'A' }],
      ['PutFile', { lock: 'A', send: 'PK\u0003\u0004 first', answer: { 'X-WOPI-ItemVersion': '1' } }],
    ],
  ],
  bad: [
    [
      'the old one',
      ['GetFile'],
      ['Lock', { lock: 'A' }],
      ['PutFile', { lock: 'A', send: 'PK new', answer: { 'X-WOPI-ItemVersion': '1' } }],
    ],
  ],
});

export const versionNotChanged = rule({
  id: 'version-not-changed',
  severity: 'error',
  topic: 'content',
  side: 'host',
  mistakes: [58],
  title: 'The content changed, the version did not',
  what: 'Two different contents have the same version. Time stamps in whole seconds are a usual cause, and documents that were replaced under their id.',
  why: 'Clients take an equal version for equal content and show the old document from their cache.',
  fix: 'Change Version with every change of the content, also when it happens twice in a second: a counter is safest.',
  spec: 'rest/files/checkfileinfo/checkfileinfo-response',
  on: ['CheckFileInfo', 'GetFile', 'PutFile'],
  inspect(now, { file }) {
    const stated = statedVersion(now);
    const known = stated ? file.versions.get(stated.version) : undefined;
    if (!stated || !known) return null;
    const differsInBytes = stated.sha256 !== null && known.sha256 !== null && stated.sha256 !== known.sha256;
    const differsInSize = stated.size !== null && known.size !== null && stated.size !== known.size;
    return differsInBytes || differsInSize
      ? `Version ${shown(stated.version)} had other content in exchange ${known.exchangeId}${differsInSize ? ` (${known.size} bytes, now ${stated.size})` : ''}.`
      : null;
  },
  good: [['changed', ['GetFile'], ['Lock', { lock: 'A' }], ['PutFile', { lock: 'A', send: 'PK new' }], ['GetFile']]],
  bad: [['the same', ['GetFile'], ['GetFile', { body: 'PK other' }]]],
});

export const versionRepeats = rule({
  id: 'version-repeats',
  severity: 'error',
  topic: 'content',
  side: 'host',
  mistakes: [58],
  title: 'An earlier version comes back',
  what: 'The version is one that the file had before another one. Every version is used once, also after old content was restored.',
  why: 'The client finds its cached copy of that version and shows it. With several servers: one of them lags behind.',
  fix: 'Never reuse a version. Count up with every change; behind a load balancer, read it from one place.',
  spec: 'rest/files/checkfileinfo/checkfileinfo-response',
  inspect(now, { file, isContested }) {
    const stated = statedVersion(now);
    if (!stated || isContested || file.version === null || stated.version === file.version) return null;
    const known = file.versions.get(stated.version);
    return known
      ? `Version ${shown(stated.version)} was last seen in exchange ${known.exchangeId}; ${shown(file.version)} came after it.`
      : null;
  },
  outranks: ['version-not-changed'],
  good: [
    [
      'a third one',
      ['GetFile'],
      ['Lock', { lock: 'A' }],
      ['PutFile', { lock: 'A', send: 'PK 2' }],
      ['PutFile', { lock: 'A', send: 'PK 3' }],
    ],
  ],
  bad: [
    [
      'the first one again',
      ['GetFile'],
      ['Lock', { lock: 'A' }],
      ['PutFile', { lock: 'A', send: 'PK 2' }],
      ['PutFile', { lock: 'A', send: 'PK 3', answer: { 'X-WOPI-ItemVersion': '1' } }],
    ],
  ],
});
