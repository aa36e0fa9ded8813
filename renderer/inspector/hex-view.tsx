import { useRef, type ReactNode } from 'react';
import { useWindow } from '../ui/use-window.ts';

const LINE = 16;
const LINE_HEIGHT = 18;

/** Sixteen bytes a line; only the lines in sight are drawn. */
export function HexView({ bytes }: { bytes: Uint8Array }): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const count = Math.ceil(bytes.length / LINE);
  const { start, end, onScroll } = useWindow(scroller, count, LINE_HEIGHT);
  const lines: ReactNode[] = [];
  for (let index = start; index < end; index += 1) {
    lines.push(<HexLine key={index} index={index} bytes={bytes.subarray(index * LINE, (index + 1) * LINE)} />);
  }
  return (
    <div
      ref={scroller}
      className="ws-hex"
      role="textbox"
      aria-readonly="true"
      aria-multiline="true"
      aria-label="Bytes in hexadecimal"
      tabIndex={0}
      onScroll={onScroll}
    >
      <div style={{ height: count * LINE_HEIGHT }}>{lines}</div>
    </div>
  );
}

function HexLine({ index, bytes }: { index: number; bytes: Uint8Array }): ReactNode {
  const values = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  const hex = `${values.slice(0, 8).join(' ').padEnd(23)}  ${values.slice(8).join(' ')}`;
  const text = Array.from(bytes, (byte) => (byte >= 32 && byte < 127 ? String.fromCodePoint(byte) : '·')).join('');
  return (
    <div className="ws-hex-line" style={{ transform: `translateY(${index * LINE_HEIGHT}px)` }}>
      <span className="ws-muted">{(index * LINE).toString(16).padStart(8, '0')}</span>
      <span>{hex}</span>
      <span>{text}</span>
    </div>
  );
}
