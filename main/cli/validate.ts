import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ConformanceWish, Profile } from '../../preload/contract.ts';
import { nearest } from '../nearest.ts';
import { connect } from './calls.ts';
import { CliError, EXIT, say } from './terminal.ts';
import type { Judged, ValidateOptions } from './validate-options.ts';
import { checkChoice, suitesOf } from './validate-options.ts';
import type { Progress } from './validate-progress.ts';
import { createProgress } from './validate-progress.ts';
import { judgeRemote } from './validate-remote.ts';

/** Runs the cases and returns the exit code: 0 when none failed, 1 when some did. @throws CliError */
export async function validate(options: ValidateOptions): Promise<number> {
  const { wopisrc, token, profile } = options;
  if (wopisrc === undefined && token !== undefined)
    throw new CliError('--token belongs to a --wopisrc. Without both, the running instance makes its own.', EXIT.usage);
  if (wopisrc !== undefined && token === undefined)
    throw new CliError('--wopisrc needs a --token: the access token a client would receive for that file.', EXIT.usage);
  if (wopisrc !== undefined && profile !== undefined)
    throw new CliError(
      '--profile is about the running instance; another host has none that could be chosen.',
      EXIT.usage,
    );

  const progress = createProgress(say, process.stderr.isTTY);
  const judged = wopisrc === undefined ? await judgeInstance(options, progress) : await judgeRemote(options, progress);
  progress.end(judged);
  for (const format of ['junit', 'json'] as const) {
    const file = options[format];
    if (file !== undefined) writeReport(file, await judged.report(format));
  }
  if (judged.row.state !== 'finished')
    throw new CliError(judged.row.problem ?? `The run was ${judged.row.state} before its end.`, EXIT.failed);
  return judged.row.failed === 0 ? EXIT.ok : EXIT.failed;
}

/** The host that is running: it makes the file and the tokens itself. */
async function judgeInstance(options: ValidateOptions, progress: Progress): Promise<Judged> {
  const { call } = await connect(options.data);
  if (options.testCases !== undefined) await asUsage(call('setTestCases', { path: resolve(options.testCases) }));
  const offer = await call('describeConformance');
  const { suites, leftOut } = suitesOf(options.suite, offer.officialProblem);
  checkChoice(
    'group',
    options.group,
    offer.groups.filter(({ suite }) => suites.includes(suite)),
  );
  const { settings } = await call('getSnapshot');
  const profile = profileOf(
    options.profile ?? settings.profile,
    offer.profiles.map(({ id }) => id),
  );
  const wish: ConformanceWish = {
    target: { kind: 'host', profile },
    suites,
    category: options.category,
    groups: options.group,
    names: options.name,
    includeDelays: options.includeDelays ?? false,
  };
  let row = await asUsage(call('startConformanceRun', wish));
  progress.begin(row.target, row.total, leftOut);
  const cancel = (): void => void call('cancelConformanceRun', { runId: row.id }).catch(() => undefined);
  process.once('SIGINT', cancel);
  let seen = 0;
  for (;;) {
    const { cases } = await call('getConformanceRun', { runId: row.id });
    for (const one of cases.slice(seen)) progress.add(one);
    seen = cases.length;
    if (row.state !== 'running') break;
    row = await call('awaitConformanceRun', { runId: row.id, done: seen });
  }
  process.off('SIGINT', cancel);
  const { cases, ...finished } = await call('getConformanceRun', { runId: row.id });
  return {
    row: finished,
    cases,
    report: async (format) => (await call('exportConformanceRun', { runId: row.id, format })).text,
  };
}

function profileOf(wanted: string, known: readonly Profile[]): Profile {
  const found = known.find((profile) => profile === wanted);
  if (found) return found;
  throw new CliError(
    `There is no profile “${wanted}”. Did you mean “${nearest(wanted, known) ?? ''}”? Known: ${known.join(', ')}.`,
    EXIT.usage,
  );
}

/** What the instance refuses before anything runs is about what was asked for. */
async function asUsage<Value>(called: Promise<Value>): Promise<Value> {
  try {
    return await called;
  } catch (error) {
    if (error instanceof CliError && error.code === EXIT.failed)
      throw new CliError(error.message, EXIT.usage, { cause: error });
    throw error;
  }
}

function writeReport(file: string, text: string): void {
  try {
    writeFileSync(resolve(file), text);
  } catch (error) {
    throw new CliError(
      `The report “${file}” cannot be written (${error instanceof Error ? error.message : String(error)}).`,
      EXIT.usage,
      { cause: error },
    );
  }
}
