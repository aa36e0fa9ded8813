import type { AdminApi, ExchangeDetail } from '../../../preload/contract.ts';
import { readBody } from '../../inspector/read-body.ts';
import { readingOf } from '../../inspector/readings.ts';
import { copiedRequest, type FreshToken } from './copied-request.ts';
import { writeCurl } from './curl.ts';
import { writeFetch } from './fetch-code.ts';
import { writeMarkdown } from './markdown.ts';
import { writePowerShell } from './power-shell.ts';

export interface CopyContext {
  api: AdminApi;
  /** What clients call this host. */
  publicBase: string;
  /** How it is reached from this machine. */
  hostBase: string;
  nameOf(personId: string): string;
}

export interface CopyFormat {
  id: string;
  label: string;
  /** What the message says was copied. */
  what: string;
  write(detail: ExchangeDetail, context: CopyContext): Promise<string>;
  /** Stands between several of them. */
  separator: string;
  /** Whether it can be written of this request; always where absent. */
  fits?(detail: ExchangeDetail): boolean;
}

/** Left to the menu to loop over. */
export const FORMATS: readonly CopyFormat[] = [
  { id: 'curl', label: 'cURL', what: 'cURL command', separator: '\n\n', write: asCode(writeCurl) },
  {
    id: 'curl-token',
    label: 'cURL with a fresh token',
    what: 'cURL command with a token that works for an hour',
    separator: '\n\n',
    fits: takesFileToken,
    async write(detail, context) {
      const token = await freshToken(detail, context.api);
      const bytes = await requestBytes(detail, context.api);
      return writeCurl(copiedRequest(detail, { base: context.hostBase, bytes, token }));
    },
  },
  {
    id: 'powershell',
    label: 'PowerShell',
    what: 'PowerShell command',
    separator: '\n\n',
    write: asCode(writePowerShell),
  },
  { id: 'fetch', label: 'fetch (JavaScript)', what: 'fetch call', separator: '\n\n', write: asCode(writeFetch) },
  { id: 'markdown', label: 'Markdown report', what: 'Report', separator: '\n\n---\n\n', write: asReport },
];

const TOKEN_SECONDS = 3600;

/** Whether a new token of a file can take the place of the recorded one. */
function takesFileToken({ fileId, personId, path }: ExchangeDetail): boolean {
  return fileId !== null && personId !== null && path.startsWith('/wopi/files/');
}

async function freshToken({ fileId, personId }: ExchangeDetail, api: AdminApi): Promise<FreshToken> {
  return api.issueToken({
    fileId: fileId ?? '',
    personId: personId ?? '',
    ttlSeconds: TOKEN_SECONDS,
    source: 'copied cURL',
  });
}

function asCode(write: (request: ReturnType<typeof copiedRequest>) => string): CopyFormat['write'] {
  return async (detail, { api, publicBase }) =>
    write(copiedRequest(detail, { base: publicBase, bytes: await requestBytes(detail, api) }));
}

function requestBytes({ id, requestBody }: ExchangeDetail, api: AdminApi): Promise<Uint8Array> {
  return readBody(api, { id, side: 'request', length: Math.min(requestBody.kept, READ_BYTES) });
}

/** More than this is never written out. */
const READ_BYTES = 256 * 1024;

async function asReport(detail: ExchangeDetail, { api, nameOf }: CopyContext): Promise<string> {
  const { id } = detail;
  const [{ findings }, rules, requestText, responseText] = await Promise.all([
    api.listFindings({ exchangeId: id, limit: 100 }),
    detail.findings ? api.listRules() : [],
    textOf(detail, 'request', api),
    textOf(detail, 'response', api),
  ]);
  return writeMarkdown({ detail, ...readingOf(detail, detail, nameOf), findings, rules, requestText, responseText });
}

async function textOf(detail: ExchangeDetail, side: 'request' | 'response', api: AdminApi): Promise<string | null> {
  const { kept } = detail[`${side}Body`];
  if (kept === 0) return null;
  const bytes = await readBody(api, { id: detail.id, side, length: Math.min(kept, READ_BYTES) });
  try {
    // The beginning of a long text may end inside a character.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: kept > READ_BYTES });
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** One text of several exchanges, in their order; those that are not kept any more are left out and counted. */
export async function writeAll(
  ids: readonly number[],
  format: CopyFormat,
  context: CopyContext,
): Promise<{ text: string; written: number; leftOut: number }> {
  const texts: string[] = [];
  for (const id of ids) {
    const detail = await context.api.getExchange({ id }).catch(() => null);
    if (detail && (format.fits?.(detail) ?? true)) texts.push(await format.write(detail, context));
  }
  return { text: texts.join(format.separator), written: texts.length, leftOut: ids.length - texts.length };
}
