import type {
  Finding,
  FindingGroup,
  FindingMarks,
  FindingPage,
  MutedRule,
  Publish,
  RuleRow,
} from '../../preload/contract.ts';
import { RULES } from '../findings/rules/index.ts';
import type { Database } from './database.ts';
import type { SettingsStore } from './settings.ts';
import type { FoundBrief } from './traffic-inspector.ts';

export interface FindingsQuery {
  rule?: string | undefined;
  fileId?: string | undefined;
  sessionId?: string | undefined;
  exchangeId?: number | undefined;
  /** Of older exchanges than this one. */
  before?: number | undefined;
  limit: number;
}

export interface Findings {
  rules(): RuleRow[];
  list(query: FindingsQuery): FindingPage;
  groups(by: 'file' | 'session'): FindingGroup[];
  mute(rule: string, reason: string): void;
  unmute(rule: string): void;
  mutedRules(): string[];
  /** Marks of exchanges between two ids, by id; muted rules do not count. */
  marks(first: number, last: number): Map<number, FindingMarks>;
  /** Tells the screens what was found. */
  announce(found: readonly FoundBrief[]): void;
}

interface FindingsOptions {
  /** Connection that reads the traffic database. */
  reader: Database;
  settings: Pick<SettingsStore, 'recall' | 'remember'>;
  publish: Publish;
  wallNow: () => number;
}

const BUCKETS = 16;
const COLUMNS = `exchange_id AS exchangeId, rule, severity, evidence, real_at AS realAt, operation,
  file_id AS fileId, file_name AS fileName, session_id AS sessionId`;

interface Tally {
  key: string;
  name: string | null;
  rule: string;
  severity: Finding['severity'];
  bucket: number;
  count: number;
  lastSeenAt: number;
}

