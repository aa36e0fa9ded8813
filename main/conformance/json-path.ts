import type { Json } from './relaxed-json.ts';

/** What a path leads to; `undefined` when there is nothing. */
export type Found = Json | undefined;

/** The part of JSONPath the cases use: names joined by full stops, `[n]`, and `[-1:]` for the last element. */
export function findByPath(root: Json, path: string): Found {
  let found: Found = root;
  for (const step of path.match(/\[[^\]]*\]|[^.[\]]+/g) ?? []) {
    found = step.startsWith('[') ? elementOf(found, step.slice(1, -1)) : memberOf(found, step);
    if (found === undefined) return undefined;
  }
  return found;
}

/** The string at a path; '' for everything else. */
export function stringAt(root: Json, path: string): string {
  const found = findByPath(root, path);
  return typeof found === 'string' ? found : '';
}

/** Upstream's "missing": nothing, null, and whatever is empty. */
export function isMissing(found: Found): boolean {
  if (found === undefined || found === null || found === '') return true;
  if (Array.isArray(found)) return found.length === 0;
  return typeof found === 'object' && Object.keys(found).length === 0;
}

function memberOf(value: Found, name: string): Found {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && Object.hasOwn(value, name) ? value[name] : undefined;
}

function elementOf(value: Found, index: string): Found {
  if (!Array.isArray(value)) return undefined;
  return index.trim() === '-1:' ? value.at(-1) : value[Number(index)];
}
