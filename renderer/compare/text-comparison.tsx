import { useMemo, type ReactNode } from 'react';
import { kindOf } from '../bodies/body-kind.ts';
import { layOutJson } from '../bodies/layout-json.ts';
import { layOutXml } from '../bodies/layout-xml.ts';
import { useLoaded } from '../state/loaded.ts';
import { Loading, Problem } from '../ui/empty.tsx';
import type { ComparedBodies, ComparedBody } from './body-comparison.tsx';
import { readText } from './json-comparison.tsx';
import { LineDifferences } from './line-differences.tsx';

/** Two texts line by line; JSON and XML are laid out first, so that a line is a place and not all of it. */
export function TextComparison({ left, right }: ComparedBodies): ReactNode {
  const { data, problem } = useLoaded('text', () => Promise.all([readText(left), readText(right)]));
  if (problem !== null) return <Problem title="The bodies cannot be read" message={problem} />;
  if (!data) return <Loading what="both bodies" />;
  return <Texts bodies={{ left, right }} left={data[0]} right={data[1]} />;
}

function Texts({ bodies, left, right }: { bodies: ComparedBodies; left: string; right: string }): ReactNode {
  const one = useMemo(() => layOut(bodies.left, left), [bodies.left, left]);
  const other = useMemo(() => layOut(bodies.right, right), [bodies.right, right]);
  return <LineDifferences left={one} right={other} isSameAsSent={left === right} />;
}

function layOut({ start, contentType }: ComparedBody, text: string): string {
  const kind = kindOf(start, contentType);
  if (kind === 'json') return layOutJson(text).text;
  return kind === 'xml' ? layOutXml(text) : text;
}
