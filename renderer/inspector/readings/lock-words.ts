import { formatTime } from '../../ui/format.ts';
import { asked, quote, until, type Facts } from './facts.ts';
import type { OperationWords } from './operation-words.ts';

function isSameLock({ held, carried }: Facts): boolean {
  return held !== null && held !== '' && held === carried;
}

/** What the lock would have done, told where it is extended. */
function before({ detail }: Facts): string {
  const from = detail?.before?.lockExpiresAt ?? null;
  const to = detail?.after?.lockExpiresAt ?? null;
  return from === null || to === null || from === to ? '' : ` (it would have ended at ${formatTime(from)})`;
}

/** Taking, telling and giving back locks. */
export const lockOperations: Readonly<Record<string, OperationWords>> = {
  Lock: {
    wish: ({ file }) => `lock ${file}`,
    left: () => 'No lock was taken.',
    done: (facts) =>
      isSameLock(facts)
        ? {
            title: 'Lock extended',
            words: `${facts.who} asked for the lock it already holds on ${facts.file}${until(facts, 'it was extended to')}${before(facts)}.`,
          }
        : { title: 'Lock taken', words: `${facts.who} took a lock on ${facts.file}${until(facts)}.` },
  },
  GetLock: {
    wish: ({ file }) => `know which lock ${file} has`,
    done: ({ who, file, held }) => ({
      title: 'Lock told',
      words:
        held === null
          ? `${who} asked which lock ${file} has.`
          : `${who} asked which lock ${file} has; ${held === '' ? 'there is none' : `it is ${quote(held)}`}.`,
    }),
  },
  RefreshLock: {
    wish: ({ file }) => `extend its lock on ${file}`,
    left: () => 'No lock was extended.',
    done: (facts) => ({
      title: 'Lock extended',
      words: `${facts.who} refreshed its lock on ${facts.file}${until(facts, 'it was extended to')}${before(facts)}.`,
    }),
  },
  Unlock: {
    wish: ({ file }) => `release its lock on ${file}`,
    left: () => 'No lock was released.',
    done: ({ who, file }) => ({
      title: 'Lock released',
      words: `${who} released its lock on ${file}; it is free to be locked by anyone.`,
    }),
  },
  UnlockAndRelock: {
    wish: (facts) => {
      const old = asked(facts, 'X-WOPI-OldLock');
      return `swap its lock${old === null || old === '' ? '' : ` ${quote(old)}`} on ${facts.file} for another in one step`;
    },
    left: () => 'The lock was not swapped.',
    done: (facts) => ({
      title: 'Lock swapped',
      words: `${facts.who} replaced its lock on ${facts.file} by another${facts.carried ? `, ${quote(facts.carried)},` : ''} in one step${until(facts)}.`,
    }),
  },
};
