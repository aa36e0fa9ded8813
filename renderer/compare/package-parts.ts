import type { OfficePart } from '../bodies/office.ts';

export interface PartDifference {
  name: string;
  kind: 'added' | 'removed' | 'changed' | 'same';
  left: OfficePart | null;
  right: OfficePart | null;
}

const order: Record<PartDifference['kind'], number> = { changed: 0, added: 1, removed: 2, same: 3 };

/** Parts of two documents by name; the same checksum and size mean the same content. */
export function compareParts(left: readonly OfficePart[], right: readonly OfficePart[]): PartDifference[] {
  const others = new Map(right.map((part) => [part.name, part]));
  const differences = left.map((part): PartDifference => {
    const other = others.get(part.name) ?? null;
    others.delete(part.name);
    return {
      name: part.name,
      kind: other === null ? 'removed' : isSame(part, other) ? 'same' : 'changed',
      left: part,
      right: other,
    };
  });
  const added = [...others.values()].map((part): PartDifference => ({
    name: part.name,
    kind: 'added',
    left: null,
    right: part,
  }));
  return [...differences, ...added].sort(
    (one, other) => order[one.kind] - order[other.kind] || (one.name < other.name ? -1 : 1),
  );
}

function isSame(one: OfficePart, other: OfficePart): boolean {
  return one.crc === other.crc && one.size === other.size;
}
