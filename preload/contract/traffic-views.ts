import type { ExchangeRow } from './exchanges.ts';

// The list of Traffic as it is shown: filtered, grouped, sorted.

export type TrafficGrouping = 'session' | 'file' | 'person' | 'correlation';

/** What a list of traffic is to show. */
export interface TrafficWish {
  /** In the language of the filter; '' for everything. */
  filter: string;
  /** Name of a column; by time, oldest first, when absent. */
  sort?: { column: string; descending: boolean } | null;
  group?: TrafficGrouping | null;
  /** Neighbours of one operation, file, person, session and outcome become one line. */
  collapse?: boolean;
  /** Id of an opened capture; the live traffic when absent. */
  source?: string;
}

/** A list that the host keeps: the screen asks for the lines it shows, by position. */
export interface TrafficView {
  viewId: number;
  /** Grows with every change of the lines. */
  version: number;
  /** Position of the first line. It may be negative: older lines that are found later come before the others and move none of them. */
  first: number;
  lines: number;
  /** Exchanges that match. */
  matched: number;
  /** How many exchanges were looked at so far, newest first, and how many there are to look at. */
  lookedAt: number;
  toLookAt: number;
  isComplete: boolean;
  /** The filter counts from now: what matches changes though nothing happens. */
  isRelative: boolean;
  /** Why the rest is not looked at; a sentence with the remedy. */
  problem: string | null;
  /** What the search could not look at, and why; a sentence. */
  note: string | null;
  /** Lowest position whose line is another one than at the version asked with; null when none is. */
  changedFrom: number | null;
}

export type TrafficLine =
  | { kind: 'row'; row: ExchangeRow; /** Belongs to opened repeats. */ isInside: boolean }
  /** The same again and again; `row` is the newest of them. */
  | { kind: 'repeats'; key: string; row: ExchangeRow; count: number; from: number; to: number; isOpen: boolean }
  /** `row` is the newest of the group. */
  | {
      kind: 'group';
      key: string;
      row: ExchangeRow;
      count: number;
      from: number;
      to: number;
      refused: number;
      wrong: number;
      isOpen: boolean;
    };

export interface TrafficLines {
  version: number;
  /** Position of the first of them. */
  from: number;
  /** null for one that is gone meanwhile. */
  lines: (TrafficLine | null)[];
}

/** A stretch of time. */
export interface TrafficBar {
  /** The first exchange of it; null when there was none. */
  firstId: number | null;
  count: number;
  /** How many of them the protocol refused, and how many went wrong. */
  refused: number;
  wrong: number;
}

export interface TrafficHistogram {
  from: number;
  to: number;
  /** Stretches of equal length between both. */
  bars: TrafficBar[];
}
