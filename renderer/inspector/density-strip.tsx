import {
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import type { TrafficBar, TrafficHistogram } from '../../preload/contract.ts';
import { formatTime, plural } from '../ui/format.ts';
import { useHistogram } from './use-histogram.ts';
import { useCalmLines, type ListingSource } from './use-view.ts';

const STRETCHES = 120;
const HEIGHT = 24;
/** Less than this much of the width is a click, not a span. */
const SMALLEST_SPAN = 0.6;

interface DensityStripProps {
  source: ListingSource;
  /** A span is chosen already: the strip stays, even when there is nothing in it, because it is the way back. */
  isNarrowed: boolean;
  /** Takes the list to the first request of a stretch. */
  onGo: (id: number) => void;
  /** Shows only what was between two moments. */
  onNarrow: (from: number, to: number) => void;
  /** Shows all times again. */
  onReset: () => void;
}

const HINT =
  'Drag over a span of time, or widen one with Shift and the arrow keys and press Enter, to see only that. Double-click or Delete shows all times again.';

/** Two places of the strip, in stretches from its left end. */
interface Span {
  from: number;
  to: number;
}

/** A slider over time: when there was how much traffic, and how much of it in trouble. A span that is dragged becomes the filter. */
export function DensityStrip({ source, isNarrowed, onGo, onNarrow, onReset }: DensityStripProps): ReactNode {
  const listing = useCalmLines(source);
  const counted = useHistogram(listing, STRETCHES);
  const isDrawable = counted !== null && counted.bars.length > 0 && counted.from !== counted.to;
  const [latest, setLatest] = useState<TrafficHistogram | null>(null);
  if (isDrawable && latest !== counted) setLatest(counted);
  const histogram = isDrawable ? counted : isNarrowed ? latest : null;
  const drawn = useMemo(() => histogram && drawBars(histogram), [histogram]);
  const [place, setPlace] = useState(0);
  const [span, setSpan] = useState<Span | null>(null);
  const begun = useRef<number | null>(null);
  const hasDragged = useRef(false);
  const hintId = useId();
  useEffect(() => setSpan(null), [listing.state?.viewId]);
  if (!histogram) return null;
  const { bars, from, to } = histogram;
  const momentAt = (at: number): number => from + (at * (to - from)) / STRETCHES;
  const count = bars.reduce((sum, bar) => sum + bar.count, 0);
  const troubled = bars.reduce((sum, { refused, wrong }) => sum + refused + wrong, 0);
  const label = `${plural(count, 'request')} between ${formatTime(from)} and ${formatTime(to)}, ${troubled} refused or failed`;

  function goTo(index: number): void {
    const firstId = bars[index]?.firstId ?? null;
    if (firstId === null) return;
    setPlace(index);
    onGo(firstId);
  }

  function narrow({ from: first, to: last }: Span): void {
    setSpan(null);
    onNarrow(momentAt(first), momentAt(last));
  }

  function press(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined && event.shiftKey) {
      const edge = Math.max(0, Math.min(STRETCHES - 1, place + step));
      const fixed = span ? (span.from === place ? span.to - 1 : span.from) : place;
      setPlace(edge);
      setSpan({ from: Math.min(fixed, edge), to: Math.max(fixed, edge) + 1 });
    } else if (step !== undefined) {
      let index = place + step;
      while (bars[index]?.firstId === null) index += step;
      goTo(index);
    } else if (event.key === 'Enter' && span) narrow(span);
    else if (event.key === 'Escape' && span) setSpan(null);
    else if (event.key === 'Backspace' || event.key === 'Delete') onReset();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function placeOf(event: PointerEvent<SVGSVGElement>): number {
    const box = event.currentTarget.getBoundingClientRect();
    const padding = Number.parseFloat(getComputedStyle(event.currentTarget).paddingLeft) || 0;
    const share = (event.clientX - box.left - padding) / Math.max(1, box.width - 2 * padding);
    return Math.max(0, Math.min(STRETCHES, share * STRETCHES));
  }

  return (
    <svg
      className="ws-density"
      role="slider"
      tabIndex={0}
      aria-label={`Traffic over time: ${label}`}
      aria-describedby={hintId}
      aria-valuemin={0}
      aria-valuemax={STRETCHES - 1}
      aria-valuenow={place}
      aria-valuetext={
        span ? `${formatTime(momentAt(span.from))} to ${formatTime(momentAt(span.to))}` : formatTime(momentAt(place))
      }
      viewBox={`0 0 ${STRETCHES} ${HEIGHT}`}
      preserveAspectRatio="none"
      onKeyDown={press}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        begun.current = placeOf(event);
        hasDragged.current = false;
        event.currentTarget.setPointerCapture?.(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (begun.current === null) return;
        const here = placeOf(event);
        if (!hasDragged.current && Math.abs(here - begun.current) < SMALLEST_SPAN) return;
        hasDragged.current = true;
        setSpan({ from: Math.min(begun.current, here), to: Math.max(begun.current, here) });
      }}
      onPointerUp={() => {
        begun.current = null;
        if (hasDragged.current && span) narrow(span);
      }}
      onPointerCancel={() => {
        begun.current = null;
        setSpan(null);
      }}
      onClick={(event) => {
        if (!hasDragged.current)
          goTo(Math.min(STRETCHES - 1, Math.floor(placeOf(event as unknown as PointerEvent<SVGSVGElement>))));
      }}
      onDoubleClick={onReset}
    >
      <desc id={hintId}>{HINT}</desc>
      {drawn}
      {span ? (
        <rect className="ws-density-span" x={span.from} y={0} width={span.to - span.from} height={HEIGHT} />
      ) : null}
    </svg>
  );
}

function drawBars({ bars, from, to }: TrafficHistogram): ReactNode[] {
  const length = (to - from) / STRETCHES;
  const highest = bars.reduce((most, { count }) => Math.max(most, count), 1);
  return bars.flatMap((bar, index) =>
    // The place in time is the identity of a bar.
    bar.firstId === null
      ? []
      : [<Bar key={`at ${index}`} bar={bar} x={index} highest={highest} at={from + index * length} />],
  );
}

interface BarProps {
  bar: TrafficBar;
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
    <g className="ws-density-bar">
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
