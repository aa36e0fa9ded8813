import type { FieldName } from './fields.ts';

/** How a text is compared. A literal without characters asks for rows that have nothing there. */
export type TextTest =
  | { kind: 'literal'; text: string }
  /** `*` stands for anything; the whole text must fit. */
  | { kind: 'pattern'; text: string }
  | { kind: 'regex'; source: string; flags: string };

export type Sign = '<' | '<=' | '>' | '>=' | '=';

/** A point in time as it is written; what it means depends on now. */
export type Moment =
  | { kind: 'ago'; milliseconds: number }
  /** Seconds since midnight. */
  | { kind: 'clock'; seconds: number }
  | { kind: 'date'; year: number; month: number; day: number; seconds: number | null };

export type FieldTest =
  | TextTest
  | { kind: 'compare'; sign: Sign; value: number }
  | { kind: 'range'; low: number; high: number }
  /** One of the words a field knows by name. */
  | { kind: 'choice'; value: string }
  | { kind: 'moment'; moment: Moment }
  | { kind: 'header'; name: TextTest; value: TextTest | null };

/** A filter that has been read. `and` without parts matches everything. */
export type FilterTree =
  | { kind: 'and' | 'or'; parts: readonly FilterTree[] }
  | { kind: 'not'; part: FilterTree }
  /** Text without a field, searched where one would look for it. */
  | { kind: 'words'; test: TextTest }
  /** One of the tests has to hold. */
  | { kind: 'field'; field: FieldName; tests: readonly FieldTest[] };

/** What is wrong, where, and what to write instead. */
export interface FilterProblem {
  at: number;
  length: number;
  message: string;
  remedy: string;
}

export const everything: FilterTree = { kind: 'and', parts: [] };

/** Names of the fields a filter asks for. */
export function fieldsOf(tree: FilterTree, found = new Set<FieldName>()): Set<FieldName> {
  if (tree.kind === 'field') found.add(tree.field);
  else if (tree.kind === 'not') fieldsOf(tree.part, found);
  else if (tree.kind !== 'words') for (const part of tree.parts) fieldsOf(part, found);
  return found;
}

/** Counts from now: what matches changes as time passes. */
export function isRelative(tree: FilterTree): boolean {
  const fields = fieldsOf(tree);
  return fields.has('since') || fields.has('until');
}
