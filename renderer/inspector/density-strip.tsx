import { useMemo, type ReactNode } from 'react';
import type { ExchangeRow } from '../../preload/contract.ts';
import { useSecond } from '../state/clock.ts';
import type { OrderedRows } from '../state/ordered-rows.ts';
import { formatTime, plural } from '../ui/format.ts';
import { densityOf, type DensityBar } from './density.ts';

const STRETCHES = 120;
const HEIGHT = 24;

interface DensityStripProps {
  rows: OrderedRows<ExchangeRow>;
  /** Takes the list to the first request of a stretch. */
  onGo: (id: number) => void;
}

/** When there was how much traffic, and how much of it in trouble. Counted again once a second, not with every row. */
export function DensityStrip({ rows, onGo }: DensityStripProps): ReactNode {
  const second = useSecond();
  const isEmpty = rows.items.length === 0;
  const moment = isEmpty ? null : second;
  const density = useMemo(() => ({ moment, of: densityOf(rows.items, STRETCHES) }), [moment, rows]).of;
  if (!density || density.from === density.to) return null;
  const { from, to, bars, highest } = density;
  const troubled = bars.reduce((sum, { refused, wrong }) => sum + refused + wrong, 0);
  const label = `${plural(rows.items.length, 'request')} between ${formatTime(from)} and ${formatTime(to)}, ${troubled} refused or failed`;
  const length = (to - from) / STRETCHES;
  return (
    <svg
      className="ws-density"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${STRETCHES} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      {bars.map((bar, index) => (
        // The place in time is the identity of a bar.
        <Bar
          key={`${index} of ${STRETCHES}`}
          bar={bar}
          x={index}
          highest={highest}
          at={from + index * length}
          onGo={onGo}
        />
      ))}
    </svg>
  );
}

interface BarProps {
  bar: DensityBar;
  x: number;
  highest: number;
  at: number;
  onGo: (id: number) => void;
}

function Bar({ bar: { firstId, count, refused, wrong }, x, highest, at, onGo }: BarProps): ReactNode {
  if (firstId === null) return null;
  // A single request stays visible beside a thousand, and one in trouble beside many that went well.
  const height = Math.max(3, (count / highest) * HEIGHT);
  const share = (part: number): number => (part === 0 ? 0 : Math.max(2, (part / count) * height));
  const wrongHeight = share(wrong);
  const refusedHeight = Math.min(share(refused), height - wrongHeight);
  return (
    <g className="ws-density-bar" onClick={() => onGo(firstId)}>
      <title>{`${formatTime(at)}: ${plural(count, 'request')}, ${refused} refused, ${wrong} wrong`}</title>
      <rect data-part="room" x={x} y={0} width={1} height={HEIGHT} />
      <rect x={x + 0.1} y={HEIGHT - height} width={0.8} height={height} />
      <rect
        data-part="refused"
        x={x + 0.1}
        y={HEIGHT - wrongHeight - refusedHeight}
        width={0.8}
        height={refusedHeight}
      />
      <rect data-part="wrong" x={x + 0.1} y={HEIGHT - wrongHeight} width={0.8} height={wrongHeight} />
    </g>
  );
}
