import type {
  Finding,
  FindingExport,
  FindingGroup,
  FindingScope,
  FindingSeverity,
  MutedRule,
} from '../../../preload/contract.ts';
import { writeCsv } from './csv.ts';
import { writeJson } from './json.ts';
import { writeMarkdown } from './markdown.ts';

/** A rule that spoke, and when. */
export interface ReportedRule {
  id: string;
  severity: FindingSeverity;
  topic: string;
  side: 'host' | 'client';
  title: string;
  what: string;
  why: string;
  fix: string;
  spec: string;
  count: number;
  firstAt: number;
  lastAt: number;
  muted: MutedRule | null;
}

/** What was found within a scope. */
export interface FindingReport {
  version: string;
  writtenAt: number;
  scope: Omit<FindingScope, 'source'>;
  /** Worst first. */
  rules: readonly ReportedRule[];
  files: readonly FindingGroup[];
  sessions: readonly FindingGroup[];
  /** Newest first. */
  findings: readonly Finding[];
  /** How many findings there are that `findings` does not hold. */
  leftOut: number;
}

const WRITERS: Record<FindingExport, { extension: string; write: (report: FindingReport) => string }> = {
  json: { extension: 'json', write: writeJson },
  csv: { extension: 'csv', write: writeCsv },
  markdown: { extension: 'md', write: writeMarkdown },
};

export function writeReport(format: FindingExport, report: FindingReport): { fileName: string; text: string } {
  const { extension, write } = WRITERS[format];
  const day = new Date(report.writtenAt).toISOString().slice(0, 16).replaceAll(':', '');
  return { fileName: `wopi-findings-${day}.${extension}`, text: write(report) };
}
