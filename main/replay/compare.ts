import type { Outcome, ReplayDifference } from '../../preload/contract.ts';
import { compareJson, readJson } from './compare-json.ts';
import { whyExpected } from './expected.ts';
import type { HeaderPair } from './send.ts';

/** An answer as far as it is compared; secrets are markers in both. */
export interface ComparedAnswer {
  status: number | null;
  /** null where nobody judged it: another host tells no outcome. */
  outcome: Outcome | null;
  headers: readonly HeaderPair[];
  size: number;
  /** null when the bytes are not kept. */
  sha256: string | null;
  /** The body where it is text of a size that can be looked at. */
  text: string | null;
}

/** Say who answered and when, not what; or are compared by what they announce. */
const NOT_COMPARED = new Set([
  'x-wopi-correlationid',
  'x-wopi-sessionid',
  'x-wopi-serverversion',
  'x-wopi-machinename',
  'x-wopi-perftrace',
  'x-wopi-perftracerequested',
  'x-wopi-hostendpoint',
  'x-request-id',
]);
const COMPARED =
  /^(x-wopi-|x-cool-wopi-|x-lool-wopi-)|^(content-type|content-disposition|location|retry-after|www-authenticate)$/i;

/** What is different in a second answer to the same request. */
export function compareAnswers(
  before: ComparedAnswer,
  after: ComparedAnswer,
  { isElsewhere }: { isElsewhere: boolean },
): ReplayDifference[] {
  return [
    ...valueDifference('status', 'Status', before.status, after.status),
    ...(before.outcome === null || after.outcome === null
      ? []
      : valueDifference('outcome', 'Outcome', before.outcome, after.outcome)),
    ...compareHeaders(before.headers, after.headers, isElsewhere),
    ...compareBodies(before, after, isElsewhere),
  ];
}

function valueDifference(
  part: 'status' | 'outcome',
  name: string,
  before: string | number | null,
  after: string | number | null,
): ReplayDifference[] {
  if (before === after) return [];
  return [{ part, name, before: toText(before), after: toText(after), expected: null }];
}

function compareHeaders(
  before: readonly HeaderPair[],
  after: readonly HeaderPair[],
  isElsewhere: boolean,
): ReplayDifference[] {
  const left = joined(before);
  const right = joined(after);
  const keys = [...new Set([...left.keys(), ...right.keys()])];
  return keys.flatMap((key): ReplayDifference[] => {
    const from = left.get(key);
    const to = right.get(key);
    if (from?.value === to?.value) return [];
    const expected = whyExpected({ name: key, before: from?.value, after: to?.value, isElsewhere });
    const name = from?.name ?? to?.name ?? key;
    return [{ part: 'header', name, before: from?.value ?? null, after: to?.value ?? null, expected }];
  });
}

/** Headers that are compared, by their name in small letters; one that comes twice is one value. */
function joined(headers: readonly HeaderPair[]): Map<string, { name: string; value: string }> {
  const map = new Map<string, { name: string; value: string }>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (!COMPARED.test(key) || NOT_COMPARED.has(key)) continue;
    const known = map.get(key);
    map.set(key, known ? { name: known.name, value: `${known.value}, ${value}` } : { name, value });
  }
  return map;
}

function compareBodies(before: ComparedAnswer, after: ComparedAnswer, isElsewhere: boolean): ReplayDifference[] {
  const left = before.text === null ? undefined : readJson(before.text);
  const right = after.text === null ? undefined : readJson(after.text);
  if (left && right) return compareJson(left.value, right.value, isElsewhere);
  const isSame =
    before.text !== null && after.text !== null
      ? before.text === after.text
      : before.size === after.size && (before.sha256 === null || before.sha256 === after.sha256);
  if (isSame) return [];
  return [{ part: 'body', name: 'Body', before: told(before), after: told(after), expected: null }];
}

function told({ size, sha256, text }: ComparedAnswer): string {
  if (size === 0) return 'empty';
  if (text !== null && text.length <= 120) return text;
  return sha256 === null ? `${size} bytes` : `${size} bytes, SHA-256 ${sha256.slice(0, 12)}…`;
}

function toText(value: string | number | null): string | null {
  return value === null ? null : String(value);
}
