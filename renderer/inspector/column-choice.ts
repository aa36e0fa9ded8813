import { create } from 'zustand';

/** What somebody made of the columns; whatever is not named here is as the table of columns says. */
export interface ColumnChoice {
  /** All ids in their order; empty: the first order. */
  order: readonly string[];
  shown: readonly string[];
  hidden: readonly string[];
  /** Pixels. */
  widths: Readonly<Record<string, number>>;
}

export interface Choosable {
  id: string;
  width: number | string;
  /** Only shown when somebody asks for it. */
  isHiddenAtFirst?: boolean;
  yields?: number;
}

export const FIRST_CHOICE: ColumnChoice = { order: [], shown: [], hidden: [], widths: {} };
const KEPT_AS = 'traffic.columns';
export const SMALLEST = 32;
export const LARGEST = 2_000;

/** Kept per user of this browser or window; `leftOut` are the columns a narrow list has no room for at the moment. */
export const useColumnChoice = create<{ choice: ColumnChoice; leftOut: readonly string[] }>(() => ({
  choice: remembered(),
  leftOut: [],
}));

export function setLeftOut(leftOut: readonly string[]): void {
  if (leftOut.join() !== useColumnChoice.getState().leftOut.join()) useColumnChoice.setState({ leftOut });
}

/** The columns to show, in order, with their widths. One that was asked for does not yield to a narrow list. */
export function arrange<C extends Choosable>(columns: readonly C[], choice: ColumnChoice): readonly C[] {
  return inOrder(columns, choice)
    .filter((column) => isShown(column, choice))
    .map((column) => {
      const width = choice.widths[column.id];
      const { yields, ...wanted } = column;
      const own = choice.shown.includes(column.id) || yields === undefined ? wanted : column;
      return (width === undefined ? own : { ...own, width }) as C;
    });
}

export function isShown({ id, isHiddenAtFirst = false }: Choosable, { shown, hidden }: ColumnChoice): boolean {
  return shown.includes(id) || (!isHiddenAtFirst && !hidden.includes(id));
}

/** All columns, shown or not. A column that came with a newer version stands behind the one it follows at first. */
export function inOrder<C extends Choosable>(columns: readonly C[], { order }: ColumnChoice): readonly C[] {
  const known = order.flatMap((id) => columns.find((column) => column.id === id) ?? []);
  if (known.length === 0) return columns;
  for (const [index, column] of columns.entries()) {
    if (known.includes(column)) continue;
    const before = columns[index - 1];
    known.splice(before ? known.indexOf(before) + 1 : 0, 0, column);
  }
  return known;
}

export function show(column: Choosable, isWanted: boolean): void {
  change(({ shown, hidden, ...rest }) => ({
    ...rest,
    shown: [...shown.filter((id) => id !== column.id), ...(isWanted ? [column.id] : [])],
    hidden: [...hidden.filter((id) => id !== column.id), ...(isWanted || column.isHiddenAtFirst ? [] : [column.id])],
  }));
}

export function moveTo(columns: readonly Choosable[], id: string, place: number): void {
  change((choice) => {
    const ids = inOrder(columns, choice).map((column) => column.id);
    const others = ids.filter((each) => each !== id);
    others.splice(Math.max(0, Math.min(others.length, place)), 0, id);
    return { ...choice, order: others };
  });
}

/** These columns in this order, and no others; as wide as they were. */
export function showOnly(columns: readonly Choosable[], ids: readonly string[]): void {
  const known = ids.filter((id) => columns.some((column) => column.id === id));
  const others = columns.map(({ id }) => id).filter((id) => !known.includes(id));
  change(({ widths }) => ({ order: [...known, ...others], shown: known, hidden: others, widths }));
}

/** null: as wide as at first. */
export function size(id: string, width: number | null): void {
  change((choice) => {
    const { [id]: _, ...others } = choice.widths;
    const next = width === null ? null : Math.round(Math.max(SMALLEST, Math.min(LARGEST, width)));
    return { ...choice, widths: next === null ? others : { ...others, [id]: next } };
  });
}

export function resetColumns(): void {
  localStorage.removeItem(KEPT_AS);
  useColumnChoice.setState({ choice: FIRST_CHOICE });
}

function change(by: (choice: ColumnChoice) => ColumnChoice): void {
  const choice = by(useColumnChoice.getState().choice);
  localStorage.setItem(KEPT_AS, JSON.stringify(choice));
  useColumnChoice.setState({ choice });
}

/** What was kept, as far as it makes sense: anybody can write into local storage. */
function remembered(): ColumnChoice {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT_AS) ?? 'null') as unknown;
    if (typeof kept !== 'object' || kept === null) return FIRST_CHOICE;
    const { order, shown, hidden, widths } = kept as Record<string, unknown>;
    return { order: idsOf(order), shown: idsOf(shown), hidden: idsOf(hidden), widths: widthsOf(widths) };
  } catch {
    return FIRST_CHOICE;
  }
}

function idsOf(value: unknown): string[] {
  return Array.isArray(value) ? [...new Set(value.filter((id): id is string => typeof id === 'string'))] : [];
}

function widthsOf(value: unknown): Record<string, number> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] >= SMALLEST && entry[1] <= LARGEST,
    ),
  );
}
