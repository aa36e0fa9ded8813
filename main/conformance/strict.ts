import type { CaseStep } from './cases.ts';
import { findByPath, stringAt } from './json-path.ts';
import type { Answer, Verdict } from './model.ts';
import { headerOf, merge, PASS, textOf, warning } from './model.ts';
import { parseRelaxedJson } from './relaxed-json.ts';

type Request = Extract<CaseStep, { kind: 'request' }>;

/** What one case remembers for the strict look at its answers. */
export interface StrictMemory {
  /** The lock id that a 200 of this case left on the file under test; null when unlocked. */
  lock: string | null | undefined;
}

/**
 * Looks where upstream does not: what is wrong here is a warning beside the official verdict. Asked only of requests
 * whose validators all passed.
 */
export function lookStrictly(step: Request, answer: Answer, memory: StrictMemory): Verdict {
  return merge([statusUnlooked(step, answer), lockReturned(step, answer, memory), filterApplied(step, answer)]);
}

/** Validators without a status check pass an error whose body happens to fit. */
function statusUnlooked({ validators, name }: Request, answer: Answer): Verdict {
  if (validators === undefined || validators.some(({ looksAtStatus }) => looksAtStatus)) return PASS;
  return answer.status === 200
    ? PASS
    : warning(
        `${name} was answered ${answer.status}; upstream does not look at the status here.`,
        '200',
        String(answer.status),
      );
}

/** GetLock gives back what was locked with, byte for byte; upstream ignores letter case, and for long ids everything. */
function lockReturned(step: Request, answer: Answer, memory: StrictMemory): Verdict {
  const { name, attributes, overrideUrl } = step;
  if (overrideUrl !== undefined) return PASS;
  if (name === 'GetLock' && answer.status === 200 && memory.lock !== undefined) {
    const received = headerOf(answer, 'X-WOPI-Lock');
    const expected = memory.lock ?? '';
    if ((received ?? '') !== expected)
      return warning(
        'GetLock gives back another lock id than the one the file was locked with.',
        expected || '(empty)',
        received ?? '(absent)',
      );
  }
  if (answer.status === 200) {
    if (name === 'Lock') memory.lock = attributes.text('Lock') ?? '';
    if (name === 'UnlockAndRelock') memory.lock = attributes.text('NewLock') ?? '';
    if (name === 'Unlock') memory.lock = null;
  }
  return PASS;
}

/** The cases about the extension filter look at one child only. */
function filterApplied({ name, attributes }: Request, answer: Answer): Verdict {
  const filter = name === 'EnumerateChildren' ? attributes.text('FileExtensionFilterList') : undefined;
  if (!filter || answer.status !== 200) return PASS;
  const wanted = filter.split(',').map((extension) => extension.trim().toLowerCase());
  const children = findByPath(parseRelaxedJson(textOf(answer)), 'ChildFiles');
  const names = (Array.isArray(children) ? children : []).map((child) => stringAt(child, 'Name'));
  const stray = names.find((child) => !wanted.some((extension) => child.toLowerCase().endsWith(extension)));
  return stray === undefined ? PASS : warning('The extension filter was not applied.', filter, stray);
}

/** Clean-up is never looked at: what stays behind makes later exact-name cases fail. */
export function lookAtCleanup({ name }: Request, answer: Answer): Verdict {
  if (name !== 'DeleteFile' && name !== 'DeleteContainer') return PASS;
  return answer.status === 200 || answer.status === 404
    ? PASS
    : warning(
        `${name} of the clean-up was answered ${answer.status}; something stays behind.`,
        '200',
        String(answer.status),
      );
}
