import type { ReactNode } from 'react';
import type { WaterfallPeriod } from '../../preload/contract.ts';
import { Shown } from '../ui/shown.tsx';
import { placeOf, type Axis } from './axis.ts';
import type { AxisView } from './use-view.ts';
import { periodInWords } from './waterfall-words.ts';

const HEIGHT = 14;

interface LanesProps {
  periods: readonly WaterfallPeriod[];
  axis: Axis;
  view: AxisView;
}

/** When each file was locked and each token was good, above the requests. */
export function Lanes({ periods, axis, view }: LanesProps): ReactNode {
  const lanes = new Map<string, WaterfallPeriod[]>();
  for (const period of periods) lanes.set(period.lane, [...(lanes.get(period.lane) ?? []), period]);
  if (lanes.size === 0) return null;
  return (
    <ul className="ws-axis-lanes" aria-label="Locks and tokens">
      {[...lanes].map(([lane, own]) => (
        <li key={lane} className="ws-axis-row" data-kind={own[0]?.kind}>
          <span className="ws-axis-label ws-clip" title={own[0]?.label}>
            {own[0]?.kind === 'lock' ? 'Lock' : 'Token'}{' '}
            <span className="ws-muted">
              <Shown text={nameOfLane(own[0]?.label ?? '')} />
            </span>
          </span>
          <svg className="ws-axis-track" height={HEIGHT} aria-hidden="true">
            {own.map((period) => (
              <Period key={`${period.from} ${period.label}`} period={period} axis={axis} view={view} />
            ))}
          </svg>
          <span className="ws-hidden">{own.map(periodInWords).join('. ')}</span>
        </li>
      ))}
    </ul>
  );
}

function nameOfLane(label: string): string {
  return label.replace(/^Token of /, '').replace(/: .*$/, '');
}

function Period({ period, axis, view: { toX } }: { period: WaterfallPeriod; axis: Axis; view: AxisView }): ReactNode {
  const from = toX(placeOf(axis, period.from));
  const to = Math.max(from + 2, toX(placeOf(axis, period.to)));
  return (
    <g data-tone={period.tone} data-kind={period.kind}>
      <title>{periodInWords(period)}</title>
      <rect x={from} y={2} width={to - from} height={HEIGHT - 4} rx={2} />
      {period.marks.map((mark) => {
        const x = toX(placeOf(axis, mark));
        return <line key={mark} x1={x} x2={x} y1={2} y2={HEIGHT - 2} />;
      })}
      {period.tone === 'lost' ? (
        <path d={`M ${to - 3} 0 L ${to + 3} ${HEIGHT} M ${to + 3} 0 L ${to - 3} ${HEIGHT}`} />
      ) : null}
    </g>
  );
}
