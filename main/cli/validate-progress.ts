import pc from 'picocolors';
import type { ConformanceCaseRow } from '../../preload/contract.ts';
import { print } from './terminal.ts';
import type { Judged } from './validate-options.ts';

export interface Progress {
  begin(target: string, total: number, leftOut: string | null): void;
  add(one: ConformanceCaseRow): void;
  end(judged: Judged): void;
}

/**
 * What is seen while cases run: failures as they come, and one line that counts where there is a terminal. The
 * summary goes to standard output, everything else to standard error.
 */
export function createProgress(say: (text: string) => void, isTerminal: boolean): Progress {
  let total = 0;
  let done = 0;
  let group = '';
  const count = (): void => {
    if (isTerminal) process.stderr.write(`\r\u001b[K${pc.dim(`${done}/${total} ${group}`)}`);
  };
  const line = (text: string): void => {
    if (isTerminal) process.stderr.write('\r\u001b[K');
    say(text);
  };
  return {
    begin(target, cases, leftOut) {
      total = cases;
      if (leftOut !== null) say(leftOut);
      say(`Running ${cases} cases against ${target}.`);
    },
    add(one) {
      done += 1;
      if (one.group !== group && !isTerminal) say(`${done}/${total} ${one.group}`);
      ({ group } = one);
      if (one.verdict === 'failed')
        line(
          `${pc.red('✗')} ${one.group} / ${one.name}: ${one.reason ?? ''}${one.isEngineError ? ' (engine error)' : ''}`,
        );
      count();
    },
    end({ row, cases }) {
      if (isTerminal) process.stderr.write('\r\u001b[K');
      for (const [reason, groups] of skips(cases))
        say(`${pc.yellow('–')} ${groups.length} skipped: ${reason} (${[...new Set(groups)].join(', ')})`);
      print(`${row.passed} passed, ${row.failed} failed, ${row.skipped} skipped, ${row.warnings} warnings`);
    },
  };
}

function skips(cases: readonly ConformanceCaseRow[]): Map<string, string[]> {
  const byReason = new Map<string, string[]>();
  for (const { verdict, reason, group } of cases) {
    if (verdict === 'skipped') byReason.set(reason ?? '', [...(byReason.get(reason ?? '') ?? []), group]);
  }
  return byReason;
}
