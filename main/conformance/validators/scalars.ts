import type { Found } from '../json-path.ts';
import { EngineError } from '../model.ts';
import type { Json } from '../relaxed-json.ts';

export type ScalarType = 'boolean' | 'integer' | 'long' | 'string';
export type Scalar = boolean | number | string;

const LIMITS: Readonly<Record<'integer' | 'long', number>> = { integer: 2 ** 31, long: 2 ** 63 };

/** A value of a test case or of the state; undefined when it cannot be one of this type. */
export function fromText(text: string, type: ScalarType): Scalar | undefined {
  if (type === 'string') return text;
  if (type === 'boolean') return /^\s*true\s*$/i.test(text) ? true : /^\s*false\s*$/i.test(text) ? false : undefined;
  if (!/^\s*[+-]?\d+\s*$/.test(text)) return undefined;
  const number = Number(text);
  return number >= -LIMITS[type] && number < LIMITS[type] ? number : undefined;
}

/** As generously as upstream converts; undefined when it cannot be done. @throws EngineError where upstream ends */
export function toScalar(found: Json, type: ScalarType, name: string): Scalar | undefined {
  if (typeof found === 'object')
    throw new EngineError(`${name} is ${Array.isArray(found) ? 'a list' : 'an object'}, where a ${type} is expected.`);
  if (type === 'string') return scalarText(found);
  if (typeof found === 'string') return fromText(found, type);
  if (type === 'boolean') return typeof found === 'boolean' ? found : found !== 0;
  const number = Math.round(Number(found));
  if (number < -LIMITS[type] || number >= LIMITS[type])
    throw new EngineError(`${name} is ${number}, too large for a ${type}.`);
  return number;
}

/** Whether the JSON value has this type without a conversion. */
export function hasType(found: Json, type: ScalarType): boolean {
  if (type === 'boolean' || type === 'string') return typeof found === type;
  return typeof found === 'number' && Number.isInteger(found);
}

/** Numbers in invariant form, booleans as .NET writes them. */
export function scalarText(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}

const TIMES = new Set(['AccessTokenExpiry', 'ServerTime', 'AccessTokenValidFrom']);
const TEN_YEARS_MS = 10 * 365.25 * 86_400_000;

export function isTimeProperty(name: string): boolean {
  return TIMES.has(name);
}

/** @throws EngineError for what is no number */
export function timeProblem(name: string, found: Json, now: number): string | undefined {
  const time = typeof found === 'number' ? found : Number.NaN;
  if (Number.isNaN(time)) throw new EngineError(`${name} is no number of milliseconds.`);
  return Math.abs(time - now) > TEN_YEARS_MS ? `${name} is more than ten years away.` : undefined;
}

export function shownJson(found: Found): string {
  return found === undefined ? '(absent)' : (JSON.stringify(found) ?? '').slice(0, 400);
}
