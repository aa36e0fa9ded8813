import { useEffect, useState } from 'react';

/** So long after the last row came or went, rows are put in order again. */
const CALM_MS = 200;

interface Span {
  start: number;
  end: number;
  capacity: number;
}

/**
 * The rows to draw, in the order their elements stand in. A row that comes takes over the element of one that left, and
 * that one stays where it is: an element that is moved is built anew by the browser, which costs more than its text. What
 * reads the page aloud goes by the order of elements, so they are put in order as soon as the list stands still.
 */
export function useSlots({ start, end, capacity }: Span, isRecycling: boolean): readonly number[] {
  /** The slot that stands first. */
  const [pivot, setPivot] = useState(0);
  const first = start % capacity;
  useEffect(() => {
    if (!isRecycling || first === pivot) return undefined;
    const timer = setTimeout(() => setPivot(first), CALM_MS);
    return () => clearTimeout(timer);
  }, [first, isRecycling, pivot]);
  if (!isRecycling) return Array.from({ length: end - start }, (_, place) => start + place);
  return Array.from(
    { length: capacity },
    (_, place) => start + ((((pivot + place - start) % capacity) + capacity) % capacity),
  ).filter((index) => index < end);
}
