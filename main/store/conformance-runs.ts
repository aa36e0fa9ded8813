import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type {
  ConformanceCase,
  ConformanceCaseRow,
  ConformanceRunRow,
  ConformanceSuite,
} from '../../preload/contract.ts';
import type { Database } from './database.ts';

/** Which captured exchanges a run has made; `last` is null while it goes on. */
export interface ExchangeRange {
  first: number;
  last: number | null;
}

/** What is kept of conformance runs; older ones than the last hundred are removed. */
export interface ConformanceRuns {
  create(run: Omit<ConformanceRunRow, 'id'>, firstExchange: number): ConformanceRunRow;
  update(run: ConformanceRunRow, lastExchange?: number): void;
  add(runId: number, position: number, result: ConformanceCase): void;
  /** Newest first. */
  list(): ConformanceRunRow[];
  get(runId: number): ConformanceRunRow | undefined;
  cases(runId: number): ConformanceCaseRow[];
  detail(runId: number, suite: ConformanceSuite, name: string): ConformanceCase | undefined;
  range(runId: number): ExchangeRange | undefined;
  remove(runId: number): boolean;
  /** Removes the oldest beyond the number that is kept; returns which. */
  trim(): number[];
}

const KEPT_RUNS = 100;

export function createConformanceRuns(database: Database): ConformanceRuns {
  const sql = {
    insert: database.prepare('INSERT INTO conformance_runs (state, summary, first_exchange) VALUES (?, ?, ?)'),
    update: database.prepare('UPDATE conformance_runs SET state = ?, summary = ?, last_exchange = ? WHERE id = ?'),
    all: database.prepare<[], StoredRun>('SELECT id, summary FROM conformance_runs ORDER BY id DESC'),
    one: database.prepare<[number], StoredRun>('SELECT id, summary FROM conformance_runs WHERE id = ?'),
    range: database.prepare<[number], ExchangeRange>(
      'SELECT first_exchange AS first, last_exchange AS last FROM conformance_runs WHERE id = ?',
    ),
    remove: database.prepare('DELETE FROM conformance_runs WHERE id = ?'),
    surplus: database
      .prepare<[number], number>('SELECT id FROM conformance_runs ORDER BY id DESC LIMIT -1 OFFSET ?')
      .pluck(),
    addCase: database.prepare(
      'INSERT INTO conformance_cases (run_id, position, suite, name, row, detail) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    cases: database
      .prepare<[number], string>('SELECT row FROM conformance_cases WHERE run_id = ? ORDER BY position')
      .pluck(),
    detail: database
      .prepare<[number, string, string], Buffer>(
        'SELECT detail FROM conformance_cases WHERE run_id = ? AND suite = ? AND name = ?',
      )
      .pluck(),
    unfinished: database.prepare<[], StoredRun>("SELECT id, summary FROM conformance_runs WHERE state = 'running'"),
  };

  const runs: ConformanceRuns = {
    create(run, firstExchange) {
      const { lastInsertRowid } = sql.insert.run(run.state, JSON.stringify(run), firstExchange);
      return { ...run, id: Number(lastInsertRowid) };
    },
    update({ id, ...run }, lastExchange) {
      sql.update.run(run.state, JSON.stringify(run), lastExchange ?? null, id);
    },
    add(runId, position, result) {
      const detail = deflateRawSync(JSON.stringify(result));
      sql.addCase.run(runId, position, result.suite, result.name, JSON.stringify(rowOfCase(result)), detail);
    },
    list: () => sql.all.all().map(toRow),
    get(runId) {
      const stored = sql.one.get(runId);
      return stored && toRow(stored);
    },
    cases: (runId) => sql.cases.all(runId).map((text) => JSON.parse(text) as ConformanceCaseRow),
    detail(runId, suite, name) {
      const packed = sql.detail.get(runId, suite, name);
      return packed && (JSON.parse(inflateRawSync(packed).toString('utf8')) as ConformanceCase);
    },
    range: (runId) => sql.range.get(runId),
    remove: (runId) => sql.remove.run(runId).changes > 0,
    trim() {
      const surplus = sql.surplus.all(KEPT_RUNS);
      for (const id of surplus) sql.remove.run(id);
      return surplus;
    },
  };
  // A run that was going when the app was ended cannot be taken up again.
  for (const run of sql.unfinished.all().map(toRow)) {
    runs.update({
      ...run,
      state: 'failed',
      current: null,
      problem: 'WOPI Sandbox was ended while the cases were running.',
    });
  }
  return runs;
}

/** A case as lists show it. */
export function rowOfCase({
  description: _description,
  spec: _spec,
  steps: _steps,
  ruleFindings: _found,
  ...row
}: ConformanceCase): ConformanceCaseRow {
  return row;
}

interface StoredRun {
  id: number;
  summary: string;
}

function toRow({ id, summary }: StoredRun): ConformanceRunRow {
  return { ...(JSON.parse(summary) as Omit<ConformanceRunRow, 'id'>), id };
}
