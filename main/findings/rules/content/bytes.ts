import { sizeBefore } from '../../lock-reading.ts';
import { extensionOf } from '../../memory.ts';
import { rule } from '../../rule.ts';
import { span } from '../../words.ts';

const PACKAGES = new Set([
  '.docx',
  '.docm',
  '.dotx',
  '.xlsx',
  '.xlsm',
  '.xltx',
  '.pptx',
  '.pptm',
  '.ppsx',
  '.potx',
  '.odt',
  '.ods',
  '.odp',
]);

export const bodyTooLarge = rule({
  id: 'body-too-large',
  severity: 'error',
  topic: 'content',
  side: 'host',
  mistakes: [54],
  title: 'A save was refused as too large',
  what: 'A document was answered with 413.',
  why: 'The changes are not stored. The limit is often not the host’s own but that of a framework, proxy, firewall or tunnel: about 1 MB by default.',
  fix: 'Raise the limit at every station between the client and the host, above the largest document.',
  spec: 'rest/files/putfile',
  on: ['PutFile', 'PutRelativeFile'],
  inspect: (now) => (now.status === 413 ? `${now.exchange.requestBytes} bytes were answered 413.` : null),
  good: [['taken', ['Lock', { lock: 'A' }], ['PutFile', { lock: 'A', send: 'PK' }]]],
  bad: [['413', ['Lock', { lock: 'A' }], ['PutFile', { lock: 'A', send: 'PK', status: 413 }]]],
});

export const uploadBrokenOff = rule({
  id: 'upload-broken-off',
  severity: 'warning',
  topic: 'content',
  side: 'client',
  mistakes: [54],
  title: 'A save broke off',
  what: 'The connection ended while the document was on its way, or before the answer.',
  why: 'Nothing was stored. Proxies and tunnels cut long or large uploads.',
  fix: 'Look at limits for size and time between the client and the host. The client will try again.',
  spec: 'rest/files/putfile',
  on: ['PutFile', 'PutRelativeFile'],
  inspect: (now) =>
    now.status === null && now.exchange.outcome === 'aborted'
      ? `It ended after ${now.exchange.requestBytes} bytes.`
      : null,
  good: [['complete', ['Lock', { lock: 'A' }], ['PutFile', { lock: 'A', send: 'PK' }]]],
  bad: [['cut', ['Lock', { lock: 'A' }], ['PutFile', { lock: 'A', send: 'PK', status: null }]]],
});

export const storedBytesDiffer = rule({
  id: 'stored-bytes-differ',
  severity: 'error',
  topic: 'content',
  side: 'host',
  mistakes: [55],
  title: 'GetFile returns other bytes than were saved',
  what: 'GetFile returns the version that PutFile made, but not the bytes that PutFile sent.',
  why: 'The document is damaged or empty. Middleware for JSON, forms or text often swallows or re-encodes the body.',
  fix: 'Read the body of PutFile as raw bytes, whatever its content type, before any other middleware.',
  spec: 'rest/files/putfile',
  on: ['GetFile'],
  inspect(now, { file: { saved } }) {
    if (!now.succeeded || !saved?.version || saved.version !== now.answered('X-WOPI-ItemVersion')) return null;
    if (saved.sha256 === null || now.responseSha256 === null || saved.sha256 === now.responseSha256) return null;
    return `Exchange ${saved.exchangeId} saved other bytes under this version.`;
  },
  outranks: ['version-not-changed', 'sha256-wrong', 'size-differs'],
  good: [['the same bytes', ['Lock', { lock: 'A' }], ['PutFile', { lock: 'A', send: 'PK new' }], ['GetFile']]],
  bad: [
    ['an empty file', ['Lock', { lock: 'A' }], ['PutFile', { lock: 'A', send: 'PK new' }], ['GetFile', { body: '' }]],
  ],
});

export const notAPackage = rule({
  id: 'save-is-no-package',
  severity: 'error',
  topic: 'content',
  side: 'client',
  mistakes: [55],
  title: 'A saved Office document is no Office document',
  what: 'The file is an Office or OpenDocument package, but the saved bytes do not begin like one (“PK”).',
  why: 'Nobody can open the file any more. Something on the way rewrote the body, or the client sent the wrong one.',
  fix: 'Compare the bytes at the client and at the host; look for proxies and middleware that convert text.',
  spec: 'rest/files/putfile',
  on: ['PutFile'],
  inspect(now, { file }) {
    if (!now.succeeded || now.exchange.requestBytes === 0 || !PACKAGES.has(extensionOf(file.info) ?? '')) return null;
    const bytes = now.bytes('request');
    return bytes === null || bytes.length < 2 || (bytes[0] === 0x50 && bytes[1] === 0x4b)
      ? null
      : 'The bytes do not begin with “PK”.';
  },
  good: [['a package', ['CheckFileInfo'], ['Lock', { lock: 'A' }], ['PutFile', { lock: 'A', send: 'PK new' }]]],
  bad: [['a form', ['CheckFileInfo'], ['Lock', { lock: 'A' }], ['PutFile', { lock: 'A', send: '{"content":""}' }]]],
});