/** What rules found in the kept traffic; muted rules stay stored and are left out of counts and marks. */
export function createFindings({ reader, settings, publish, wallNow }: FindingsOptions): Findings {
  const sql = {
    span: reader.prepare<[], { first: number | null; last: number | null }>(
      'SELECT (SELECT real_at FROM exchanges ORDER BY id LIMIT 1) AS first, (SELECT real_at FROM exchanges ORDER BY id DESC LIMIT 1) AS last',
    ),
    marks: reader.prepare<[number, number], Counted>(
      'SELECT exchange_id AS exchangeId, rule, severity FROM findings WHERE exchange_id BETWEEN ? AND ? ORDER BY exchange_id',
    ),
    tally: (key: string, name: string) =>
      reader.prepare<[number, number], Tally>(
        `SELECT ${key} AS key, ${name} AS name, rule, severity, CAST((real_at - ?) / ? AS INTEGER) AS bucket,
           COUNT(*) AS count, MAX(real_at) AS lastSeenAt
         FROM findings WHERE ${key} IS NOT NULL GROUP BY key, rule, severity, bucket ORDER BY lastSeenAt`,
      ),
  };
  const tallies = {
    rule: sql.tally('rule', 'NULL'),
    file: sql.tally('file_id', 'MAX(file_name)'),
    session: sql.tally('session_id', 'MAX(file_name)'),
  };
  const muted = (): Record<string, MutedRule> => settings.recall('mutedRules') ?? {};
  const count = (by: keyof typeof tallies): Tally[] => {
    const { first, last } = sql.span.get() ?? { first: null, last: null };
    const start = first ?? 0;
    return tallies[by].all(start, Math.max(1, ((last ?? 0) - start + 1) / BUCKETS));
  };
  const setMuted = (next: Record<string, MutedRule>): void => {
    settings.remember('mutedRules', next);
    publish({ type: 'findings-changed' });
  };

  return {
    rules() {
      const found = new Map<string, Tally[]>();
      for (const tally of count('rule')) found.set(tally.rule, [...(found.get(tally.rule) ?? []), tally]);
      const hushed = muted();
      return RULES.map(({ id, severity, topic, side, title, what, why, fix, spec }) => {
        const own = found.get(id) ?? [];
        return {
          id,
          severity,
          topic,
          side,
          title,
          what,
          why,
          fix,
          spec,
          count: own.reduce((sum, tally) => sum + tally.count, 0),
          lastSeenAt: own.length === 0 ? null : Math.max(...own.map((tally) => tally.lastSeenAt)),
          trend: trendOf(own),
          muted: hushed[id] ?? null,
        };
      });
    },
    list({ rule, fileId, sessionId, exchangeId, before, limit }) {
      const conditions: [string, string | number | undefined][] = [
        ['rule = ?', rule],
        ['file_id = ?', fileId],
        ['session_id = ?', sessionId],
        ['exchange_id = ?', exchangeId],
        ['exchange_id < ?', before],
      ];
      const given = conditions.filter(([, value]) => value !== undefined);
      const where = given.length === 0 ? '' : `WHERE ${given.map(([condition]) => condition).join(' AND ')}`;
      const findings = reader
        .prepare<(string | number)[], Finding>(
          `SELECT ${COLUMNS} FROM findings ${where} ORDER BY exchange_id DESC, rule LIMIT ?`,
        )
        .all(...given.map(([, value]) => value as string | number), limit + 1);
      return { findings: findings.slice(0, limit), hasOlder: findings.length > limit };
    },
    groups(by) {
      const hushed = muted();
      const groups = new Map<string, Tally[]>();
      for (const tally of count(by))
        if (!(tally.rule in hushed)) groups.set(tally.key, [...(groups.get(tally.key) ?? []), tally]);
      return [...groups].map(([key, own]) => ({
        key,
        name: own.findLast(({ name }) => name !== null)?.name ?? null,
        marks: marksOf(own),
        lastSeenAt: Math.max(...own.map((tally) => tally.lastSeenAt)),
        trend: trendOf(own),
        rules: [...new Set(own.map(({ rule }) => rule))],
      }));
    },
    mute(rule, reason) {
      if (!RULES.some(({ id }) => id === rule)) throw new Error(`There is no rule “${rule}”. Findings lists them all.`);
      setMuted({ ...muted(), [rule]: { reason, realAt: wallNow() } });
    },
    unmute(rule) {
      const { [rule]: _, ...others } = muted();
      setMuted(others);
    },
    mutedRules: () => Object.keys(muted()),
    marks: (first, last) => group(sql.marks.all(first, last), muted()),
    announce(found) {
      if (found.length === 0) return;
      const hushed = muted();
      const marked = group(found, hushed);
      // A finding about an earlier exchange adds to what is marked there already.
      for (const { exchangeId } of found.filter(({ isLater }) => isLater)) {
        const all = group(sql.marks.all(exchangeId, exchangeId), hushed).get(exchangeId);
        if (all) marked.set(exchangeId, all);
      }
      const marks = [...marked].map(([exchangeId, own]) => ({ exchangeId, marks: own }));
      if (marks.length > 0) publish({ type: 'findings', marks });
    },
  };
}

type Counted = Omit<FoundBrief, 'isLater'>;

function group(found: readonly Counted[], hushed: Record<string, MutedRule>): Map<number, FindingMarks> {
  const marks = new Map<number, FindingMarks>();
  for (const { exchangeId, rule, severity } of found) {
    if (rule in hushed) continue;
    const own = marks.get(exchangeId) ?? { errors: 0, warnings: 0, notes: 0 };
    own[MARK[severity]] += 1;
    marks.set(exchangeId, own);
  }
  return marks;
}

const MARK = { error: 'errors', warning: 'warnings', information: 'notes' } as const;

function marksOf(tallies: readonly Tally[]): FindingMarks {
  const marks = { errors: 0, warnings: 0, notes: 0 };
  for (const { severity, count } of tallies) marks[MARK[severity]] += count;
  return marks;
}

/** How many in each part of the time that is kept, oldest first. */
function trendOf(tallies: readonly Tally[]): number[] {
  const trend = Array.from({ length: BUCKETS }, () => 0);
  for (const { bucket, count } of tallies) {
    const place = Math.min(BUCKETS - 1, Math.max(0, bucket));
    trend[place] = (trend[place] ?? 0) + count;
  }
  return trend;
}
