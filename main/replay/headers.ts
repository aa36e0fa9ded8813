import type { Header } from '../../preload/contract.ts';
import { WopiHeader } from '../wopi/protocol/headers.ts';
import { CannotSend } from './cannot-send.ts';
import { isMadeAnew, isSignature, MARKER } from './draft.ts';
import type { HeaderPair } from './send.ts';

interface HeaderWish {
  accessToken: string | null;
  /** null keeps the recorded one. */
  correlationId: string | null;
  /** null keeps the recorded one; '' for a file that is not locked. */
  lockId: string | null;
  signature: readonly HeaderPair[];
}

/** The headers as they go out, in the order of the table. @throws CannotSend */
export function headersFor(table: readonly Header[], wish: HeaderWish): HeaderPair[] {
  const { accessToken, correlationId, lockId, signature } = wish;
  const isSigned = signature.length > 0;
  const pairs: HeaderPair[] = [];
  for (const { name, value } of table) {
    if (isMadeAnew(name) || (isSigned && isSignature(name))) continue;
    const own = name.toLowerCase();
    if (own === 'authorization' && MARKER.test(value)) {
      if (accessToken !== null) pairs.push([name, `Bearer ${accessToken}`]);
    } else if (own === CORRELATION && correlationId !== null) pairs.push([name, correlationId]);
    else if (own === LOCK && lockId !== null) pairs.push([name, lockId]);
    else pairs.push([name, value]);
  }
  if (correlationId !== null && !pairs.some(([name]) => name.toLowerCase() === CORRELATION))
    pairs.push([WopiHeader.CorrelationId, correlationId]);
  const all = [...pairs, ...signature];
  for (const pair of all) check(pair);
  return all;
}

export function valueOf(headers: readonly Header[], name: string): string | null {
  const wanted = name.toLowerCase();
  return headers.find((header) => header.name.toLowerCase() === wanted)?.value ?? null;
}

const CORRELATION = WopiHeader.CorrelationId.toLowerCase();
const LOCK = WopiHeader.Lock.toLowerCase();

function check([name, value]: HeaderPair): void {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name))
    throw new CannotSend(`“${name}” cannot be the name of a header: letters, digits and hyphens are possible.`);
  if (MARKER.test(value))
    throw new CannotSend(
      `The header ${name} held a secret, which is not recorded. Give it a value, or remove it, in “Edit and resend”.`,
    );
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value))
    throw new CannotSend(
      `The header ${name} holds a character that no header can carry. Names with other characters than ASCII are sent in UTF-7.`,
    );
}
