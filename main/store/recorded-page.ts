import type { BodyInfo, ExchangeDetail, ExchangeRow, Finding } from '../../preload/contract.ts';
import type { Annotations } from './annotations.ts';
import type { Database } from './database.ts';
import { STORED_SELECT, unpackDetail } from './exchange-record.ts';
import { whatIsLeft } from './stored-body.ts';

/** An exchange with everything that is stored beside it. */
export interface RecordedExchange {
  exchange: ExchangeDetail;
  findings: Finding[];
  /** Null: none is kept, or it stands in a file of its own, to be read from there in pieces. */
  bodies: { request: Uint8Array | null; response: Uint8Array | null };
}

type StoredRow = ExchangeRow & {
  requestSha256: string | null;
  responseSha256: string | null;
  stored_bytes: number;
  detail: string;
};

interface Sources {
  annotations: Pick<Annotations, 'between'>;
  pathOfBytes: (sha256: string) => string | undefined;
}

/** Bodies that are in memory together. */
const HELD_BYTES = 4 * 1024 * 1024;

/**
 * Reads exchanges many at a time: asked for one by one, most of the time goes into the asking.
 * @returns those that are kept of the ids, in their order
 */
export function createRecordedPage(
  reader: Database,
  { annotations, pathOfBytes }: Sources,
): (ids: readonly number[]) => Generator<RecordedExchange> {
  const given = 'IN (SELECT value FROM json_each(?))';
  const sql = {
    rows: reader.prepare<[string], StoredRow>(
      `SELECT ${STORED_SELECT} FROM exchanges e JOIN exchange_details d USING (id) WHERE id ${given} ORDER BY id`,
    ),
    bodies: reader.prepare<[string], { sha256: string; bytes: Buffer | null }>(
      `SELECT sha256, bytes FROM captured_bodies WHERE sha256 ${given}`,
    ),
    findings: reader.prepare<[string], Finding>(
      `SELECT exchange_id AS exchangeId, rule, severity, evidence, real_at AS realAt, operation, file_id AS fileId,
         file_name AS fileName, session_id AS sessionId FROM findings WHERE exchange_id ${given} ORDER BY exchange_id, rule`,
    ),
  };

  return function* page(ids) {
    const wanted = JSON.stringify(ids);
    const rows = sql.rows.all(wanted).map(toKept);
    const findings = new Map<number, Finding[]>();
    for (const one of sql.findings.all(wanted))
      findings.set(one.exchangeId, [...(findings.get(one.exchangeId) ?? []), one]);
    const marks = annotations.between(ids[0] ?? 0, ids.at(-1) ?? 0);
    for (const held of runsOf(rows)) {
      const hashes = new Set(held.flatMap(({ request, response }) => [request.sha256, response.sha256]));
      const bytes = new Map(sql.bodies.all(JSON.stringify([...hashes])).map((one) => [one.sha256, one.bytes]));
      for (const { exchange, request, response } of held) {
        const side = ({ sha256, info }: KeptBody): { info: BodyInfo; bytes: Uint8Array | null } => {
          const stored = (sha256 === null ? null : bytes.get(sha256)) ?? null;
          const left = whatIsLeft(info, { sha256, bytes: stored }, pathOfBytes);
          return { info: left, bytes: left.kept === 0 ? null : (stored?.subarray(0, left.kept) ?? null) };
        };
        const [asked, answered] = [side(request), side(response)];
        const mark = marks.get(exchange.id);
        yield {
          exchange: {
            ...exchange,
            ...(mark ? { mark } : {}),
            requestBody: asked.info,
            responseBody: answered.info,
          },
          findings: findings.get(exchange.id) ?? [],
          bodies: { request: asked.bytes, response: answered.bytes },
        };
      }
    }
  };
}

interface KeptBody {
  sha256: string | null;
  info: BodyInfo;
}

interface Kept {
  exchange: ExchangeDetail;
  request: KeptBody;
  response: KeptBody;
}

function toKept(stored: StoredRow): Kept {
  const { requestSha256, responseSha256, stored_bytes: _, detail, ...row } = stored;
  const exchange = { ...row, ...unpackDetail(detail) };
  return {
    exchange,
    request: { sha256: requestSha256, info: exchange.requestBody },
    response: { sha256: responseSha256, info: exchange.responseBody },
  };
}

/** Consecutive ones whose bodies are not too much for memory; each run has at least one. */
function* runsOf(rows: readonly Kept[]): Generator<Kept[]> {
  let run: Kept[] = [];
  let bytes = 0;
  for (const row of rows) {
    const own = row.request.info.kept + row.response.info.kept;
    if (run.length > 0 && bytes + own > HELD_BYTES) {
      yield run;
      [run, bytes] = [[], 0];
    }
    run.push(row);
    bytes += own;
  }
  if (run.length > 0) yield run;
}
