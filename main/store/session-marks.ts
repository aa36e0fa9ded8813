import type { FindingMarks, FindingSeverity } from '../../preload/contract.ts';
import type { Database } from './database.ts';
import { pieces } from './session-scan.ts';
import type { SessionTally } from './session-scan.ts';

const MARK = { error: 'errors', warning: 'warnings', information: 'notes' } as const;

interface Counted {
  id: number;
  session: number | null;
  token: number | null;
  rule: string;
  severity: FindingSeverity;
  count: number;
}

/** What rules found in the requests of each session; muted rules do not count. */
export async function countMarks(
  {
    database,
    mutedRules,
    signal,
  }: { database: Database; mutedRules: ReadonlySet<string>; signal?: AbortSignal | undefined },
  sessions: readonly SessionTally[],
): Promise<Map<SessionTally, FindingMarks>> {
  const marks = new Map<SessionTally, FindingMarks>();
  if (sessions.length === 0) return marks;
  const count = database.prepare<[number, number], Counted>(
    `SELECT MIN(e.id) AS id, e.session_id AS session, CASE WHEN e.session_id IS NULL THEN e.token_id END AS token, f.rule, f.severity, COUNT(*) AS count
     FROM findings f JOIN exchanges e ON e.id = f.exchange_id WHERE f.exchange_id BETWEEN ? AND ?
     GROUP BY e.session_id, token, f.rule, f.severity, CASE WHEN e.session_id IS NULL AND e.token_id IS NULL THEN e.id END`,
  );
  const byNumber = new Map(sessions.map((one) => [`${one.ref.by}:${one.ref.number}`, one]));
  const lonely = sessions.filter(({ ref }) => ref.by === 'person');
  const first = Math.min(...sessions.map(({ firstId }) => firstId));
  const last = Math.max(...sessions.map(({ lastId }) => lastId));
  for await (const [from, to] of pieces(first, last, { signal })) {
    for (const { id, session, token, rule, severity, count: found } of count.all(from, to)) {
      if (mutedRules.has(rule)) continue;
      const of =
        session === null && token === null
          ? lonely.find(({ firstId, lastId }) => firstId <= id && id <= lastId)
          : byNumber.get(session === null ? `token:${token ?? 0}` : `session:${session}`);
      if (!of) continue;
      const own = marks.get(of) ?? { errors: 0, warnings: 0, notes: 0 };
      own[MARK[severity]] += found;
      marks.set(of, own);
    }
  }
  return marks;
}
