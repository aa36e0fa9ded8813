/** One value of two answers, by the name of its header or the last key of its path. */
interface Pair {
  name: string;
  before: unknown;
  after: unknown;
  /** The second answer comes from another host than the first. */
  isElsewhere: boolean;
}

const VERSIONS = new Set(['version', 'x-wopi-itemversion', 'etag']);
const TIMES = /(time|date|expiry|expires|ttl)$/i;
const IDS = /id$/i;
const ADDRESS = /^https?:\/\//i;
const TOKEN = /‹token/;

/** Values that are other ones each time, and why. First match wins. */
const KNOWN: readonly { why: string; fits(pair: Pair): boolean }[] = [
  { why: 'a token', fits: ({ before, after }) => isText(before) && isText(after) && TOKEN.test(before + after) },
  { why: 'a version', fits: ({ name, ...values }) => VERSIONS.has(name.toLowerCase()) && areThere(values) },
  { why: 'a time', fits: ({ name, ...values }) => TIMES.test(name) && areThere(values) },
  {
    why: 'an address',
    fits: ({ before, after }) => isText(before) && isText(after) && ADDRESS.test(before) && ADDRESS.test(after),
  },
  {
    why: 'an id of the other host',
    fits: ({ name, isElsewhere, ...values }) => isElsewhere && IDS.test(name) && areThere(values),
  },
];

/** Why two values differ as they should; null for a difference that counts. */
export function whyExpected(pair: Pair): string | null {
  return KNOWN.find(({ fits }) => fits(pair))?.why ?? null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** A value that came or went is never expected. */
function areThere({ before, after }: { before: unknown; after: unknown }): boolean {
  return isFilled(before) && isFilled(after);
}

function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
