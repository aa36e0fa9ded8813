import { isDeepStrictEqual } from 'node:util';
import { findByPath } from '../json-path.ts';
import type { CheckContext, Verdict } from '../model.ts';
import { CasesError, failure, PASS } from '../model.ts';
import type { Json } from '../relaxed-json.ts';
import { JsonError, parseRelaxedJson } from '../relaxed-json.ts';
import { shownJson } from './scalars.ts';

/** A list of objects compared with one written in relaxed JSON; '*' stands for any value of properties of that name. */
export function readResponseBodyProperty(
  name: string,
  isRequired: boolean,
  written: string,
): (body: Json, context: CheckContext) => Verdict {
  const expected = parseExpected(name, written);
  const wild = wildNames(expected);
  const sorted = byCoauthLockId(expected);
  return (body) => {
    const found = findByPath(body, name);
    if (found === undefined) return isRequired ? failure(`${name} is required.`, written, '(absent)') : PASS;
    if (!Array.isArray(found)) return failure(`${name} is no list.`, written, shownJson(found));
    const actual = byCoauthLockId(found.map((item) => withWildcards(item, wild)));
    return isDeepStrictEqual(actual, sorted) ? PASS : failure(`${name} has another value.`, written, shownJson(found));
  };
}

function parseExpected(name: string, written: string): Json[] {
  try {
    const value = parseRelaxedJson(written);
    if (Array.isArray(value)) return value;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
  }
  throw new CasesError(`ExpectedValue of ${name} is no list in JSON.`);
}

function wildNames(value: Json): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...wildNames(item)]));
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(Object.entries(value).flatMap(([name, inner]) => (inner === '*' ? [name] : [...wildNames(inner)])));
}

function withWildcards(value: Json, wild: ReadonlySet<string>): Json {
  if (Array.isArray(value)) return value.map((item) => withWildcards(item, wild));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, wild.has(name) ? '*' : withWildcards(inner, wild)]),
  );
}

function byCoauthLockId(items: readonly Json[]): Json[] {
  const idOf = (item: Json): string => {
    const id = findByPath(item, 'CoauthLockId');
    return typeof id === 'string' ? id : '';
  };
  return [...items].sort((a, b) => (idOf(a) < idOf(b) ? -1 : idOf(a) > idOf(b) ? 1 : 0));
}
