import type { CallReport, Problem, ProblemAction } from '../../preload/editor-contract.ts';
import { WopiHeader } from '../wopi/protocol/headers.ts';
import { headerValue } from './explain.ts';

/** What can always be done with text that does not reach the host. */
const RESCUE: readonly ProblemAction[] = ['save-copy', 'download', 'copy-text'];

/** The 409 that says "not locked any more" rather than "locked by another". */
export function isLockGone(report: CallReport): boolean {
  return report.status === 409 && (headerValue(report.headers, WopiHeader.Lock) ?? '') === '';
}

/** A PutFile the host did not accept. */
export function saveProblem(report: CallReport): Problem {
  const kept = 'What was typed is kept here.';
  if (report.status === 409) {
    return isLockGone(report)
      ? problem(
          'Not saved: the lock is gone',
          `${report.meaning} ${kept} Lock the file again to save; if it was changed meanwhile, you decide what stays.`,
          report,
          ['lock-again', ...RESCUE],
        )
      : problem(
          'Not saved: the file is locked by somebody else',
          `${report.meaning} ${kept} Try to lock it again once the other editor has left, or save a copy.`,
          report,
          ['lock-again', ...RESCUE],
        );
  }
  if (report.status === 401)
    return problem('Not saved: the token is refused', `${report.meaning} ${kept} ${FRESH_TOKEN}`, report, [
      'save',
      'download',
      'copy-text',
    ]);
  if (report.status === 404)
    return problem(
      'Not saved: the file is gone, or writing is no longer allowed',
      `${report.meaning} ${kept}`,
      report,
      ['save', ...RESCUE],
    );
  if (report.status === 413)
    return problem(
      'Not saved: the document is too large for the host',
      `${report.meaning} ${kept} Shorten it, or download it.`,
      report,
      ['save', 'download', 'copy-text'],
    );
  return problem('Not saved', `${report.meaning} ${kept} The editor tries again by itself.`, report, [
    'save',
    ...RESCUE,
  ]);
}

export const FRESH_TOKEN =
  'A fresh token comes only from a new load of the host page: open the document again from there.';

export function refreshProblem(report: CallReport): Problem {
  if (report.status === 409) {
    const title = isLockGone(report) ? 'The lock is gone' : 'The file is locked by somebody else';
    return problem(title, `${report.meaning} Until it is locked again, nothing can be saved.`, report, [
      'lock-again',
      ...RESCUE,
    ]);
  }
  return problem(
    'The lock could not be refreshed',
    `${report.meaning} The lock expires 30 minutes after its last refresh; the editor tries again by itself.`,
    report,
    ['check', 'download', 'copy-text'],
  );
}

/** Lock was refused while opening: the document is shown read-only. */
export function lockRefusal(report: CallReport): Problem {
  if (report.status !== 409)
    return problem('Read-only: the file could not be locked', report.meaning, report, ['check']);
  const held = headerValue(report.headers, WopiHeader.Lock) ?? '';
  return held === ''
    ? problem('Read-only: the host refused the lock', report.meaning, report, [])
    : problem(
        'Read-only: another editor has locked the file',
        `${report.meaning} It becomes free when that editor unlocks it, or 30 minutes after its last refresh.`,
        report,
        [],
      );
}

export function failureOf(title: string, report: CallReport): Problem {
  const isToken = report.status === 401;
  return problem(title, isToken ? `${report.meaning} ${FRESH_TOKEN}` : report.meaning, report, []);
}

export function tokenRefused(report: CallReport, name: string): Problem {
  return problem(`The host no longer accepts ${name}’s token`, `${report.meaning} ${FRESH_TOKEN}`, report, [
    'check',
    'download',
    'copy-text',
  ]);
}

/** Somebody else wrote the file: after the lock was lost, or past it, straight into the folder. */
export function changedMeanwhile(mine: string, theirs: string, isDirty: boolean): Problem {
  return problem(
    'The file was changed meanwhile',
    `This editor worked on version ${mine}; the host now has ${theirs}. ` +
      (isDirty ? 'Saving would replace that newer version. ' : '') +
      'Nothing is saved until you choose.',
    null,
    isDirty ? ['overwrite', 'reload', ...RESCUE] : ['reload', 'overwrite'],
  );
}

export function problem(
  title: string,
  detail: string,
  call: CallReport | null,
  actions: readonly ProblemAction[],
): Problem {
  return { title, detail, call, actions: [...actions] };
}
