import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { TrafficLine, TrafficView, TrafficWish } from '../../preload/contract.ts';
import { openDatabase, TRAFFIC_MIGRATIONS } from '../../main/store/database.ts';
import { createViewEngine } from '../../main/store/views/engine.ts';

/** Nothing here has a body. */
const NO_BODIES = { folder: '', stateFile: null };

const directory = mkdtempSync(join(tmpdir(), 'wopi-sandbox-views-'));
const file = join(directory, 'traffic.db');
const { database } = openDatabase(file, TRAFFIC_MIGRATIONS);
afterAll(() => {
  database.close();
  rmSync(directory, { recursive: true });
});

const STEP = 1_000;
const OPERATIONS = ['Lock', 'RefreshLock', 'PutFile'];
const OUTCOMES = ['ok', 'locked-by-other', 'server-error'];
const NAMES = ['Plan.docx', 'Budget.xlsx'];

function numberOf(text: string): number {
  database.prepare('INSERT OR IGNORE INTO texts (text) VALUES (?)').run(text);
  return database.prepare<[string], number>('SELECT id FROM texts WHERE text = ?').pluck().get(text) ?? 0;
}

interface Made {
  operation: number;
  outcome: number;
  file: number;
  session: number;
  duration: number;
}

function store(id: number, { operation, outcome, file: of, session, duration }: Made): void {
  const text = (values: readonly string[], index: number): number => numberOf(values[index] ?? '');
  database
    .prepare(
      `INSERT INTO exchanges (id, real_at, at, status, duration_ms, request_bytes, response_bytes, method, path, operation,
         file_id, file_name, person_id, person_name, client, outcome, lock_id, session_id, token_id, correlation_id,
         request_body, response_body, stored_bytes)
       VALUES (?, ?, 0, ?, ?, 0, 0, ?, ?, ?, ?, ?, NULL, NULL, ?, ?, NULL, ?, NULL, ?, NULL, NULL, 1)`,
    )
    .run([
      id,
      id * 1000,
      outcome === 0 ? 200 : 409,
      duration,
      numberOf('POST'),
      numberOf('/wopi'),
      text(OPERATIONS, operation),
      text(NAMES, of),
      text(NAMES, of),
      numberOf('client'),
      text(OUTCOMES, outcome),
      session === 0 ? null : numberOf(`session ${session}`),
      `correlation ${(id / STEP) % 5}`,
    ]);
}

const made = fc.record({
  operation: fc.nat(2),
  outcome: fc.nat(2),
  file: fc.nat(1),
  session: fc.nat(2),
  duration: fc.nat(3),
});
/** What happens to the traffic while a view is looked at. */
const event = fc.oneof(
  fc.record({ kind: fc.constant('store' as const), rows: fc.array(made, { minLength: 1, maxLength: 6 }) }),
  // ended long after the others: its id is below theirs
  fc.record({ kind: fc.constant('late' as const), rows: fc.array(made, { minLength: 1, maxLength: 2 }) }),
  fc.record({ kind: fc.constant('trim' as const), count: fc.nat(4) }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(20) }),
  fc.record({ kind: fc.constant('clear' as const) }),
);
const wish: fc.Arbitrary<TrafficWish> = fc.record({
  filter: fc.constantFrom('', 'status:409', 'op:Lock', 'file:plan -op:PutFile', 'session:1 or outcome:server-error'),
  sort: fc.constantFrom(
    null,
    { column: 'time', descending: true },
    { column: 'duration', descending: true },
    { column: 'file', descending: false },
    { column: 'correlation', descending: false },
  ),
  group: fc.constantFrom(null, 'session' as const, 'file' as const, 'correlation' as const),
  collapse: fc.boolean(),
});

test('a view that is extended step by step equals one that is built at once', () => {
  fc.assert(
    fc.property(
      wish,
      fc.array(made, { maxLength: 30 }),
      fc.array(event, { maxLength: 12 }),
      (wanted, begun, events) => {
        for (const table of ['exchanges', 'texts']) database.exec(`DELETE FROM ${table}`);
        let now = 0;
        const engine = createViewEngine({ nativeBinding: undefined, timer: () => (now += 1) });
        // Far apart, so that a view is built of several windows of ids.
        let nextId = STEP;
        const gaps: number[] = [];
        const add = (row: Made): void => {
          // some ids belong to requests that are still running
          if (nextId % (4 * STEP) === 0) {
            gaps.push(nextId);
            nextId += STEP;
          }
          store(nextId, row);
          nextId += STEP;
        };
        const settled = (viewId: number): TrafficView => {
          let state: TrafficView | null = null;
          do {
            const working = engine.nextToWorkOn();
            if (working !== null) engine.work(working);
            state = engine.state({ viewId, since: 0, now: 0, hiddenRules: [], isVoid: false });
          } while (state?.isComplete === false);
          if (!state) throw new Error('The view is gone.');
          return state;
        };
        const linesOf = (viewId: number): (TrafficLine | null)[] => {
          const { first, lines } = settled(viewId);
          return engine.lines({ viewId, from: first, count: lines, hiddenRules: [] })?.lines ?? [];
        };
        const open = (viewId: number): void =>
          void engine.open({ viewId, file, bodies: NO_BODIES, wish: wanted, now: 0, hiddenRules: [] });
        try {
          for (const row of begun) add(row);
          open(1);
          for (const each of events) {
            if (each.kind === 'store') for (const row of each.rows) add(row);
            else if (each.kind === 'late') {
              const ids = gaps.splice(0, each.rows.length);
              for (const [index, id] of ids.entries()) if (each.rows[index]) store(id, each.rows[index]);
              engine.late({ file, ids });
            } else if (each.kind === 'trim') {
              const oldest = database.prepare<[], number>('SELECT MIN(id) FROM exchanges').pluck().get() ?? 0;
              database.prepare('DELETE FROM exchanges WHERE id < ?').run(oldest + each.count * STEP);
              engine.trim({ file, oldest: oldest + each.count * STEP });
              gaps.splice(0, Infinity, ...gaps.filter((id) => id >= oldest + each.count * STEP));
            } else if (each.kind === 'remove') {
              database.prepare('DELETE FROM exchanges WHERE id = ?').run(each.at * STEP);
              engine.remove({ file, ids: [each.at * STEP] });
            } else {
              database.exec('DELETE FROM exchanges');
              engine.trim({ file, oldest: Number.MAX_SAFE_INTEGER });
              gaps.length = 0;
            }
            settled(1);
          }
          open(2);
          const keys = (viewId: number): unknown[] =>
            linesOf(viewId).map((line) => line && { ...line, key: 'key' in line ? line.kind : line.row.id });
          expect(keys(1)).toEqual(keys(2));
        } finally {
          engine.stop();
        }
      },
    ),
    { numRuns: 150 },
  );
});
