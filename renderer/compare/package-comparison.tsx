import { useMemo, useState, type ReactNode } from 'react';
import { kindOf, LOOKED_AT } from '../bodies/body-kind.ts';
import { layOutXml } from '../bodies/layout-xml.ts';
import { openPackage, type OfficePart } from '../bodies/office.ts';
import { bytesAtHand } from '../bodies/source.ts';
import { unpackPart } from '../bodies/zip-part.ts';
import { useLoaded } from '../state/loaded.ts';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Loading, Problem } from '../ui/empty.tsx';
import { formatBytes, plural } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import type { ComparedBodies } from './body-comparison.tsx';
import { ByteComparison } from './byte-comparison.tsx';
import { Folded } from './folded.tsx';
import { LineDifferences } from './line-differences.tsx';
import { compareParts, type PartDifference } from './package-parts.ts';

/** Which parts of two Office documents differ; a chosen one is compared below. Loaded when opened. */
export function PackageComparison({ left, right }: ComparedBodies): ReactNode {
  const { data, problem } = useLoaded('packages', () =>
    Promise.all([openPackage(left.source), openPackage(right.source)]),
  );
  if (problem !== null) return <Problem title="The packages are not opened" message={problem} />;
  if (!data) return <Loading what="the parts of both" />;
  return <Parts left={left} right={right} parts={compareParts(data[0].parts, data[1].parts)} />;
}

const words: Record<PartDifference['kind'], { tone: Tone; text: string }> = {
  changed: { tone: 'warn', text: 'changed' },
  added: { tone: 'ok', text: 'only on the right' },
  removed: { tone: 'err', text: 'only on the left' },
  same: { tone: 'neutral', text: 'the same' },
};

/** Beyond this only the first of them are listed. */
const MOST_LISTED = 500;

function Parts({ left, right, parts }: ComparedBodies & { parts: readonly PartDifference[] }): ReactNode {
  const different = parts.filter(({ kind }) => kind !== 'same');
  const same = parts.filter(({ kind }) => kind === 'same');
  const [chosen, choose] = useState(() => firstChanged(different));
  const part = parts.find(({ name }) => name === chosen);
  return (
    <>
      <p className="ws-compare-words">
        {different.length === 0
          ? `All ${plural(parts.length, 'part')} have the same content.`
          : `${plural(different.length, 'part')} of ${parts.length} ${different.length === 1 ? 'differs' : 'differ'}, by size or checksum.`}
      </p>
      <PartTable parts={different} chosen={chosen} onChoose={choose} />
      <Folded words={`${plural(same.length, 'part')} the same on both sides`} isEmpty={same.length === 0}>
        <PartTable parts={same} chosen={chosen} onChoose={choose} />
      </Folded>
      {part?.kind === 'changed' && part.left && part.right ? (
        <PartDifferences key={part.name} left={left} right={right} one={part.left} other={part.right} />
      ) : null}
    </>
  );
}

/** The document itself rather than what is about it. */
function firstChanged(parts: readonly PartDifference[]): string | null {
  const changed = parts.filter(({ kind }) => kind === 'changed');
  return (changed.find(({ left }) => left?.contentType?.endsWith('main+xml')) ?? changed[0])?.name ?? null;
}

interface PartTableProps {
  parts: readonly PartDifference[];
  chosen: string | null;
  onChoose: (name: string) => void;
}

function PartTable({ parts, chosen, onChoose }: PartTableProps): ReactNode {
  if (parts.length === 0) return null;
  return (
    <table className="ws-pairs" aria-label="Parts">
      <colgroup>
        <col />
        <col className="ws-pairs-kind" />
        <col className="ws-pairs-kind" />
      </colgroup>
      <tbody>
        {parts.slice(0, MOST_LISTED).map(({ name, kind, left, right }) => (
          <tr key={name} aria-current={name === chosen || undefined}>
            <th scope="row">
              {kind === 'changed' ? (
                <button type="button" className="ws-link ws-mono" onClick={() => onChoose(name)}>
                  <Shown text={name} />
                </button>
              ) : (
                <span className="ws-mono">
                  <Shown text={name} />
                </span>
              )}
            </th>
            <td>
              <Badge tone={words[kind].tone}>{words[kind].text}</Badge>
            </td>
            <td className="ws-mono">
              {[left, right].map((side) => (side === null ? '–' : formatBytes(side.size))).join(' → ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface PartDifferencesProps extends ComparedBodies {
  one: OfficePart;
  other: OfficePart;
}

function PartDifferences({ left, right, one, other }: PartDifferencesProps): ReactNode {
  const { data, problem } = useLoaded(one.name, () =>
    Promise.all([unpackPart(left.source, one), unpackPart(right.source, other)]),
  );
  if (problem !== null) return <Problem title="This part is not opened" message={problem} />;
  if (!data) return <Loading what={one.name} />;
  return (
    <section className="ws-compare-part" aria-label={`Differences in ${one.name}`}>
      <h3 className="ws-mono">
        <Shown text={one.name} />
      </h3>
      <PartContent left={data[0].bytes} right={data[1].bytes} />
    </section>
  );
}

/** Texts beyond this are compared as bytes only. */
const TEXT_UP_TO = 2 * 1024 * 1024;

function PartContent({ left, right }: { left: Uint8Array<ArrayBuffer>; right: Uint8Array<ArrayBuffer> }): ReactNode {
  const isText = [left, right].every(
    (bytes) =>
      bytes.length <= TEXT_UP_TO &&
      ['xml', 'text', 'json', 'nothing'].includes(kindOf(bytes.subarray(0, LOOKED_AT), null)),
  );
  const texts = useMemo(
    () => (isText ? [left, right].map((bytes) => new TextDecoder().decode(bytes)) : []),
    [isText, left, right],
  );
  const laidOut = useMemo(() => texts.map(layOutXml), [texts]);
  const [one, other] = laidOut;
  if (one === undefined || other === undefined)
    return <ByteComparison left={bytesAtHand(left)} right={bytesAtHand(right)} />;
  return <LineDifferences left={one} right={other} isSameAsSent={texts[0] === texts[1]} />;
}
