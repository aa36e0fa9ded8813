import type { ReactNode } from 'react';
import type { Header } from '../../preload/contract.ts';
import { HeaderName } from '../inspector/headers.tsx';
import { Card } from '../ui/fields.tsx';
import { plural } from '../ui/format.ts';
import { align, type Aligned } from './align.ts';
import { Folded } from './folded.tsx';
import { PairTable, type PairLine } from './pair-table.tsx';

interface HeaderComparisonProps {
  title: string;
  left: readonly Header[];
  right: readonly Header[];
}

/** Headers in the order they were sent, each beside its like. */
export function HeaderComparison({ title, left, right }: HeaderComparisonProps): ReactNode {
  const lines = alignHeaders(left, right);
  const same = lines.filter(isSame);
  const different = lines.filter((line) => !isSame(line));
  if (lines.length === 0) return null;
  return (
    <Card title={title}>
      {different.length === 0 ? <p className="ws-compare-words">They are the same.</p> : null}
      <PairTable label={`${title} that differ`} lines={different.map(toLine)} />
      <Folded words={`${plural(same.length, 'header')} the same on both sides`} isEmpty={same.length === 0}>
        <PairTable label={`${title} that are the same`} lines={same.map(toLine)} />
      </Folded>
    </Card>
  );
}

/** By name; one that stands elsewhere on the other side is set beside its like all the same. */
export function alignHeaders(left: readonly Header[], right: readonly Header[]): Aligned<Header>[] {
  const lines = align(left, right, (one, other) => nameOf(one) === nameOf(other));
  const moved = new Map<string, Header[]>();
  for (const { left: one, right: other } of lines)
    if (!one && other) moved.set(nameOf(other), [...(moved.get(nameOf(other)) ?? []), other]);
  const taken = new Set<Header>();
  const paired = lines.map((line): Aligned<Header> => {
    if (!line.left || line.right) return line;
    const partner = moved.get(nameOf(line.left))?.shift();
    if (partner) taken.add(partner);
    return { left: line.left, right: partner ?? null };
  });
  return paired.filter(({ left: one, right: other }) => one !== null || (other !== null && !taken.has(other)));
}

function nameOf({ name }: Header): string {
  return name.toLowerCase();
}

function isSame({ left, right }: Aligned<Header>): boolean {
  return left?.value === right?.value;
}

function toLine({ left, right }: Aligned<Header>): PairLine {
  return {
    label: <HeaderName name={(left ?? right)?.name ?? ''} />,
    left: left?.value ?? null,
    right: right?.value ?? null,
  };
}
