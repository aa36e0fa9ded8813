import type { TextTest } from '../../preload/filter/tree.ts';
import { isAscii, lowerAscii, type Reach, textMatcher } from '../../preload/filter/text-match.ts';

/** The part of a database connection that is needed here. */
interface FunctionHost {
  function(
    name: string,
    options: { deterministic: boolean; directOnly: boolean },
    run: (...values: unknown[]) => unknown,
  ): unknown;
}

/** Searches a body that lies in a file, and knows what it found for this search before. */
interface BodySearch {
  search(spec: string, sha256: string, fits: (bytes: Buffer) => boolean): boolean;
}

/** Compiled filters are asked for a million times in a row, and then never again. */
const REMEMBERED = 64;

/**
 * Gives a connection the functions compiled filters use. Only statements of the program may call them: an opened capture
 * file cannot hide calls in its schema.
 */
export function registerFilterFunctions(database: FunctionHost, keptBodies?: BodySearch): void {
  const matchers = new Map<string, (text: string) => boolean>();
  const matcherOf = (spec: string): ((text: string) => boolean) => {
    const known = matchers.get(spec);
    if (known) return known;
    const [test, reach] = JSON.parse(spec) as [TextTest, Reach];
    const matcher = textMatcher(test, reach);
    if (matchers.size >= REMEMBERED) matchers.clear();
    matchers.set(spec, matcher);
    return matcher;
  };
  const options = { deterministic: true, directOnly: true };

  // SQLite counts their arguments; it knows no booleans.
  database.function('filter_fits', options, (spec, text) =>
    Number(typeof text === 'string' && matcherOf(String(spec))(text)),
  );
  database.function('filter_body', options, (spec, bytes) =>
    Number(Buffer.isBuffer(bytes) && matcherOf(String(spec))(bytes.toString('utf8'))),
  );
  database.function('filter_kept', options, (spec, sha256) =>
    Number(
      typeof sha256 === 'string' &&
        keptBodies?.search(String(spec), sha256, (bytes) => fitsBytes(String(spec), bytes, matcherOf)) === true,
    ),
  );
  database.function('filter_header', options, (nameSpec, valueSpec, text, flat) => {
    const isName = matcherOf(String(nameSpec));
    const isValue = valueSpec === '' ? () => true : matcherOf(String(valueSpec));
    const headers = typeof text === 'string' ? text.split('\n') : listOf(flat);
    for (let index = 0; index + 1 < headers.length; index += 2)
      if (isName(headers[index] ?? '') && isValue(headers[index + 1] ?? '')) return 1;
    return 0;
  });
}

/** Documents may be large: plain text is looked for without decoding them. */
function fitsBytes(spec: string, bytes: Buffer, matcherOf: (spec: string) => (text: string) => boolean): boolean {
  const [test] = JSON.parse(spec) as [TextTest, Reach];
  if (test.kind === 'literal' && isAscii(test.text))
    return bytes.toString('latin1').toLowerCase().includes(lowerAscii(test.text));
  return matcherOf(spec)(bytes.toString('utf8'));
}

/** Names and values in turn, as the first versions kept them. */
function listOf(json: unknown): string[] {
  const list: unknown = typeof json === 'string' ? JSON.parse(json) : [];
  return Array.isArray(list) ? list.map(String) : [];
}
