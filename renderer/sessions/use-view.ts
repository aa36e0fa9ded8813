import { useEffect, useRef, useState, type RefObject } from 'react';
import { pan, zoom, type View } from './axis.ts';

/** What of the axis is in sight, and how it is moved. */
export interface AxisView {
  view: View;
  /** Pixels of the track. */
  width: number;
  /** Pixels from its left edge. */
  toX: (place: number) => number;
  zoomBy: (factor: number, around?: number) => void;
  panBy: (share: number) => void;
  showAll: () => void;
  onPointerDown: (event: { button: number; clientX: number; pointerId: number; currentTarget: Element }) => void;
  onPointerMove: (event: { clientX: number }) => void;
  onPointerUp: () => void;
}

/** Until the track is measured (first paint, tests without layout). */
const UNMEASURED = 600;
const WHEEL_STEP = 1.2;

/**
 * @param track what is as wide as the axis is drawn
 * @param surface where the wheel moves it: with Ctrl nearer and further, with Shift sideways
 */
export function useAxisView(
  length: number,
  track: RefObject<HTMLElement | null>,
  surface: RefObject<HTMLElement | null>,
): AxisView {
  const [view, setView] = useState<View>({ from: 0, to: length });
  const [width, setWidth] = useState(UNMEASURED);
  const dragged = useRef<number | null>(null);
  const [shownLength, setShownLength] = useState(length);
  if (shownLength !== length) {
    setShownLength(length);
    setView(({ from, to }) => (to >= shownLength ? { from: Math.min(from, length), to: length } : { from, to }));
  }

  useEffect(() => {
    const element = track.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(entry.contentRect.width);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [track]);

  useEffect(() => {
    const element = surface.current;
    if (!element) return undefined;
    const turn = (event: WheelEvent): void => {
      const left = track.current?.getBoundingClientRect().left ?? 0;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const share = Math.max(0, Math.min(1, (event.clientX - left) / width));
        setView((before) =>
          zoom(
            before,
            length,
            event.deltaY > 0 ? WHEEL_STEP : 1 / WHEEL_STEP,
            before.from + share * (before.to - before.from),
          ),
        );
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        const pixels = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
        setView((before) => pan(before, length, (pixels / width) * (before.to - before.from)));
      }
    };
    // React's own listener may not stop the page from zooming.
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [surface, track, length, width]);

  return {
    view,
    width,
    toX: (place) => ((place - view.from) / Math.max(Number.EPSILON, view.to - view.from)) * width,
    zoomBy: (factor, around) => setView((before) => zoom(before, length, factor, around)),
    panBy: (share) => setView((before) => pan(before, length, share * (before.to - before.from))),
    showAll: () => setView({ from: 0, to: length }),
    onPointerDown({ button, clientX, pointerId, currentTarget }) {
      if (button !== 0) return;
      dragged.current = clientX;
      currentTarget.setPointerCapture(pointerId);
    },
    onPointerMove({ clientX }) {
      const from = dragged.current;
      if (from === null) return;
      dragged.current = clientX;
      setView((before) => pan(before, length, ((from - clientX) / width) * (before.to - before.from)));
    },
    onPointerUp() {
      dragged.current = null;
    },
  };
}
