import { memo, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import type { Waterfall, WaterfallBar } from '../../preload/contract.ts';
import { outcomes } from '../inspector/outcomes.ts';
import { go, linkTo } from '../shell/location.ts';
import { OperationName } from '../ui/badge.tsx';
import { Empty } from '../ui/empty.tsx';
import { formatDuration, formatTime, formatTimeMs, plural } from '../ui/format.ts';
import { useWindow } from '../ui/use-window.ts';
import { foldTime, placeOf, ticksOf, type Axis } from './axis.ts';
import { Lanes } from './lanes.tsx';
import { useAxisView, type AxisView } from './use-view.ts';
import { barInWords, sentenceOf } from './waterfall-words.ts';
import '../ui/detail.css';
import './waterfall.css';

const ROW = 20;
/** Room for a moment as it is written, with and without its milliseconds. */
const TICK_GAP = { fine: 104, plain: 76 };
const STEP = 0.15;
const NEARER = 1 / 1.6;

/** Requests as bars on a time axis, with the locks and tokens of that time; only what is in sight is drawn. */
export function WaterfallView({ waterfall: { bars, periods, cut } }: { waterfall: Waterfall }): ReactNode {
  const id = useId();
  const axis = useMemo(() => foldTime(bars), [bars]);
  const scroller = useRef<HTMLDivElement>(null);
  const track = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const view = useAxisView(axis.length, track, frame);
  const rows = useWindow(scroller, bars.length, ROW);
  const [chosen, setChosen] = useState(0);
  const [hovered, setHovered] = useState<{ bar: WaterfallBar; x: number; y: number } | null>(null);
  const bar = bars[chosen];

  function choose(index: number): void {
    const next = Math.max(0, Math.min(bars.length - 1, index));
    setChosen(next);
    rows.scrollToIndex(next);
  }

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keys: Record<string, () => void> = {
      ArrowDown: () => choose(chosen + 1),
      ArrowUp: () => choose(chosen - 1),
      PageDown: () => choose(chosen + rows.pageRows),
      PageUp: () => choose(chosen - rows.pageRows),
      Home: () => choose(0),
      End: () => choose(bars.length - 1),
      ArrowLeft: () => view.panBy(-STEP),
      ArrowRight: () => view.panBy(STEP),
      '+': () => view.zoomBy(NEARER, bar ? placeOf(axis, bar.realAt) : undefined),
      '=': () => view.zoomBy(NEARER, bar ? placeOf(axis, bar.realAt) : undefined),
      '-': () => view.zoomBy(1 / NEARER),
      '0': view.showAll,
      Enter: () => bar && go(linkTo('/traffic', { x: String(bar.id) })),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  function point(event: PointerEvent): void {
    view.onPointerMove(event);
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-bar]') : null;
    const over = row ? bars[Number(row.dataset['bar'])] : undefined;
    setHovered(over ? { bar: over, x: event.clientX, y: event.clientY } : null);
  }

  if (bars.length === 0) return <Empty title="No request of it is kept" />;
  const drawn: ReactNode[] = [];
  for (let index = rows.start; index < rows.end; index += 1) {
    const one = bars[index];
    if (one)
      drawn.push(
        <Row
          key={one.id}
          id={`${id}-${one.id}`}
          bar={one}
          index={index}
          isChosen={index === chosen}
          axis={axis}
          view={view}
        />,
      );
  }
  return (
    <div className="ws-axis" ref={frame}>
      <div className="ws-axis-bar">
        <span className="ws-muted">{cut ?? plural(bars.length, 'request')}</span>
        <Button size="small" title="Nearer (+)" aria-label="Nearer" onClick={() => view.zoomBy(NEARER)}>
          +
        </Button>
        <Button size="small" title="Further (-)" aria-label="Further" onClick={() => view.zoomBy(1 / NEARER)}>
          −
        </Button>
        <Button size="small" title="The whole time (0)" onClick={view.showAll}>
          All
        </Button>
        <span className="ws-muted ws-axis-hint">
          Arrow keys choose and move, Ctrl and the wheel zoom, drag to move.
        </span>
      </div>
      <Lanes periods={periods} axis={axis} view={view} />
      <div className="ws-axis-row ws-axis-ticks" aria-hidden="true">
        <span className="ws-axis-label ws-muted">Request</span>
        <div ref={track} className="ws-axis-track">
          <Ticks axis={axis} view={view} />
        </div>
      </div>
      <div
        ref={scroller}
        className="ws-axis-rows"
        role="listbox"
        tabIndex={0}
        aria-label="Requests on a time axis"
        aria-activedescendant={bar ? `${id}-${bar.id}` : undefined}
        onKeyDown={press}
        onScroll={rows.onScroll}
        onPointerDown={view.onPointerDown}
        onPointerMove={point}
        onPointerUp={view.onPointerUp}
        onPointerLeave={() => setHovered(null)}
        onClick={(event) => {
          const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-bar]') : null;
          if (row) setChosen(Number(row.dataset['bar']));
        }}
        onDoubleClick={() => bar && go(linkTo('/traffic', { x: String(bar.id) }))}
      >
        <div role="presentation" style={{ height: bars.length * ROW, position: 'relative' }}>
          {drawn}
        </div>
      </div>
      {bar ? <Told bar={bar} /> : null}
      {hovered ? <Tip {...hovered} /> : null}
    </div>
  );
}

