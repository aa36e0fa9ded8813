import type { ExchangeDetail, Header } from '../../preload/contract.ts';
import { formatBytes } from '../ui/format.ts';
import { momentIn, tellMoment } from './moments.ts';
import { decodedName, isBrokenName } from './utf7.ts';

/** What a value says beyond its letters: decoded names, moments, sizes; nothing for most headers. */
export function meaningsOf({ name, value, hidden = false }: Header, detail: ExchangeDetail): string[] {
  if (hidden || value === '') return [];
  const said = decodedName(name, value);
  const utf8 = said === null ? readAsUtf8(value) : null;
  const moment = momentIn(value);
  // The wall clock stamps Date; everything of the protocol follows the virtual clock.
  const requestAt = /^(?:date|last-modified|expires)$/i.test(name) ? detail.realAt : detail.at;
  return [
    said === null ? null : `says “${said}”`,
    isBrokenName(name, value) ? 'is not legal UTF-7, so no name can be read from it' : null,
    utf8 === null ? null : `says “${utf8}” when its bytes are read as UTF-8; headers should be ASCII`,
    moment === null ? null : tellMoment(moment, requestAt),
    isSize(name, value) ? formatBytes(Number(value)) : null,
  ].filter((meaning) => meaning !== null);
}

function isSize(name: string, value: string): boolean {
  return /^(?:content-length|x-wopi-size|x-wopi-maxexpectedsize)$/i.test(name) && /^\d{4,15}$/.test(value);
}

/** Header bytes arrive one character each; null where they are no UTF-8 or plain ASCII. */
function readAsUtf8(value: string): string | null {
  const codes = Array.from(value, (character) => character.charCodeAt(0));
  if (!codes.some((code) => code > 127) || codes.some((code) => code > 255)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(codes));
  } catch {
    return null;
  }
}
