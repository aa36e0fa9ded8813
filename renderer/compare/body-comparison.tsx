import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import type { BodyInfo, ExchangeDetail } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { kindOf, LOOKED_AT } from '../bodies/body-kind.ts';
import { recordedBody, type ByteSource } from '../bodies/source.ts';
import { Segments } from '../inspector/segments.tsx';
import { useLoaded } from '../state/loaded.ts';
import { Loading, Problem } from '../ui/empty.tsx';
import { Card } from '../ui/fields.tsx';
import { formatBytes } from '../ui/format.ts';
import { ByteComparison } from './byte-comparison.tsx';
import { JsonComparisonView } from './json-comparison.tsx';
import { TextComparison } from './text-comparison.tsx';

const PackageComparison = lazy(() =>
  import('./package-comparison.tsx').then((module) => ({ default: module.PackageComparison })),
);

/** One of the two bodies that are compared. */
export interface ComparedBody {
  source: ByteSource;
  contentType: string | null;
  start: Uint8Array;
}

export interface ComparedBodies {
  left: ComparedBody;
  right: ComparedBody;
}

interface BodyComparisonProps {
  side: 'request' | 'response';
  left: ExchangeDetail;
  right: ExchangeDetail;
}

/** Texts beyond this are compared as bytes only. */
const TEXT_UP_TO = 1024 * 1024;

export function BodyComparison({ side, left, right }: BodyComparisonProps): ReactNode {
  const [one, other] = [left[`${side}Body`], right[`${side}Body`]];
  const words = wordsFor(one, other);
  return (
    <Card title={side === 'request' ? 'Body of the request' : 'Body of the answer'}>
      {words === null ? <Bodies side={side} left={left} right={right} /> : <p className="ws-compare-words">{words}</p>}
    </Card>
  );
}

/** Why there is nothing to compare; null when there is. */
function wordsFor(one: BodyInfo, other: BodyInfo): string | null {
  if (one.size === 0 && other.size === 0) return 'Neither has a body.';
  if (one.size === 0) return `Only the right one has a body (${formatBytes(other.size)}).`;
  if (other.size === 0) return `Only the left one has a body (${formatBytes(one.size)}).`;
  const missing = one.kept === 0 ? one.missing : other.kept === 0 ? other.missing : null;
  return missing === null ? null : `The ${one.kept === 0 ? 'left' : 'right'} body is not kept: ${missing}`;
}

function Bodies({ side, left, right }: BodyComparisonProps): ReactNode {
  const api = useApi();
  const sources = useMemo(
    () => [left, right].map((detail) => recordedBody(api, { id: detail.id, side, kept: detail[`${side}Body`].kept })),
    [api, side, left, right],
  );
  const { data, problem } = useLoaded(`${side} of ${left.id} ${right.id}`, async () => {
    const [one, other] = await Promise.all(sources.map((source) => source.read(0, LOOKED_AT)));
    return [one, other];
  });
  if (problem !== null) return <Problem title="The bodies cannot be read" message={problem} />;
  const [leftSource, rightSource] = sources;
  const [leftStart, rightStart] = data ?? [];
  if (!leftSource || !rightSource || !leftStart || !rightStart) return <Loading what="the bodies" />;
  return (
    <Ways
      left={{ source: leftSource, contentType: left[`${side}Body`].contentType, start: leftStart }}
      right={{ source: rightSource, contentType: right[`${side}Body`].contentType, start: rightStart }}
    />
  );
}

type Way = 'json' | 'package' | 'text' | 'bytes';

const labels: Record<Way, string> = { json: 'Structure', package: 'Parts', text: 'Text', bytes: 'Bytes' };

function Ways({ left, right }: ComparedBodies): ReactNode {
  const ways = waysFor(left, right);
  const [chosen, choose] = useState<Way>(ways[0] ?? 'bytes');
  return (
    <>
      <div className="ws-compare-ways">
        <Segments
          label="Compare as"
          options={ways.map((id) => ({ id, label: labels[id] }))}
          value={chosen}
          onChange={choose}
        />
        {ways.length === 1 ? (
          <span className="ws-muted">
            {left.source.size > TEXT_UP_TO || right.source.size > TEXT_UP_TO
              ? `Only bodies up to ${formatBytes(TEXT_UP_TO)} are compared as text.`
              : 'They are of different kinds, or no text.'}
          </span>
        ) : null}
      </div>
      <Suspense fallback={<Loading what="the comparison" />}>
        <View way={chosen} left={left} right={right} />
      </Suspense>
    </>
  );
}

function waysFor(left: ComparedBody, right: ComparedBody): Way[] {
  const [one, other] = [kindOf(left.start, left.contentType), kindOf(right.start, right.contentType)];
  const isText = [one, other].every((kind) => kind === 'json' || kind === 'xml' || kind === 'text');
  const isSmall = left.source.size <= TEXT_UP_TO && right.source.size <= TEXT_UP_TO;
  const ways: (Way | false)[] = [
    one === 'json' && other === 'json' && isSmall && 'json',
    one === 'zip' && other === 'zip' && 'package',
    isText && isSmall && 'text',
    'bytes',
  ];
  return ways.filter((way) => way !== false);
}

function View({ way, left, right }: ComparedBodies & { way: Way }): ReactNode {
  switch (way) {
    case 'json':
      return <JsonComparisonView left={left} right={right} />;
    case 'package':
      return <PackageComparison left={left} right={right} />;
    case 'text':
      return <TextComparison left={left} right={right} />;
    case 'bytes':
      return <ByteComparison left={left.source} right={right.source} />;
  }
}
