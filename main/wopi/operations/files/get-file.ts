import mime from 'mime';
import type { Operation } from '../../operation.ts';
import { WopiHeader } from '../../protocol/headers.ts';
import { badRequest, notFound, okBytes, preconditionFailed } from '../../results.ts';

/** What a client is taken to accept when it does not say: a signed 32-bit length. */
const DEFAULT_MAX_EXPECTED_SIZE = 2 ** 31 - 1;

/** Documents share their origin with the host pages: a browser must not run one. Clients of WOPI look at neither. */
const NEVER_A_PAGE = { 'Content-Disposition': 'attachment', 'X-Content-Type-Options': 'nosniff' };

const HASH_FIRST_BYTES = 64 * 1024 * 1024;

/** The complete bytes of the file, with the version of exactly these bytes. Locks play no part. */
export const getFile: Operation = {
  name: 'GetFile',
  method: 'GET',
  path: '/wopi/files/:id/contents',
  needs: 'read',
  advertises: [],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/files/getfile',
  malformed(call) {
    const asked = call.header(WopiHeader.MaxExpectedSize);
    if (asked === undefined || /^\d{1,19}$/.test(asked)) return undefined;
    return badRequest(`${WopiHeader.MaxExpectedSize} is “${asked}”; a whole number of bytes is expected.`);
  },
  async run(call, { files }) {
    const asked = call.header(WopiHeader.MaxExpectedSize);
    const limit = asked === undefined ? DEFAULT_MAX_EXPECTED_SIZE : Number(asked);
    if (call.file.size > limit) {
      return preconditionFailed(`The file has ${call.file.size} bytes, the client accepts at most ${limit}.`);
    }
    // The hash identifies the bytes in the capture and in the version history; it is computed once per version.
    if (call.file.sha256 === null && call.file.size <= HASH_FIRST_BYTES) await files.ensureHash(call.file.id);
    const content = await files.read(call.file.id);
    if (!content) return notFound('The file is gone.');
    files.keepSoon(content.record.id);
    return okBytes(content.body, mime.getType(content.record.name) ?? 'application/octet-stream', {
      [WopiHeader.ItemVersion]: String(content.record.version),
      ...NEVER_A_PAGE,
    });
  },
};
