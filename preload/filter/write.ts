import { writeMoment } from './amounts.ts';
import type { FieldTest, FilterTree, TextTest } from './tree.ts';

/** Writes a filter so that it reads back as the same. */
export function writeFilter(tree: FilterTree): string {
  switch (tree.kind) {
    case 'and':
      return tree.parts.map((part) => writePart(part, part.kind === 'and' || part.kind === 'or')).join(' ');
    case 'or':
      return tree.parts.map((part) => writePart(part, part.kind === 'or')).join(' or ');
    case 'not':
      return `-${writePart(tree.part, tree.part.kind === 'and' || tree.part.kind === 'or')}`;
    case 'words':
      return writeText(tree.test);
    case 'field':
      return `${tree.field}:${tree.tests.map(writeTest).join(',')}`;
  }
}

function writePart(part: FilterTree, inBrackets: boolean): string {
  return inBrackets ? `(${writeFilter(part)})` : writeFilter(part);
}

function writeTest(test: FieldTest): string {
  switch (test.kind) {
    case 'compare':
      return test.sign === '=' ? String(test.value) : `${test.sign}${test.value}`;
    case 'range':
      return `${test.low}-${test.high}`;
    case 'choice':
      return test.value;
    case 'moment':
      return writeMoment(test.moment);
    case 'header':
      return test.value === null ? writeText(test.name) : `${writeText(test.name)}=${writeText(test.value)}`;
    case 'literal':
    case 'pattern':
    case 'regex':
      return writeText(test);
  }
}

function writeText(test: TextTest): string {
  if (test.kind === 'regex') return `/${test.source}/${test.flags}`;
  return test.kind === 'pattern' ? test.text : writeLiteral(test.text);
}

/** A text as itself, in quotes where it has to be. */
export function writeLiteral(text: string): string {
  return isPlain(text) ? text : `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function isPlain(text: string): boolean {
  return /^[\p{L}\p{N}_.][\p{L}\p{N}._\-/]*$/u.test(text) && !/^(?:or|and|not)$/i.test(text);
}

/** One condition on exactly this text: for links from the detail pane and other rooms. */
export function writeCondition(field: string, value: string | number): string {
  return `${field}:${writeLiteral(String(value))}`;
}