export const sizeDiffers = rule({
  id: 'size-differs',
  severity: 'error',
  topic: 'content',
  side: 'host',
  mistakes: [61],
  title: 'Size is not the number of bytes',
  what: 'CheckFileInfo and GetFile state the same version, but Size is not the number of bytes that came.',
  why: 'Clients reserve, compare and refuse by Size. Counting characters instead of bytes is a usual cause.',
  fix: 'Send the size of the stored file in bytes.',
  spec: 'rest/files/checkfileinfo/checkfileinfo-response',
  on: ['GetFile'],
  inspect(now, { file: { info } }) {
    const size = info?.['Size'];
    const { method, responseBytes } = now.exchange;
    if (!now.succeeded || method === 'HEAD' || typeof size !== 'number' || now.answered('Content-Encoding') !== null)
      return null;
    return info?.['Version'] === now.answered('X-WOPI-ItemVersion') && size !== responseBytes
      ? `CheckFileInfo says ${size} bytes, GetFile returned ${responseBytes}.`
      : null;
  },
  outranks: ['version-not-changed'],
  good: [['the same', ['CheckFileInfo'], ['GetFile']]],
  bad: [['another', ['CheckFileInfo', { info: { Size: 9 } }], ['GetFile']]],
});

export const contentLengthWrong = rule({
  id: 'content-length-wrong',
  severity: 'error',
  topic: 'content',
  side: 'host',
  mistakes: [61],
  title: 'Content-Length is not the length of the body',
  what: 'The answer announced another number of bytes than it had.',
  why: 'The client waits for the rest or cuts the body. A proxy that compresses without correcting the header does this, and hosts that count characters.',
  fix: 'Count bytes, and switch compression off for the WOPI paths.',
  spec: 'rest/common-headers',
  inspect(now) {
    const { method, outcome, responseBytes } = now.exchange;
    const announced = now.answered('Content-Length');
    if (announced === null || now.status === null || outcome === 'aborted' || method === 'HEAD') return null;
    return /^\d+$/.test(announced) && Number(announced) !== responseBytes
      ? `Content-Length is ${announced}, ${responseBytes} bytes came.`
      : null;
  },
  good: [['right', ['GetFile']]],
  bad: [['too short', ['GetFile', { answer: { 'Content-Length': '3' } }]]],
});

const SLOW_MS = 30_000;

export const getFileSlow = rule({
  id: 'get-file-slow',
  severity: 'warning',
  topic: 'content',
  side: 'host',
  mistakes: [60],
  title: 'GetFile takes longer than 30 seconds',
  what: 'Office for the web gives up after 60 seconds.',
  why: 'Large files fail now and then, depending on the load.',
  fix: 'Send bytes as soon as they are there, without preparing the whole file first.',
  spec: 'rest/files/getfile',
  on: ['GetFile'],
  inspect: ({ exchange: { durationMs } }) =>
    durationMs !== null && durationMs > SLOW_MS ? `It took ${span(durationMs)}.` : null,
  good: [['quick', ['GetFile']]],
  bad: [['40 seconds', ['GetFile', { took: 40_000 }]]],
});

export const secondPutOfNewFile = rule({
  id: 'second-save-of-new-file',
  severity: 'information',
  topic: 'content',
  side: 'client',
  mistakes: [59],
  title: 'A new document is saved twice',
  what: 'Office fills a new document with two saves, one right after the other. That is its habit.',
  why: 'A host that counts saves or versions shows two for one document.',
  fix: 'Nothing to do, as long as both saves make a version of their own.',
  spec: 'rest/files/putfile',
  on: ['PutFile'],
  inspect(now, past) {
    if (!now.succeeded || past.file.saved === null) return null;
    const [before] = past.file.recent
      .filter(({ operation, status }) => operation === 'PutFile' && status === 200)
      .slice(-1);
    const wasEmpty = past.file.isFilledByLastSave && before !== undefined;
    return wasEmpty && sizeBefore(now, past) !== 0 && now.at - before.at < 20_000
      ? `The file was empty before exchange ${before.id}.`
      : null;
  },
  good: [['once', ['CheckFileInfo', { info: { Size: 0 } }], ['PutFile', { send: 'PK' }]]],
  bad: [
    [
      'twice',
      ['CheckFileInfo', { info: { Size: 0 } }],
      ['PutFile', { send: 'PK' }],
      ['Lock', { lock: 'A' }],
      ['PutFile', { lock: 'A', send: 'PK 2' }],
    ],
  ],
});
