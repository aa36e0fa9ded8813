import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { ExchangeRow } from '../../preload/contract.ts';
import { useSecond } from '../state/clock.ts';
import type { OrderedRows } from '../state/ordered-rows.ts';
import { formatTime, plural } from '../ui/format.ts';
import { densityOf, type Density, type DensityBar } from './density.ts';

const STRETCHES = 120;
const HEIGHT = 24;

interface DensityStripProps {
  rows: OrderedRows<ExchangeRow>;
  /** Takes the list to the first request of a stretch. */
  onGo: (id: number) => void;
}

/** A slider over time: when there was how much traffic, and how much of it in trouble. Counted again once a second, not with every row. */
export function DensityStrip({ rows, onGo }: DensityStripProps): ReactNode {
  const second = useSecond();
  const isEmpty = rows.items.length === 0;
  const moment = isEmpty ? null : second;
  const density = useMemo(() => ({ moment, of: densityOf(rows.items, STRETCHES) }), [moment, rows]).of;
  const bars = useMemo(() => density && drawBars(density), [density]);
  const [place, setPlace] = useState(0);
  if (!density || density.from === density.to) return null;
  const { from, to } = density;
  const troubled = density.bars.reduce((sum, { refused, wrong }) => sum + refused + wrong, 0);
  const label = `${plural(rows.items.length, 'request')} between ${formatTime(from)} and ${formatTime(to)}, ${troubled} refused or failed`;

  function goTo(index: number): void {
    const firstId = density?.bars[index]?.firstId ?? null;
    if (firstId === null) return;
    setPlace(index);
    onGo(firstId);
  }

  function press(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || !density) return;
    event.preventDefault();
    let index = place + step;
    while (density.bars[index]?.firstId === null) index += step;
    goTo(index);
  }

  return (
    <svg
      className="ws-density"
      role="slider"
      tabIndex={0}
      aria-label={`Traffic over time: ${label}`}
      aria-valuemin={0}
      aria-valuemax={STRETCHES - 1}
      aria-valuenow={place}
      aria-valuetext={formatTime(from + (place * (to - from)) / STRETCHES)}
      viewBox={`0 0 ${STRETCHES} ${HEIGHT}`}
      preserveAspectRatio="none"
      onKeyDown={press}
      onClick={({ target }) => {
        const bar = target instanceof Element ? target.closest('g') : null;
        if (bar) goTo(Number(bar.dataset['place']));
      }}
    >
      {bars}
    </svg>
  );
}

function drawBars({ bars, from, to, highest }: Density): ReactNode[] {
  const length = (to - from) / STRETCHES;
  return bars.flatMap((bar, index) =>
    // The place in time is the identity of a bar.
    bar.firstId === null
      ? []
      : [<Bar key={`at ${index}`} bar={bar} x={index} highest={highest} at={from + index * length} />],
  );
}

interface BarProps {
  bar: DensityBar;
  x: number;
  highest: number;
  at: number;
}

function Bar({ bar: { count, refused, wrong }, x, highest, at }: BarProps): ReactNode {
  // A single request stays visible beside a thousand, and one in trouble beside many that went well.
  const height = Math.max(3, (count / highest) * HEIGHT);
  const share = (part: number): number => (part === 0 ? 0 : Math.max(2, (part / count) * height));
  const wrongHeight = share(wrong);
  const refusedHeight = Math.min(share(refused), height - wrongHeight);
  return (
    <g className="ws-density-bar" data-place={x}>
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
