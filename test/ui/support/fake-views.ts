import type { AdminApi, ExchangeRow, TrafficLine, TrafficView, TrafficWish } from '../../../preload/contract.ts';

type ViewAnswers = Pick<
  AdminApi,
  | 'openView'
  | 'getView'
  | 'listViewLines'
  | 'listViewIds'
  | 'findInView'
  | 'toggleViewLine'
  | 'getViewHistogram'
  | 'closeView'
>;

interface Kept {
  wish: TrafficWish;
  open: Set<string>;
}

/** The host's views over a handful of rows. The filter knows `status:4xx`, some fields and plain text. */
export function fakeViews(rows: ExchangeRow[]): ViewAnswers {
  const views = new Map<number, Kept>();
  let version = 0;
  const matched = ({ wish }: Kept): ExchangeRow[] => {
    const stored = rows.filter((row) => row.outcome !== 'pending' && fits(row, wish.filter));
    const { column = 'time', descending = false } = wish.sort ?? {};
    const sorted = stored.toSorted((left, right) => left.id - right.id);
    if (column === 'operation') sorted.sort((left, right) => `${left.operation}`.localeCompare(`${right.operation}`));
    return descending ? sorted.toReversed() : sorted;
  };
  const linesOf = (kept: Kept): TrafficLine[] => {
    const { group, collapse } = kept.wish;
    if (!group) return collapse === true ? collapsed(matched(kept), kept.open) : matched(kept).map(toLine);
    const groups = new Map<string, ExchangeRow[]>();
    for (const row of matched(kept)) {
      const name = row[`${group}Id`] ?? '';
      groups.set(name, [...(groups.get(name) ?? []), row]);
    }
    return [...groups].flatMap(([name, own]) => {
      const [first, last] = [own[0], own.at(-1)];
      if (!first || !last) return [];
      const isOpen = kept.open.has(`g${name}`);
      const sums = { refused: 0, wrong: 0, count: own.length, from: first.realAt, to: last.realAt };
      return [
        { kind: 'group' as const, key: `g${name}`, row: last, ...sums, isOpen },
        ...(isOpen ? own.map(toLine) : []),
      ];
    });
  };
  const stateOf = (viewId: number, kept: Kept): TrafficView => ({
    viewId,
    version: (version += 1),
    first: 0,
    lines: linesOf(kept).length,
    matched: matched(kept).length,
    lookedAt: rows.length,
    toLookAt: rows.length,
    isComplete: true,
    isRelative: false,
    problem: null,
    note: null,
    changedFrom: 0,
  });
  return {
    async openView(wish) {
      const viewId = views.size + 1;
      views.set(viewId, { wish, open: new Set() });
      return stateOf(viewId, { wish, open: new Set() });
    },
    async getView({ viewId }) {
      const kept = views.get(viewId);
      return kept ? stateOf(viewId, kept) : null;
    },
    async listViewLines({ viewId, from, count }) {
      const kept = views.get(viewId);
      if (!kept) return null;
      const begin = Math.max(0, from);
      return { version, from: begin, lines: linesOf(kept).slice(begin, from + count) };
    },
    async findInView({ viewId, id }) {
      const kept = views.get(viewId);
      if (!kept) return null;
      const position = linesOf(kept).findIndex((line) => line.row.id === id);
      return { position: position < 0 ? null : position };
    },
    async listViewIds({ viewId, between, limit }) {
      const kept = views.get(viewId);
      if (!kept) return null;
      const ids = matched(kept).map(({ id }) => id);
      const ends = between?.map((id) => ids.indexOf(id)) ?? [0, ids.length - 1];
      return ids.slice(Math.min(...ends), Math.max(...ends) + 1).slice(0, limit);
    },
    async toggleViewLine({ viewId, key, isOpen }) {
      const kept = views.get(viewId);
      if (!kept) return null;
      if (isOpen) kept.open.add(key);
      else kept.open.delete(key);
      return stateOf(viewId, kept);
    },
    async getViewHistogram({ viewId, bars }) {
      const kept = views.get(viewId);
      const own = kept ? matched(kept).toSorted((left, right) => left.id - right.id) : [];
      const [from, to] = [own[0]?.realAt ?? 0, own.at(-1)?.realAt ?? 0];
      const length = Math.max(1, to - from + 1) / bars;
      const inBar = (bar: number): ExchangeRow[] =>
        own.filter(({ realAt }) => Math.floor((realAt - from) / length) === bar);
      return {
        from,
        to,
        bars: Array.from({ length: own.length === 0 ? 0 : bars }, (_, bar) => ({
          firstId: inBar(bar)[0]?.id ?? null,
          count: inBar(bar).length,
          refused: 0,
          wrong: 0,
        })),
      };
    },
    async closeView() {},
  };
}

function toLine(row: ExchangeRow): TrafficLine {
  return { kind: 'row', row, isInside: false };
}

function collapsed(rows: ExchangeRow[], open: ReadonlySet<string>): TrafficLine[] {
  const lines: TrafficLine[] = [];
  let run: ExchangeRow[] = [];
  const finish = (): void => {
    const [first, last] = [run[0], run.at(-1)];
    if (!first || !last) return;
    const key = `r${first.id}`;
    if (run.length === 1) lines.push(toLine(first));
    else {
      const isOpen = open.has(key);
      lines.push({ kind: 'repeats', key, row: last, count: run.length, from: first.realAt, to: last.realAt, isOpen });
      if (isOpen) lines.push(...run.map((row) => ({ kind: 'row' as const, row, isInside: true })));
    }
    run = [];
  };
  for (const row of rows) {
    if (run[0] && run[0].operation !== row.operation) finish();
    run.push(row);
  }
  finish();
  return lines;
}

function fits(row: ExchangeRow, filter: string): boolean {
  return filter
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => {
      const [, field = '', value = word] = /^(\w+):(.+)$/.exec(word) ?? [];
      if (field === 'status') return `${row.status}`.startsWith(value.replaceAll('x', ''));
      if (field === 'op') return row.operation === value;
      if (field === 'outcome') return row.outcome === value;
      return field !== '' || JSON.stringify(row).toLowerCase().includes(value.toLowerCase());
    });
}
