import type { ExchangeDetail, Header } from '../../../preload/contract.ts';

/** A recorded request as it is written out for another program. */
export interface CopiedRequest {
  method: string;
  /** Complete, with its query; a marker stands where the token was. */
  url: string;
  /** Without what every program makes itself. */
  headers: readonly Header[];
  body: CopiedBody;
}

export type CopiedBody =
  | { kind: 'none' }
  | { kind: 'text'; text: string }
  /** Bytes that no shell can carry, or that are not kept: named as the file they are saved to. */
  | { kind: 'file'; name: string; size: number; reason: 'bytes' | 'missing' };

/** Made anew by whatever sends the request; a signature holds for one token, address and moment only. */
const LEFT_OUT =
  /^(host|connection|content-length|transfer-encoding|expect|keep-alive|x-wopi-proof|x-wopi-proofold|x-wopi-timestamp)$/i;

export interface FreshToken {
  accessToken: string;
  accessTokenTtl: number;
}

/** @param bytes the request body as far as it is kept */
export function copiedRequest(
  detail: ExchangeDetail,
  { base, bytes, token }: { base: string; bytes: Uint8Array; token?: FreshToken },
): CopiedRequest {
  return {
    method: detail.method,
    url: base.replace(/\/+$/, '') + (token ? withToken(detail.url, token) : detail.url),
    headers: detail.requestHeaders
      .filter(({ name }) => !LEFT_OUT.test(name))
      .filter(({ name, hidden }) => !(token && hidden && /^cookie$/i.test(name)))
      .map((header) =>
        token && header.hidden && /^authorization$/i.test(header.name)
          ? { name: header.name, value: `Bearer ${token.accessToken}` }
          : header,
      ),
    body: copiedBody(detail, bytes),
  };
}

function withToken(url: string, { accessToken, accessTokenTtl }: FreshToken): string {
  return url
    .replace(/([?&]access_token=)[^&#]*/i, (_, name: string) => name + encodeURIComponent(accessToken))
    .replace(/([?&]access_token_ttl=)[^&#]*/i, (_, name: string) => name + String(accessTokenTtl));
}

function copiedBody({ id, requestBody }: ExchangeDetail, bytes: Uint8Array): CopiedBody {
  const { size, kept } = requestBody;
  if (size === 0) return { kind: 'none' };
  const name = `exchange-${id}-request.bin`;
  if (kept < size || bytes.length < size) return { kind: 'file', name, size, reason: 'missing' };
  const text = plainText(bytes);
  return text === null ? { kind: 'file', name, size, reason: 'bytes' } : { kind: 'text', text };
}

/** More than this nobody pastes into a terminal. */
const PASTED = 64 * 1024;

/** null for what is no UTF-8, or holds characters that would act on a terminal. */
function plainText(bytes: Uint8Array): string | null {
  if (bytes.length > PASTED) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** What has to be done before the copied text works; null when nothing has. */
export function fileNote(body: CopiedBody): string | null {
  if (body.kind !== 'file') return null;
  return body.reason === 'bytes'
    ? `Save the request body (${body.size} bytes) as ${body.name} first.`
    : `The request body (${body.size} bytes) was not kept whole: put one of your own into ${body.name}.`;
}
