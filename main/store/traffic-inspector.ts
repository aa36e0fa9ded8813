import { createEngine } from '../findings/engine.ts';
import type { Raised } from '../findings/engine.ts';
import type { Severity } from '../findings/rule.ts';
import { RULES } from '../findings/rules/index.ts';
import type { Observed } from '../findings/seen.ts';
import type { Database } from './database.ts';
import type { Detail, FinishedExchange, StoredValue } from './exchange-record.ts';
import { detailOf, ROW_COLUMNS, STORED, STORED_SELECT, unpackDetail } from './exchange-record.ts';
import type { NewBody } from './traffic-writer.ts';

/** A finding without its words: enough to count and to mark. */
export interface FoundBrief {
  exchangeId: number;
  rule: string;
  severity: Severity;
  /** It is about an exchange that was stored before, and may have other findings. */
  isLater: boolean;
}

export interface Inspection {
  found: FoundBrief[];
  inspectionFailure: string | null;
}

interface TrafficInspector {
  /** Looks at the exchanges of a batch as they are written, and writes what was found beside them. */
  begin(bodies: readonly NewBody[]): { add(exchange: FinishedExchange): void; result(): Inspection };
  /** What was inspected is stored; a batch that failed comes again and is not looked at twice. */
  settled(): void;
}

/** How many exchanges of earlier runs are looked at first, so that sessions which go on are understood. */
const WARM_UP = 400;

/** The rules on live traffic; beside the writer, so that no answer ever waits for them. */
export function createTrafficInspector(database: Database): TrafficInspector {
  let inspectionFailure: string | null = null;
  const engine = createEngine(RULES, (rule, error) => {
    inspectionFailure = `The rule ${rule}: ${wordsOf(error)}`;
  });
  const sql = {
    body: database.prepare<[string], { bytes: Buffer | null }>('SELECT bytes FROM captured_bodies WHERE sha256 = ?'),
    latest: database.prepare<[number], StoredValue[]>(
      `SELECT * FROM (SELECT ${STORED_SELECT} FROM exchanges e JOIN exchange_details d USING (id) ORDER BY id DESC LIMIT ?)
       ORDER BY id`,
    ),
    // The finding may be about an earlier exchange, and that one may be gone.
    insert: database.prepare(
      `INSERT OR IGNORE INTO findings (exchange_id, rule, severity, evidence, real_at, operation, file_id, file_name, session_id)
       SELECT id, ?, ?, ?, real_at, ${['operation', 'file_id', 'file_name', 'session_id'].map(textOf).join(', ')}
       FROM exchanges e WHERE id = ?`,
    ),
  };
  const inspected = new Map<number, Raised[]>();
  let isWarm = false;

  const reader = (bodies: readonly NewBody[]): ((sha256: string) => Uint8Array | null) => {
    const fresh = new Map(bodies.map(({ sha256, bytes }) => [sha256, bytes]));
    return (sha256) => fresh.get(sha256) ?? sql.body.get(sha256)?.bytes ?? null;
  };
  const raisedBy = (exchange: FinishedExchange, read: (sha256: string) => Uint8Array | null): Raised[] => {
    const { id } = exchange.row;
    const known = inspected.get(id);
    if (known) return known;
    const raised = engine.inspect(observed(exchange, read));
    inspected.set(id, raised);
    return raised;
  };
  const warmUp = (before: number): void => {
    isWarm = true;
    const read = reader([]);
    for (const row of sql.latest.raw().all(WARM_UP))
      if ((row[STORED.id] as number) < before) engine.inspect(toObserved(row, read));
  };

  return {
    begin(bodies) {
      const found: FoundBrief[] = [];
      const read = reader(bodies);
      inspectionFailure = null;
      const add = (exchange: FinishedExchange): void => {
        const { id } = exchange.row;
        if (!isWarm) warmUp(id);
        try {
          for (const { exchangeId, rule, severity, evidence } of raisedBy(exchange, read))
            if (sql.insert.run(rule, severity, evidence, exchangeId).changes > 0)
              found.push({ exchangeId, rule, severity, isLater: exchangeId !== id });
        } catch (error) {
          inspectionFailure = `Exchange ${id}: ${wordsOf(error)}`;
        }
      };
      return { add, result: () => ({ found, inspectionFailure }) };
    },
    settled: () => inspected.clear(),
  };
}

/** A stored row as rules are given it. */
export function toObserved(row: readonly StoredValue[], read: (sha256: string) => Uint8Array | null): Observed {
  const fields = Object.fromEntries(ROW_COLUMNS.map(([, field], index) => [field, row[index]]));
  const detail = unpackDetail(row[STORED.detail] as string);
  const hashes = [row[STORED.requestSha256], row[STORED.responseSha256]] as [string | null, string | null];
  return toSeen(fields as unknown as FinishedExchange['row'], detail, hashes, read);
}

/** The same of an exchange that is only being stored. */
function observed(exchange: FinishedExchange, read: (sha256: string) => Uint8Array | null): Observed {
  const { row, requestBody, responseBody } = exchange;
  return toSeen(row, detailOf(exchange), [requestBody.sha256, responseBody.sha256], read);
}

function toSeen(
  row: FinishedExchange['row'],
  detail: Detail,
  [requestSha256, responseSha256]: [string | null, string | null],
  read: (sha256: string) => Uint8Array | null,
): Observed {
  return {
    exchange: { ...row, ...detail },
    requestSha256,
    responseSha256,
    read(side) {
      const { size, kept } = side === 'request' ? detail.requestBody : detail.responseBody;
      if (size === 0) return NOTHING;
      const sha256 = side === 'request' ? requestSha256 : responseSha256;
      return kept === 0 || sha256 === null ? null : read(sha256);
    },
  };
}

function textOf(column: string): string {
  return `(SELECT text FROM texts WHERE id = e.${column})`;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const NOTHING = new Uint8Array();
