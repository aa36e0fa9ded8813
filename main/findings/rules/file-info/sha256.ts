import { ofAnswer, rule } from '../../rule.ts';
import { base64ToHex } from '../../version-ledger.ts';
import { shown } from '../../words.ts';

export const sha256Form = rule({
  id: 'sha256-form',
  severity: 'error',
  topic: 'file-info',
  side: 'host',
  mistakes: [19],
  title: 'SHA256 is not Base64',
  what: 'SHA256 is the Base64 form of the 32 bytes, 44 characters with “=” at the end. This one is hexadecimal or something else.',
  why: 'Reading fails with a script error, while editing works.',
  fix: 'Encode the digest as Base64, or leave SHA256 out.',
  spec: 'rest/files/checkfileinfo/checkfileinfo-other',
  on: ['CheckFileInfo'],
  inspect: ofAnswer((result) => {
    const sha256 = result?.['SHA256'];
    if (typeof sha256 !== 'string' || sha256 === '' || /^[A-Za-z0-9+/]{43}=$/.test(sha256)) return null;
    return /^[0-9a-f]{64}$/i.test(sha256) ? 'SHA256 is hexadecimal.' : `SHA256 is ${shown(sha256)}.`;
  }),
  good: [['Base64', ['CheckFileInfo', { info: { SHA256: Buffer.alloc(32, 7).toString('base64') } }]]],
  bad: [['hexadecimal', ['CheckFileInfo', { info: { SHA256: 'ab'.repeat(32) } }]]],
});

export const sha256Wrong = rule({
  id: 'sha256-wrong',
  severity: 'error',
  topic: 'file-info',
  side: 'host',
  mistakes: [19],
  title: 'SHA256 does not belong to the bytes',
  what: 'CheckFileInfo and GetFile state the same version, but the SHA256 is not that of the bytes.',
  why: 'It is the key of the viewer’s cache: people see another version, or an error.',
  fix: 'Compute SHA256 from exactly the bytes that GetFile returns, anew after every change, or leave it out.',
  spec: 'rest/files/checkfileinfo/checkfileinfo-other',
  on: ['CheckFileInfo', 'GetFile'],
  inspect(now, { file }) {
    if (!now.succeeded) return null;
    if (now.operation === 'GetFile') {
      const stated = file.info?.['SHA256'];
      const isSame = file.info?.['Version'] === now.answered('X-WOPI-ItemVersion');
      return isSame && isDigest(stated) && now.responseSha256 !== null && base64ToHex(stated) !== now.responseSha256
        ? 'GetFile returned other bytes than CheckFileInfo’s SHA256 says, under the same version.'
        : null;
    }
    const stated = now.result?.['SHA256'];
    const version = now.result?.['Version'];
    const known = typeof version === 'string' ? file.versions.get(version)?.sha256 : null;
    return isDigest(stated) && known != null && base64ToHex(stated) !== known
      ? 'SHA256 is not that of the bytes seen under this version.'
      : null;
  },
  outranks: ['version-not-changed'],
  good: [
    [
      'the digest of the bytes',
      ['CheckFileInfo', { info: { SHA256: digest('PK one'), Size: 6 } }],
      ['GetFile', { body: 'PK one' }],
    ],
  ],
  bad: [
    [
      'another digest',
      ['CheckFileInfo', { info: { SHA256: digest('PK two'), Size: 6 } }],
      ['GetFile', { body: 'PK one' }],
    ],
    [
      'told afterwards',
      ['GetFile', { body: 'PK one' }],
      ['CheckFileInfo', { info: { SHA256: digest('PK two'), Size: 6 } }],
    ],
  ],
});

function isDigest(value: unknown): value is string {
  return typeof value === 'string' && value.length === 44;
}

/** Examples stand in for digests with the bytes themselves. */
function digest(text: string): string {
  return Buffer.from(Buffer.from(text).toString('hex').padEnd(64, '0').slice(0, 64), 'hex').toString('base64');
}
