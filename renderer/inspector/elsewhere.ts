import { parseFilter } from '../../preload/filter/parse.ts';
import type { FilterTree, TextTest } from '../../preload/filter/tree.ts';
import { writeFilter } from '../../preload/filter/write.ts';

/** The same filter, with its words looked for in another place. */
export interface Elsewhere {
  label: string;
  filter: string;
}

/** Reading headers and bodies takes long with many requests, so words without a field stay away from them until asked. */
const places: readonly { label: string; lookFor: (test: TextTest) => FilterTree }[] = [
  { label: 'Search the headers', lookFor: inHeaders },
  { label: 'Search the bodies', lookFor: (test) => ({ kind: 'field', field: 'body', tests: [test] }) },
];

/** None for a filter that has no words of its own, only fields. */
export function elsewhere(filter: string): Elsewhere[] {
  const { tree } = parseFilter(filter);
  if (!tree || !hasWords(tree)) return [];
  return places.map(({ label, lookFor }) => ({ label, filter: writeFilter(moved(tree, lookFor)) }));
}

function inHeaders(test: TextTest): FilterTree {
  const header = (name: TextTest, value: TextTest | null): FilterTree => ({
    kind: 'field',
    field: 'header',
    tests: [{ kind: 'header', name, value }],
  });
  const inValues = header({ kind: 'pattern', text: '*' }, test);
  if (test.kind !== 'literal') return { kind: 'or', parts: [inValues, header(test, null)] };
  // What has other characters is no part of a name.
  if (!/^[\w-]+$/.test(test.text)) return inValues;
  return { kind: 'or', parts: [inValues, header({ kind: 'pattern', text: `*${test.text}*` }, null)] };
}

function hasWords(tree: FilterTree): boolean {
  if (tree.kind === 'words') return true;
  if (tree.kind === 'not') return hasWords(tree.part);
  return tree.kind !== 'field' && tree.parts.some(hasWords);
}

function moved(tree: FilterTree, lookFor: (test: TextTest) => FilterTree): FilterTree {
  if (tree.kind === 'words') return lookFor(tree.test);
  if (tree.kind === 'not') return { ...tree, part: moved(tree.part, lookFor) };
  return tree.kind === 'field' ? tree : { ...tree, parts: tree.parts.map((part) => moved(part, lookFor)) };
}
