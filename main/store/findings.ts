import type {
  Finding,
  FindingGroup,
  FindingMarks,
  FindingPage,
  FindingTrend,
  MutedRule,
  Publish,
  RuleRow,
} from '../../preload/contract.ts';
import { RULES } from '../findings/rules/index.ts';
import type { Database } from './database.ts';
import type { RuleSpan, Scope } from './finding-scope.ts';
import { whereOf } from './finding-scope.ts';
import type { SettingsStore } from './settings.ts';
import type { FoundBrief } from './traffic-inspector.ts';

export interface FindingsQuery extends Scope {
  exchangeId?: number | undefined;
  /** Of older exchanges than this one. */
  before?: number | undefined;
  limit: number;
}

export interface Findings {
  rules(scope?: Scope): RuleRow[];
  list(query: FindingsQuery): FindingPage;
  groups(by: 'file' | 'session', scope?: Scope): FindingGroup[];
  trend(scope: Scope, parts: number): FindingTrend;
  /** When each rule spoke first and last within a scope, and how often; muted rules too. */
  spans(scope: Scope): RuleSpan[];
  titleOf(rule: string): string | undefined;
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
  };
  const tally = (key: string, name: string, scope: Scope, start: number, length: number): Tally[] => {
    const { where, values } = whereOf(scope, `${key} IS NOT NULL`);
    return reader
      .prepare<(string | number)[], Tally>(
        `SELECT ${key} AS key, ${name} AS name, rule, severity, CAST((real_at - ?) / ? AS INTEGER) AS bucket,
           COUNT(*) AS count, MAX(real_at) AS lastSeenAt
         FROM findings ${where} GROUP BY key, rule, severity, bucket ORDER BY lastSeenAt`,
      )
      .all(start, length, ...values);
  };
  const keys = {
    rule: ['rule', 'NULL'],
    file: ['file_id', 'MAX(file_name)'],
    session: ['session_id', 'MAX(file_name)'],
  } as const;
  /** From the first kept exchange to the last one, or what of it is asked for. */
  const spanOf = ({ since, until }: Scope): { from: number; to: number } => {
    const { first, last } = sql.span.get() ?? { first: null, last: null };
    const from = since ?? first ?? 0;
    return { from, to: Math.max(from + 1, until ?? (last ?? from) + 1) };
  };
  const muted = (): Record<string, MutedRule> => settings.recall('mutedRules') ?? {};
  const count = (by: keyof typeof keys, scope: Scope = {}): Tally[] => {
    const { from, to } = spanOf(scope);
    const [key, name] = keys[by];
    return tally(key, name, scope, from, (to - from) / BUCKETS);
  };
  const setMuted = (next: Record<string, MutedRule>): void => {
    settings.remember('mutedRules', next);
    publish({ type: 'findings-changed' });
  };

  return {
    rules(scope) {
      const found = new Map<string, Tally[]>();
      for (const tally of count('rule', scope)) found.set(tally.rule, [...(found.get(tally.rule) ?? []), tally]);
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
    titleOf: (rule) => RULES.find(({ id }) => id === rule)?.title,
    list({ exchangeId, before, limit, ...scope }) {
      const { where, values } = whereOf(scope);
      const more: [string, number | undefined][] = [
        ['exchange_id = ?', exchangeId],
        ['exchange_id < ?', before],
      ];
      const given = more.filter(([, value]) => value !== undefined);
      const conditions = given.map(([condition]) => `AND ${condition}`).join(' ');
      const findings = reader
        .prepare<(string | number)[], Finding>(
          `SELECT ${COLUMNS} FROM findings ${where} ${conditions} ORDER BY exchange_id DESC, rule LIMIT ?`,
        )
        .all(...values, ...given.map(([, value]) => value as number), limit + 1);
      return { findings: findings.slice(0, limit), hasOlder: findings.length > limit };
    },
    trend(scope, parts) {
      const { from, to } = spanOf(scope);
      const hushed = muted();
      const marks = Array.from({ length: parts }, () => ({ errors: 0, warnings: 0, notes: 0 }));
      for (const { rule, severity, bucket, count: found } of tally('rule', 'NULL', scope, from, (to - from) / parts)) {
        const part = marks[Math.min(parts - 1, Math.max(0, bucket))];
        if (part && (!(rule in hushed) || scope.rule === rule)) part[MARK[severity]] += found;
      }
      return { from, to, parts: marks };
    },
    spans(scope) {
      const { where, values } = whereOf(scope);
      return reader
        .prepare<(string | number)[], RuleSpan>(
          `SELECT rule, COUNT(*) AS count, MIN(real_at) AS firstAt, MAX(real_at) AS lastAt FROM findings ${where} GROUP BY rule`,
        )
        .all(...values);
    },
    groups(by, scope) {
      const hushed = muted();
      const groups = new Map<string, Tally[]>();
      for (const tally of count(by, scope))
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
