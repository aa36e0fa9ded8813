import { useMemo, type ReactNode } from 'react';
import { charsetOf } from '../bodies/charset.ts';
import { useLoaded } from '../state/loaded.ts';
import { Loading, Problem } from '../ui/empty.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import type { ComparedBodies, ComparedBody } from './body-comparison.tsx';
import { compareJson } from './json-differences.ts';
import { PairTable } from './pair-table.tsx';

/** What differs in two JSON bodies, place by place. */
export function JsonComparisonView({ left, right }: ComparedBodies): ReactNode {
  const { data, problem } = useLoaded('json', () => Promise.all([readText(left), readText(right)]));
  if (problem !== null) return <Problem title="The bodies cannot be read" message={problem} />;
  return data ? <Structures left={data[0]} right={data[1]} /> : <Loading what="both bodies" />;
}

export async function readText({ source, contentType, start }: ComparedBody): Promise<string> {
  const { label } = charsetOf(contentType, start);
  return new TextDecoder(label).decode(await source.read(0, source.size)).replace(/^\uFEFF/, '');
}

function Structures({ left, right }: { left: string; right: string }): ReactNode {
  const reading = useMemo(() => compareTexts(left, right), [left, right]);
  if (typeof reading === 'string') return <p className="ws-compare-words">{reading}</p>;
  const { differences, sameCount, isCut } = reading;
  return (
    <>
      <p className="ws-compare-words">
        {differences.length === 0
          ? 'Both say the same; at most order and blanks differ.'
          : `${plural(differences.length, 'place')} ${differences.length === 1 ? 'differs' : 'differ'}, ${formatCount(sameCount)} values are the same. In which order names stand does not count.`}
        {isCut ? ' There are more; the first are shown.' : ''}
      </p>
      <PairTable
        label="Places that differ"
        lines={differences.map(({ path, left: one, right: other }) => ({
          label: (
            <span className="ws-mono">
              <Shown text={path === '' ? '(all of it)' : path} />
            </span>
          ),
          left: one,
          right: other,
        }))}
      />
    </>
  );
}

function compareTexts(left: string, right: string): ReturnType<typeof compareJson> | string {
  const [one, other] = [parse(left), parse(right)];
  if (one && other) return compareJson(one.value, other.value);
  const side = one ? 'right' : other ? 'left' : null;
  return side === null
    ? 'Neither body is valid JSON; compare them as text.'
    : `The ${side} body is no valid JSON; compare them as text.`;
}

function parse(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}
