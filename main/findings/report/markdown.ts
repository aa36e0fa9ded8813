import type { FindingGroup, FindingMarks } from '../../../preload/contract.ts';
import type { FindingReport, ReportedRule } from './report.ts';

const EVIDENCE_SHOWN = 5;

/** A page for people: what was found, where it was seen, what to do; then by file and by session. */
export function writeMarkdown(report: FindingReport): string {
  const { version, writtenAt, rules, files, sessions } = report;
  const loud = rules.filter(({ muted }) => muted === null);
  const hushed = rules.filter(({ muted }) => muted !== null);
  const count = (severity: ReportedRule['severity']): number =>
    loud.filter((rule) => rule.severity === severity).reduce((sum, rule) => sum + rule.count, 0);
  return [
    '# WOPI findings',
    '',
    `${time(writtenAt)}, WOPI Sandbox ${version}. ${scopeInWords(report)}`,
    '',
    `**${marksInWords({ errors: count('error'), warnings: count('warning'), notes: count('information') })}** by ${loud.length} rules.`,
    '',
    ...(loud.length === 0 ? ['Nothing was found.', ''] : summary(loud)),
    ...loud.flatMap((rule) => section(rule, report)),
    ...groups('By file', 'File', files),
    ...groups('By session', 'Session', sessions),
    ...(hushed.length === 0
      ? []
      : [
          '## Muted',
          '',
          ...hushed.map(
            ({ title, count: times, muted }) => `- ${cell(title)}, ${times} times: ${cell(muted?.reason ?? '')}`,
          ),
          '',
        ]),
  ].join('\n');
}

function scopeInWords({ scope: { rule, fileId, sessionId, severity, since, until } }: FindingReport): string {
  const parts = [
    rule === undefined ? null : `rule ${rule}`,
    severity === undefined ? null : `severity ${severity}`,
    fileId === undefined ? null : `file ${cell(fileId)}`,
    sessionId === undefined ? null : `session ${cell(sessionId)}`,
    since === undefined ? null : `from ${time(since)}`,
    until === undefined ? null : `until ${time(until)}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'All of the kept traffic.' : `Only ${parts.join(', ')}.`;
}

function summary(rules: readonly ReportedRule[]): string[] {
  return [
    '| Severity | Finding | Count | First | Last |',
    '| --- | --- | ---: | --- | --- |',
    ...rules.map(
      ({ severity, title, count, firstAt, lastAt }) =>
        `| ${severity} | ${cell(title)} | ${count} | ${time(firstAt)} | ${time(lastAt)} |`,
    ),
    '',
  ];
}

function section(rule: ReportedRule, { findings }: FindingReport): string[] {
  const own = findings.filter((finding) => finding.rule === rule.id);
  const rest = rule.count - Math.min(own.length, EVIDENCE_SHOWN);
  return [
    `## ${cell(rule.title)}`,
    '',
    `${rule.severity}, ${rule.side}, \`${rule.id}\`, seen ${rule.count} times between ${time(rule.firstAt)} and ${time(rule.lastAt)}.`,
    '',
    `${rule.what} ${rule.why}`,
    '',
    `**What to do:** ${rule.fix} [Specification](${rule.spec})`,
    '',
    ...own
      .slice(0, EVIDENCE_SHOWN)
      .map(
        ({ realAt, operation, exchangeId, fileName, evidence }) =>
          `- ${time(realAt)} ${operation ?? 'request'} ${exchangeId}${fileName === null ? '' : `, ${cell(fileName)}`}: ${cell(evidence)}`,
      ),
    ...(rest > 0 ? [`- and ${rest} more`] : []),
    '',
  ];
}

const GROUPS_SHOWN = 100;

function groups(title: string, column: string, list: readonly FindingGroup[]): string[] {
  if (list.length === 0) return [];
  return [
    `## ${title}`,
    '',
    `| ${column} | Found | Rules |`,
    '| --- | --- | --- |',
    ...list
      .slice(0, GROUPS_SHOWN)
      .map(
        ({ key, name, marks, rules }) =>
          `| ${cell(name === null ? key : column === 'File' ? name : `${key} (${name})`)} | ${marksInWords(marks)} | ${rules.join(', ')} |`,
      ),
    ...(list.length > GROUPS_SHOWN ? ['', `and ${list.length - GROUPS_SHOWN} more`] : []),
    '',
  ];
}

function marksInWords({ errors, warnings, notes }: FindingMarks): string {
  return [
    `${errors} ${errors === 1 ? 'error' : 'errors'}`,
    `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
    `${notes} ${notes === 1 ? 'note' : 'notes'}`,
  ].join(', ');
}

function time(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Names and lock ids come from outside: they must neither break the table nor draw anything. */
function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\|`*_<>[\]]/g, String.raw`\$&`);
}
