import type { FindingReport } from './report.ts';

/** One line per finding, as spreadsheets read it. */
export function writeCsv({ rules, findings, leftOut }: FindingReport): string {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const lines = findings.map(
    ({ realAt, severity, rule, operation, fileName, fileId, sessionId, exchangeId, evidence }) => {
      const { title, side, fix, spec, muted } = byId.get(rule) ?? UNKNOWN;
      return [
        new Date(realAt).toISOString(),
        severity,
        rule,
        title,
        side,
        operation,
        fileName,
        fileId,
        sessionId,
        exchangeId,
        evidence,
        fix,
        spec,
        muted?.reason ?? null,
      ];
    },
  );
  const note = leftOut > 0 ? [[`${leftOut} older findings are left out`]] : [];
  return [HEAD, ...lines, ...note].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

const HEAD = [
  'time',
  'severity',
  'rule',
  'title',
  'whose',
  'operation',
  'file',
  'file id',
  'session id',
  'request',
  'evidence',
  'fix',
  'specification',
  'muted because',
];

const UNKNOWN = { title: '', side: '', fix: '', spec: '', muted: null };

/** A spreadsheet takes what begins like a formula for one; file names and lock ids come from outside. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) || safe !== value ? `"${safe.replaceAll('"', '""')}"` : safe;
}
