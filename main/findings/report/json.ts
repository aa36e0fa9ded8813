import type { FindingReport } from './report.ts';

/** Everything, for other programs. Times are written as ISO 8601. */
export function writeJson({
  version,
  writtenAt,
  scope,
  rules,
  files,
  sessions,
  findings,
  leftOut,
}: FindingReport): string {
  const at = (time: number): string => new Date(time).toISOString();
  return `${JSON.stringify(
    {
      writtenBy: `WOPI Sandbox ${version}`,
      writtenAt: at(writtenAt),
      scope: {
        ...scope,
        ...(scope.since === undefined ? {} : { since: at(scope.since) }),
        ...(scope.until === undefined ? {} : { until: at(scope.until) }),
      },
      rules: rules.map(({ firstAt, lastAt, muted, ...rule }) => ({
        ...rule,
        firstAt: at(firstAt),
        lastAt: at(lastAt),
        muted: muted?.reason ?? null,
      })),
      files: files.map(({ key, name, marks, rules: spoke }) => ({ fileId: key, name, ...marks, rules: spoke })),
      sessions: sessions.map(({ key, name, marks, rules: spoke }) => ({
        sessionId: key,
        fileName: name,
        ...marks,
        rules: spoke,
      })),
      findings: findings.map(({ realAt, ...finding }) => ({ ...finding, realAt: at(realAt) })),
      leftOut,
    },
    null,
    2,
  )}\n`;
}
