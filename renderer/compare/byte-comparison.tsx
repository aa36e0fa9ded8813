import { useState, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import type { ByteSource } from '../bodies/source.ts';
import { useLoaded } from '../state/loaded.ts';
import { Loading, Problem } from '../ui/empty.tsx';
import { formatBytes, formatCount } from '../ui/format.ts';
import '../ui/differs.css';
import { compareBytes } from './bytes.ts';

/** Beyond this the bytes are read only when asked for. */
const READ_UNASKED = 4 * 1024 * 1024;

/** Sizes, the first byte that differs, and what stands around it. */
export function ByteComparison({ left, right }: { left: ByteSource; right: ByteSource }): ReactNode {
  const shared = Math.min(left.size, right.size);
  const [isWanted, setWanted] = useState(shared <= READ_UNASKED);
  const { data, problem } = useLoaded(isWanted ? 'bytes' : null, () =>
    compareBytes(left, right, new AbortController().signal),
  );
  const sizes =
    left.size === right.size
      ? `Both have ${formatCount(left.size)} bytes.`
      : `The left body has ${formatCount(left.size)} bytes, the right one ${formatCount(right.size)} (${right.size > left.size ? '+' : '−'}${formatCount(Math.abs(right.size - left.size))}).`;
  if (problem !== null) return <Problem title="The bodies cannot be read" message={problem} />;
  if (!isWanted) {
    return (
      <p className="ws-compare-words">
        {sizes}{' '}
        <Button size="small" onClick={() => setWanted(true)}>
          Compare all {formatBytes(shared)}
        </Button>
      </p>
    );
  }
  if (!data) return <Loading what="both bodies" />;
  const { firstDifference, around } = data;
  return (
    <>
      <p className="ws-compare-words">
        {sizes}{' '}
        {firstDifference === null
          ? 'They are the same, byte for byte.'
          : `The first difference is at byte ${formatCount(firstDifference)} (0x${firstDifference.toString(16)}).`}
      </p>
      {around && firstDifference !== null ? (
        <div className="ws-compare-bytes">
          <HexSide title="Left" offset={around.offset} bytes={around.left} other={around.right} kind="held" />
          <HexSide title="Right" offset={around.offset} bytes={around.right} other={around.left} kind="asked" />
        </div>
      ) : null}
    </>
  );
}

interface HexSideProps {
  title: string;
  offset: number;
  bytes: Uint8Array;
  other: Uint8Array;
  kind: 'held' | 'asked';
}

const PER_LINE = 16;

function HexSide({ title, offset, bytes, other, kind }: HexSideProps): ReactNode {
  const starts = Array.from({ length: Math.ceil(bytes.length / PER_LINE) }, (_, line) => line * PER_LINE);
  return (
    <figure>
      <figcaption>{title}</figcaption>
      {bytes.length === 0 ? <p className="ws-muted">It ends before.</p> : null}
      <pre className="ws-mono">
        {starts.map((start) => (
          <div key={start}>
            <span className="ws-muted">{(offset + start).toString(16).padStart(8, '0')} </span>
            {Array.from(bytes.subarray(start, start + PER_LINE), (byte, index) => {
              const text = byte.toString(16).padStart(2, '0');
              const at = start + index;
              return byte === other[at] ? (
                ` ${text}`
              ) : (
                <span key={at}>
                  {' '}
                  <mark className="ws-differs" data-kind={kind}>
                    {text}
                  </mark>
                </span>
              );
            })}
          </div>
        ))}
      </pre>
    </figure>
  );
}
