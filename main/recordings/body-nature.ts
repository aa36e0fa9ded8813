import type { ExchangeDetail } from '../../preload/contract.ts';

export type Side = 'request' | 'response';
export const SIDES: readonly Side[] = ['request', 'response'];

const TEXT_TYPE =
  /^(text\/|application\/(json|xml|x-www-form-urlencoded|javascript|problem\+json|[\w.+-]+\+(json|xml)))/i;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes that can be read as UTF-8 and hold no control characters that texts do not have. */
export function isUtf8Text(bytes: Uint8Array): boolean {
  try {
    return !/[\u0000-\u0008\u000e-\u001f]/.test(UTF8.decode(bytes));
  } catch {
    return false;
  }
}

/** The content type alone is not believed. */
export function isTextual(contentType: string | null, bytes: Uint8Array): boolean {
  return (
    isUtf8Text(bytes) &&
    (contentType === null ||
      contentType === '' ||
      bytes.length < 65_536 ||
      TEXT_TYPE.test(contentType) ||
      isJson(bytes))
  );
}

function isJson(bytes: Uint8Array): boolean {
  return /^\s*[[{]/.test(Buffer.from(bytes.subarray(0, 100)).toString('latin1'));
}

const CONTENT_SENT = new Set(['PutFile', 'PutRelativeFile', 'CreateChildFile']);

/** The content of a document, and whatever else is no text: nobody can look through it for what has to be hidden. */
export function isDocument(
  { operation, status, method, path }: Pick<ExchangeDetail, 'operation' | 'status' | 'method' | 'path'>,
  side: Side,
  bytes: Uint8Array | null,
  textual: boolean,
): boolean {
  if (side === 'request' && operation !== null && CONTENT_SENT.has(operation)) return true;
  if (side === 'response' && operation === 'GetFile') return status !== null && status < 300;
  if (method === 'GET' && side === 'response' && path.endsWith('/contents')) return true;
  return bytes !== null && !textual;
}
