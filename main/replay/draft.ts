import type { ExchangeDetail, Header, ResendDraft } from '../../preload/contract.ts';
import { WopiHeader } from '../wopi/protocol/headers.ts';

/** Belong to one connection, or are made anew for each request. */
const OF_CONNECTION = new Set([
  'host',
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const SIGNATURE: ReadonlySet<string> = new Set([
  WopiHeader.Proof.toLowerCase(),
  WopiHeader.ProofOld.toLowerCase(),
  WopiHeader.TimeStamp.toLowerCase(),
]);

/** What stands in for a secret in everything that was recorded. */
export const MARKER = /‹[^‹›]*›/;

/** A recorded request as it can be sent again, with what has to be said about it. */
export function draftOf(detail: ExchangeDetail): ResendDraft {
  const { requestHeaders, requestBody } = detail;
  const notes: string[] = [];
  const headers: Header[] = [];
  for (const header of requestHeaders) {
    const name = header.name.toLowerCase();
    if (OF_CONNECTION.has(name) || SIGNATURE.has(name)) continue;
    if (header.hidden && name === 'cookie') {
      notes.push('Cookies are not recorded: the request goes out without them.');
      continue;
    }
    headers.push(header);
  }
  if (requestBody.hidden)
    notes.push('The body held secrets, which are not recorded: markers stand in their place. Replace the body.');
  return {
    exchangeId: detail.id,
    method: detail.method,
    url: detail.url,
    headers,
    body: requestBody,
    personId: detail.personId,
    isSigned: requestHeaders.some(({ name, value }) => name.toLowerCase() === 'x-wopi-proof' && value !== ''),
    notes,
  };
}

/** Whether a name is one that is never taken from the table of headers. */
export function isMadeAnew(name: string): boolean {
  return OF_CONNECTION.has(name.toLowerCase());
}

export function isSignature(name: string): boolean {
  return SIGNATURE.has(name.toLowerCase());
}