interface RowProps {
  id: string;
  bar: WaterfallBar;
  index: number;
  isChosen: boolean;
  axis: Axis;
  view: AxisView;
}

const Row = memo(function Row({ id, bar, index, isChosen, axis, view: { toX, width } }: RowProps): ReactNode {
  const { realAt, durationMs, firstByteMs, operation, method, status, outcome } = bar;
  const from = toX(placeOf(axis, realAt));
  const to = Math.max(from + 2, toX(placeOf(axis, realAt + (durationMs ?? 0))));
  const first = firstByteMs === null ? to : Math.min(to, Math.max(from, toX(placeOf(axis, realAt + firstByteMs))));
  return (
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      aria-label={barInWords(bar)}
      className="ws-axis-row ws-axis-request"
      data-bar={index}
      data-tone={outcomes[outcome].tone}
      style={{ transform: `translateY(${index * ROW}px)` }}
    >
      <span className="ws-axis-label ws-clip">
        <span className="ws-mono ws-muted">{status ?? '…'}</span>{' '}
        <OperationName operation={operation} fallback={method} />
      </span>
      <svg className="ws-axis-track" height={ROW} aria-hidden="true">
        {to < 0 || from > width ? null : (
          <>
            <rect data-part="wait" x={from} y={5} width={Math.max(0, first - from)} height={10} />
            <rect data-part="send" x={first} y={5} width={Math.max(first === from ? 2 : 0, to - first)} height={10} />
          </>
        )}
      </svg>
    </div>
  );
});

function Ticks({ axis, view }: { axis: Axis; view: AxisView }): ReactNode {
  const { toX, width, view: shown } = view;
  const isFine = (shown.to - shown.from) / width < 20;
  const gap = isFine ? TICK_GAP.fine : TICK_GAP.plain;
  const ticks = ticksOf(axis, shown, (gap / width) * (shown.to - shown.from)).filter(
    ({ place }) => toX(place) < width - gap / 2,
  );
  return (
    <>
      {axis.breaks
        .filter(({ start, length }) => start + length > shown.from && start < shown.to)
        .map(({ start, length, milliseconds, from }) => (
          <span
            key={from}
            className="ws-axis-break"
            style={{ left: toX(start), width: Math.max(3, toX(start + length) - toX(start)) }}
            title={`${formatDuration(milliseconds)} without a request, folded`}
          >
            {toX(start + length) - toX(start) > 44 ? formatDuration(milliseconds) : ''}
          </span>
        ))}
      {ticks.map(({ place, at }) => (
        <span key={place} className="ws-axis-tick ws-mono" style={{ left: toX(place) }}>
          {isFine ? formatTimeMs(at) : formatTime(at)}
        </span>
      ))}
    </>
  );
}

/** The chosen request, below the bars. */
function Told({ bar }: { bar: WaterfallBar }): ReactNode {
  const { title, words, facts } = sentenceOf(bar);
  return (
    <div className="ws-axis-told" role="status">
      <p>
        <strong>{title}</strong> {words}{' '}
        <a className="ws-link" href={`#${linkTo('/traffic', { x: String(bar.id) })}`}>
          Request {bar.id}
        </a>
      </p>
      <p className="ws-muted ws-mono">{facts}</p>
    </div>
  );
}

const TIP_WIDTH = 320;

function Tip({ bar, x, y }: { bar: WaterfallBar; x: number; y: number }): ReactNode {
  const { title, words, facts } = sentenceOf(bar);
  const left = Math.min(x + 12, window.innerWidth - TIP_WIDTH - 12);
  const isLow = y > window.innerHeight - 180;
  return (
    <div
      className="ws-axis-tip"
      aria-hidden="true"
      style={{ left, width: TIP_WIDTH, ...(isLow ? { bottom: window.innerHeight - y + 12 } : { top: y + 16 }) }}
    >
      <strong>{title}</strong>
      <p>{words}</p>
      <p className="ws-muted ws-mono">{facts}</p>
    </div>
  );
}
