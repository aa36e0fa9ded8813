import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import './split.css';

interface SplitProps {
  /** Remembers the place of the divider under this name. */
  id: string;
  first: ReactNode;
  /** null: the first part has all the room. */
  second: ReactNode | null;
  /** What the divider sizes, for its name: 'detail pane'. */
  label: string;
  /** Pixels of the second part at first. */
  initial?: number;
  smallest?: number;
  /** What the first part keeps at least. */
  keep?: number;
}

const STEP = 16;
const BIG_STEP = 96;

function remembered(id: string, initial: number): number {
  const stored = Number(localStorage.getItem(`split.${id}`));
  return Number.isFinite(stored) && stored > 0 ? stored : initial;
}

/** Two parts side by side with a divider that mouse and arrow keys move. */
export function Split({ id, first, second, label, initial = 460, smallest = 320, keep = 360 }: SplitProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(() => remembered(id, initial));

  function place(wanted: number): void {
    const room = frame.current?.clientWidth ?? wanted + keep;
    const next = Math.round(Math.max(smallest, Math.min(wanted, room - keep)));
    setSize(next);
    localStorage.setItem(`split.${id}`, String(next));
  }

  function drag(event: PointerEvent<HTMLDivElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const right = frame.current?.getBoundingClientRect().right ?? 0;
    place(right - event.clientX);
  }

  function press(event: KeyboardEvent): void {
    const step = event.shiftKey ? BIG_STEP : STEP;
    const moves: Record<string, number> = {
      ArrowLeft: size + step,
      ArrowRight: size - step,
      Home: Infinity,
      End: smallest,
    };
    const wanted = moves[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    place(wanted);
  }

  const isOpen = second !== null;
  return (
    <div
      ref={frame}
      className="ws-split"
      style={{
        gridTemplateColumns: isOpen
          ? `minmax(0, 1fr) 0 minmax(0, min(${size}px, max(36%, 100% - ${keep}px)))`
          : 'minmax(0, 1fr)',
      }}
    >
      <div className="ws-split-part">{first}</div>
      {isOpen ? (
        <>
          <div
            className="ws-split-divider"
            role="separator"
            tabIndex={0}
            aria-orientation="vertical"
            aria-label={`Width of the ${label}`}
            aria-valuenow={size}
            aria-valuemin={smallest}
            title="Drag, or use the arrow keys; double-click for the first width"
            onPointerDown={(event) => {
              event.preventDefault();
              event.currentTarget.setPointerCapture(event.pointerId);
            }}
            onPointerMove={drag}
            onDoubleClick={() => place(initial)}
            onKeyDown={press}
          />
          <div className="ws-split-part ws-split-second">{second}</div>
        </>
      ) : null}
    </div>
  );
}
