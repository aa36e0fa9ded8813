import type { ConformanceCase, ConformanceReport, ConformanceRunRow } from '../../preload/contract.ts';
import { writeJson } from './report-json.ts';
import { writeJunit } from './report-junit.ts';
import { writeMarkdown } from './report-markdown.ts';

export type ReportedRun = Omit<ConformanceRunRow, 'id' | 'current'>;

const WRITERS: Record<
  ConformanceReport,
  { extension: string; write(run: ReportedRun, cases: readonly ConformanceCase[], version: string): string }
> = {
  junit: { extension: 'xml', write: writeJunit },
  json: { extension: 'json', write: writeJson },
  markdown: { extension: 'md', write: writeMarkdown },
};

/** A run as a file; secrets were replaced when it was recorded. */
export function writeReport(
  format: ConformanceReport,
  run: ReportedRun,
  cases: readonly ConformanceCase[],
  version: string,
): { fileName: string; text: string } {
  const { extension, write } = WRITERS[format];
  const stamp = new Date(run.startedAt).toISOString().slice(0, 19).replaceAll(':', '-');
  return { fileName: `conformance-${stamp}.${extension}`, text: write(run, cases, version) };
}
