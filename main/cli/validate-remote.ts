import { resolve } from 'node:path';
import type { ConformanceCase, ConformanceRunRow, FindingMarks } from '../../preload/contract.ts';
import { toConfig } from '../config.ts';

import type { Suite } from '../conformance/cases.ts';
import { createTransport } from '../conformance/http.ts';
import { CasesError } from '../conformance/model.ts';
import { readOfficialFile } from '../conformance/official-file.ts';
import { planOwn, runOwn } from '../conformance/own/run-own.ts';
import { OWN_CASES } from '../conformance/own/table.ts';
import { addMarks, createJudge } from '../conformance/judge.ts';
import { checkTarget } from '../conformance/preflight.ts';
import { writeReport } from '../conformance/report.ts';
import { plan, runOfficial } from '../conformance/run.ts';
import { connect } from './calls.ts';
import { CliError, EXIT } from './terminal.ts';
import type { Judged, ValidateOptions } from './validate-options.ts';
import { checkChoice, suitesOf } from './validate-options.ts';
import type { Progress } from './validate-progress.ts';

/** Any host: the cases run in this process, unsigned as those of Microsoft's command line, and no instance is needed. */
export async function judgeRemote(options: ValidateOptions, progress: Progress): Promise<Judged> {
  const { category, group: groups, name: names, includeDelays = false } = options;
  const target = {
    wopiSrc: options.wopisrc ?? '',
    accessToken: options.token ?? '',
    accessTokenTtl: String(options.ttl),
  };
  const { suite, problem } = await official(options);
  const { suites, leftOut } = suitesOf(options.suite, problem);
  const cases_ = suites.includes('official') ? suite : null;
  checkChoice('group', groups, [
    ...(cases_?.groups ?? []),
    ...(suites.includes('own') ? OWN_CASES.map((one) => ({ name: one.group })) : []),
  ]);
  const selection = { category, groups, names, includeDelays };
  const total =
    (cases_ ? plan(cases_, selection).length : 0) + (suites.includes('own') ? planOwn(selection).length : 0);
  if (total === 0) throw new CliError('No case fits this choice. Choose another category, group or name.', EXIT.usage);

  const transport = createTransport();
  const abort = new AbortController();
  const interrupt = (): void => abort.abort();
  process.once('SIGINT', interrupt);
  try {
    const refused = await checkTarget(target, { transport, keys: undefined, target: category, now: Date.now });
    if (refused) throw new CliError(refused.message, refused.isUsage ? EXIT.usage : EXIT.notRunning);
    progress.begin(target.wopiSrc, total, leftOut);
    const startedAt = Date.now();
    const cases: ConformanceCase[] = [];
    const judge = createJudge(new Set());
    const shared = {
      target,
      selection,
      transport,
      signal: abort.signal,
      now: Date.now,
      onCase(raw: ConformanceCase): void {
        const result = judge(raw);
        cases.push(result);
        progress.add(result);
      },
    };
    let state: ConformanceRunRow['state'] = 'finished';
    try {
      if (cases_) await runOfficial(cases_, shared);
      if (suites.includes('own')) await runOwn({ ...shared, facilities: {} });
    } catch (error) {
      if (!abort.signal.aborted) throw error;
      state = 'cancelled';
    }
    const count = (verdict: ConformanceCase['verdict']): number =>
      cases.filter((one) => one.verdict === verdict).length;
    const marks = cases.reduce<FindingMarks | undefined>((sum, one) => addMarks(sum, one.marks), undefined);
    const row = {
      ...(marks ? { marks } : {}),
      startedAt,
      finishedAt: Date.now(),
      state,
      problem: null,
      target: target.wopiSrc,
      wopiSrc: target.wopiSrc,
      suites,
      category,
      only: [...groups, ...names],
      current: null,
      total,
      passed: count('passed'),
      failed: count('failed'),
      skipped: count('skipped'),
      warnings: cases.reduce((sum, { warningCount }) => sum + warningCount, 0),
    };
    const { version } = toConfig({}, process.env, 'headless');
    return { row, cases, report: (format) => Promise.resolve(writeReport(format, row, cases, version).text) };
  } finally {
    process.off('SIGINT', interrupt);
    transport.close();
  }
}

/** Microsoft's file: the one that was named, or the one that a running instance knows. */
async function official({
  testCases,
  suite,
  data,
}: ValidateOptions): Promise<{ suite: Suite | null; problem: string | null }> {
  if (suite === 'own') return { suite: null, problem: null };
  try {
    return {
      suite: readOfficialFile(testCases === undefined ? await knownFile(data) : resolve(testCases)),
      problem: null,
    };
  } catch (error) {
    if (!(error instanceof CasesError)) throw error;
    if (testCases !== undefined) throw new CliError(error.message, EXIT.usage, { cause: error });
    return { suite: null, problem: error.message };
  }
}

async function knownFile(data: string | undefined): Promise<string | null> {
  try {
    const { call } = await connect(data);
    return (await call('getSnapshot')).settings.testCasesFile;
  } catch (error) {
    if (error instanceof CliError) return null;
    throw error;
  }
}
