import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Dismiss12Regular } from '@fluentui/react-icons/svg/dismiss';
import type { FindingMarks, FindingScope, FindingTrend } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { formatTime } from '../ui/format.ts';
import { stretchInWords, type PageScope } from './scope.ts';
import { marksInWords } from './severity.tsx';
import { useFresh } from './use-findings.ts';
import './trend-chart.css';

const PARTS = 60;
const HEIGHT = 36;

interface TrendChartProps extends Pick<PageScope, 'stretch' | 'setStretch'> {
  scope: FindingScope;
}

/** When how much was found, as bars by severity; a bar narrows the page to its time. */
export function TrendChart({ scope, stretch, setStretch }: TrendChartProps): ReactNode {
  const api = useApi();
  const { data } = useFresh(`trend ${JSON.stringify(scope)}`, () => api.getFindingTrend({ ...scope, parts: PARTS }));
  // Without traffic there is no time to show.
  if (!data || data.to <= 0) return <div className="ws-trend-chart" />;
  return (
    <div className="ws-trend-chart">
      <Bars trend={data} onNarrow={setStretch} />
      <div className="ws-trend-foot ws-muted">
        <span className="ws-mono">{formatTime(data.from)}</span>
        {stretch === null ? (
          <span>
            {data.parts.some((marks) => total(marks) > 0)
              ? 'Choose a bar to narrow the page to its time'
              : 'Nothing was found in this time'}
          </span>
        ) : (
          <Button
            size="small"
            appearance="subtle"
            icon={<Dismiss12Regular />}
            iconPosition="after"
            onClick={() => setStretch(null)}
          >
            Only {stretchInWords(stretch)}. Show the whole time
          </Button>
        )}
        <span className="ws-mono">{formatTime(data.to)}</span>
      </div>
    </div>
  );
}

interface BarsProps {
  trend: FindingTrend;
  onNarrow: (stretch: { from: number; to: number }) => void;
}

function Bars({ trend: { from, to, parts }, onNarrow }: BarsProps): ReactNode {
  const [place, setPlace] = useState(0);
  const group = useRef<HTMLDivElement>(null);
  const length = (to - from) / parts.length;
  const most = Math.max(1, ...parts.map(total));
  const filled = parts.flatMap((marks, index) => (total(marks) > 0 ? [index] : []));
  const current = filled.includes(place) ? place : (filled[0] ?? 0);

  /** Only bars with something in them are stopped at. */
  function press(event: KeyboardEvent): void {
    const at = filled.indexOf(current);
    const places: Record<string, number | undefined> = {
      ArrowRight: filled[at + 1],
      ArrowLeft: filled[at - 1],
      Home: filled[0],
      End: filled.at(-1),
    };
    const next = places[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setPlace(next);
    group.current?.querySelector<HTMLElement>(`[data-place="${next}"]`)?.focus();
  }

  return (
    <div
      ref={group}
      className="ws-trend-bars"
      role="toolbar"
      tabIndex={-1}
      aria-label="Findings over time"
      onKeyDown={press}
    >
      {parts.map((marks, index) => {
        const stretch = { from: from + index * length, to: from + (index + 1) * length };
        const words = `${stretchInWords(stretch)}: ${marksInWords(marks)}`;
        // Its place in time is what a bar is.
        const key = `at ${index}`;
        return total(marks) === 0 ? (
          <span key={key} />
        ) : (
          <button
            key={key}
            type="button"
            data-place={index}
            tabIndex={index === current ? 0 : -1}
            aria-label={words}
            title={words}
            onClick={() => onNarrow(stretch)}
          >
            <Part kind="note" count={marks.notes} most={most} />
            <Part kind="warn" count={marks.warnings} most={most} />
            <Part kind="err" count={marks.errors} most={most} />
          </button>
        );
      })}
    </div>
  );
}

function total({ errors, warnings, notes }: FindingMarks): number {
  return errors + warnings + notes;
}

function Part({ kind, count, most }: { kind: string; count: number; most: number }): ReactNode {
  if (count === 0) return null;
  return <span data-kind={kind} style={{ height: Math.max(3, (count / most) * HEIGHT) }} />;
}
