import type { AdminApi, FindingSeverity } from '../../preload/contract.ts';
import { writeReport } from '../findings/report/report.ts';
import type { Findings } from '../store/findings.ts';

interface FindingOptions {
  version: string;
  wallNow(): number;
  /** Waits until what has come is stored and judged. */
  flush(): Promise<void>;
  /** Live traffic without a name, otherwise a recording that was opened. */
  open(source: string | undefined): Findings;
}

type Calls = Pick<
  AdminApi,
  'listRules' | 'listFindings' | 'listFindingGroups' | 'getFindingTrend' | 'exportFindings' | 'muteRule' | 'unmuteRule'
>;

/** Findings in one file; with more, the oldest are left out and counted. */
const MOST_EXPORTED = 50_000;
const RANK: Record<FindingSeverity, number> = { error: 0, warning: 1, information: 2 };

/** What rules found, counted, spread over time, and written out. */
export function createFindingCalls({ version, wallNow, flush, open }: FindingOptions): Calls {
  const settled = async (source: string | undefined): Promise<Findings> => {
    await flush();
    return open(source);
  };
  return {
    listRules: async ({ source, ...scope } = {}) => (await settled(source)).rules(scope),
    listFindings: async ({ source, ...query }) => (await settled(source)).list(query),
    listFindingGroups: async ({ source, by, ...scope }) => (await settled(source)).groups(by, scope),
    getFindingTrend: async ({ source, parts, ...scope }) => (await settled(source)).trend(scope, parts),
    async exportFindings({ source, format, ...scope }) {
      const findings = await settled(source);
      const known = new Map(findings.rules().map((rule) => [rule.id, rule]));
      const rules = findings
        .spans(scope)
        .flatMap(({ rule, ...span }) => {
          const row = known.get(rule);
          if (!row) return [];
          const { trend: _trend, lastSeenAt: _last, ...words } = row;
          return [{ ...words, ...span }];
        })
        .sort((left, right) => RANK[left.severity] - RANK[right.severity] || right.count - left.count);
      const { findings: list } = findings.list({ ...scope, limit: MOST_EXPORTED });
      const all = rules.reduce((sum, { count }) => sum + count, 0);
      return writeReport(format, {
        version,
        writtenAt: wallNow(),
        scope,
        rules,
        files: findings.groups('file', scope),
        sessions: findings.groups('session', scope),
        findings: list,
        leftOut: Math.max(0, all - list.length),
      });
    },
    muteRule: async ({ rule, reason }) => open(undefined).mute(rule, reason),
    unmuteRule: async ({ rule }) => open(undefined).unmute(rule),
  };
}
