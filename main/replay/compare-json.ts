import type { ReplayDifference } from '../../preload/contract.ts';
import { whyExpected } from './expected.ts';

const MAX_DIFFERENCES = 200;
const MAX_DEPTH = 64;
const SHOWN_CHARACTERS = 400;

/** Where two JSON documents differ, by path; arrays are compared place by place. */
export function compareJson(before: unknown, after: unknown, isElsewhere: boolean): ReplayDifference[] {
  const found: ReplayDifference[] = [];
  const note = (path: string, from: unknown, to: unknown): void => {
    if (found.length >= MAX_DIFFERENCES) return;
    found.push({
      part: 'json',
      name: path === '' ? 'the whole answer' : path,
      before: shown(from),
      after: shown(to),
      expected: whyExpected({ name: lastKey(path), before: from, after: to, isElsewhere }),
    });
  };
  const walk = (path: string, from: unknown, to: unknown, depth: number): void => {
    if (found.length >= MAX_DIFFERENCES || Object.is(from, to)) return;
    if (depth >= MAX_DEPTH || !isBranch(from) || !isBranch(to) || Array.isArray(from) !== Array.isArray(to)) {
      // Below the last level only equality is told.
      if (!isBranch(from) || !isBranch(to) || JSON.stringify(from) !== JSON.stringify(to)) note(path, from, to);
      return;
    }
    const left = new Map(Object.entries(from));
    const right = new Map(Object.entries(to));
    for (const key of new Set([...left.keys(), ...right.keys()])) {
      const below = Array.isArray(from) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
      walk(below, left.get(key), right.get(key), depth + 1);
    }
  };
  walk('', before, after, 0);
  return found;
}

/** undefined for what is no JSON; `null` is JSON. */
export function readJson(text: string): { value: unknown } | undefined {
  if (!/^[\s\ufeff]*[[{]/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text.replace(/^\ufeff/, '')) as unknown };
  } catch {
    return undefined;
  }
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function lastKey(path: string): string {
  return /[^.[\]]*$/.exec(path.replace(/(\[\d+\])+$/, ''))?.[0] ?? '';
}

function shown(value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}
