import { parseSpan } from '../ui/parse-span.ts';
import { readPublicUrl } from './public-url.ts';
import { parseSize } from './units.ts';

/** What a text field holds: the value to save, or why it cannot be saved. */
export type FieldReading<T> = { ok: true; value: T } | { ok: false; problem: string };

function ok<T>(value: T): FieldReading<T> {
  return { ok: true, value };
}
function bad<T>(problem: string): FieldReading<T> {
  return { ok: false, problem };
}

export function readFolder(text: string): FieldReading<string> {
  const path = text.trim();
  if (path === '') return bad('Type the full path of the folder to share.');
  if (!/^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path))
    return bad('Expected a full path, such as /home/ann/contracts or C:\\contracts.');
  return ok(path);
}

/** Empty means any free port. */
export function readPort(text: string): FieldReading<number | null> {
  const typed = text.trim();
  if (typed === '') return ok(null);
  const port = Number(typed);
  if (!/^\d+$/.test(typed) || port < 1 || port > 65_535)
    return bad('Expected a port from 1 to 65535, or nothing for any free one.');
  return ok(port);
}

export function readUrl(text: string): FieldReading<string | null> {
  const reading = readPublicUrl(text);
  if (reading.kind === 'empty') return ok(null);
  return reading.kind === 'problem' ? bad(reading.problem) : ok(reading.url);
}

export function readCount(least: number, most: number, what: string) {
  return (text: string): FieldReading<number> => {
    const typed = text.trim().replaceAll(/[\s,]/g, '');
    const count = Number(typed);
    if (!/^\d+$/.test(typed) || count < least || count > most) {
      return bad(
        `Expected a whole number of ${what} from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}.`,
      );
    }
    return ok(count);
  };
}

/** Parts of a day are possible, for short demonstrations. */
export function readDays(text: string): FieldReading<number> {
  const typed = text.trim().replace(',', '.');
  const days = Number(typed);
  if (!/^\d+(\.\d+)?$/.test(typed) || days < 0.01 || days > 3650)
    return bad('Expected a number of days from 0.01 to 3650.');
  return ok(days);
}

export function readSize(text: string): FieldReading<number> {
  const bytes = parseSize(text);
  return bytes === null ? bad('Expected a size such as 64 MB or 1.5 GB.') : ok(bytes);
}

export function readSeconds(text: string): FieldReading<number> {
  const span = parseSpan(text, 's');
  if (span === null) return bad('Expected a length of time such as 90 s, 10 min or 10 h.');
  if (span < 1000) return bad('Expected one second at least.');
  return ok(Math.round(span / 1000));
}

/** Goes through addresses, headers and forms as it is, so nothing that would have to be encoded. */
export function readWord(what: string, least: number) {
  return (text: string): FieldReading<string> => {
    const word = text.trim();
    if (word.length < least || word.length > 128 || !/^[A-Za-z0-9._~-]*$/.test(word))
      return bad(`Expected ${what} of ${least} to 128 letters, digits and . _ ~ - without spaces.`);
    return ok(word);
  };
}

/** The host says what is wrong with an entry. */
export function readList(text: string): FieldReading<string[]> {
  return ok(text.split(/[\s,]+/).filter(Boolean));
}
