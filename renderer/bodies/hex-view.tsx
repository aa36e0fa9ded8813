import { useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useWindow } from '../ui/use-window.ts';

const LINE_HEIGHT = 18;
/** Below this width sixteen bytes do not fit with their letters. */
const WIDE = 620;

/** Sixteen bytes a line, or eight where it is narrow; only the lines in sight are drawn. */
export function HexView({ bytes, from = 0 }: { bytes: Uint8Array; from?: number }): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const perLine = useIsWide(scroller) ? 16 : 8;
  const count = Math.ceil(bytes.length / perLine);
  const { start, end, onScroll } = useWindow(scroller, count, LINE_HEIGHT);
  const lines: ReactNode[] = [];
  for (let index = start; index < end; index += 1) {
    lines.push(
      <HexLine
        key={index}
        index={index}
        offset={from + index * perLine}
        perLine={perLine}
        bytes={bytes.subarray(index * perLine, (index + 1) * perLine)}
      />,
    );
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

function useIsWide(element: RefObject<HTMLElement | null>): boolean {
  const [isWide, setWide] = useState(true);
  useLayoutEffect(() => {
    if (!element.current) return undefined;
    const observer = new ResizeObserver(([entry]) => entry && setWide(entry.contentRect.width >= WIDE));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return isWide;
}

interface HexLineProps {
  index: number;
  /** What stands in front: where the line lies in all of the body. */
  offset: number;
  perLine: number;
  bytes: Uint8Array;
}

function HexLine({ index, offset, perLine, bytes }: HexLineProps): ReactNode {
  const values = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  const halves = [values.slice(0, 8), values.slice(8, perLine)].map((half) => half.join(' ').padEnd(23));
  const text = Array.from(bytes, (byte) => (byte >= 32 && byte < 127 ? String.fromCodePoint(byte) : '·')).join('');
  return (
    <div className="ws-hex-line" style={{ transform: `translateY(${index * LINE_HEIGHT}px)` }}>
      <span className="ws-muted">{offset.toString(16).padStart(8, '0')}</span>
      <span>{perLine > 8 ? halves.join('  ') : halves[0]}</span>
      <span>{text}</span>
    </div>
  );
}
