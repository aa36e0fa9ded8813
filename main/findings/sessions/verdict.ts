import type { SessionTone, StoryStep } from '../../../preload/contract.ts';
import type { SessionFacts } from './expectations.ts';
import type { Moment } from './moment.ts';
import { clockTime, isGood } from './moment.ts';
import type { ClientProfile } from './profile.ts';
import type { Reading } from './reading.ts';
import { reasonOf } from './reading.ts';

/** What is counted while a session is read. */
export interface Tally {
  requests: number;
  failed: number;
  saves: number;
  copies: number;
  unlocks: number;
  lastGoodSave: Moment | null;
  /** The save that was refused last, when no later one was stored. */
  lostSave: Moment | null;
  lastCheck: Moment | null;
  /** The last read, when it failed. */
  failedRead: Moment | null;
  failedLock: Moment | null;
  tokenTrouble: { first: Moment; count: number } | null;
  take(now: Moment, reading: Reading): void;
}

export function newTally(): Tally {
  return {
    requests: 0,
    failed: 0,
    saves: 0,
    copies: 0,
    unlocks: 0,
    lastGoodSave: null,
    lostSave: null,
    lastCheck: null,
    failedRead: null,
    failedLock: null,
    tokenTrouble: null,
    take(now, { kind, state }) {
      this.requests += 1;
      if (state === 'failed') this.failed += 1;
      const good = isGood(now);
      if (kind === 'save') {
        this.lostSave = good ? null : now;
        if (good) {
          this.saves += 1;
          this.lastGoodSave = now;
        }
      }
      if (kind === 'save-as' && good) this.copies += 1;
      if (kind === 'unlock' && good) this.unlocks += 1;
      if (kind === 'check') this.lastCheck = now;
      if (kind === 'read') this.failedRead = good ? null : now;
      if (kind === 'lock') this.failedLock = good ? null : now;
      if (now.status === 401 || now.outcome.startsWith('token-')) {
        if (this.tokenTrouble) this.tokenTrouble.count += 1;
        else this.tokenTrouble = { first: now, count: 1 };
      } else if (good) this.tokenTrouble = null;
    },
  };
}

interface Session {
  facts: SessionFacts;
  tally: Tally;
  missing: readonly StoryStep[];
  isGoing: boolean;
  profile: ClientProfile;
}

interface Verdict {
  tone: SessionTone;
  verdict: string;
}

type Judge = (session: Session) => Verdict | null;

const wrong = (verdict: string): Verdict => ({ tone: 'wrong', verdict });

/** The first one that has something to say decides. */
const JUDGES: readonly Judge[] = [
  ({ profile, tally: { requests, failed } }) =>
    Object.keys(profile.expects).length === 0
      ? {
          tone: 'good',
          verdict: `${times(requests, 'test request')}, ${failed} answered with a refusal, as tests want it.`,
        }
      : null,
  ({ facts: { checked, read, first }, tally: { lastCheck } }) =>
    lastCheck && !checked && !read
      ? wrong(
          `Did not open: CheckFileInfo, ${lastCheck.id === first?.id ? 'the first request' : 'asked again'}, failed because ${reasonOf(lastCheck)}.`,
        )
      : null,
  ({ tally: { lostSave, lastGoodSave } }) =>
    lostSave
      ? wrong(
          `The last save was refused at ${clockTime(lostSave.at)}, because ${reasonOf(lostSave)}. ${
            lastGoodSave
              ? `What was changed after ${clockTime(lastGoodSave.at)} is not in the file.`
              : 'Nothing of the session is in the file.'
          }`,
        )
      : null,
  ({ tally: { tokenTrouble } }) =>
    tokenTrouble
      ? wrong(
          `From ${clockTime(tokenTrouble.first.at)} on the token was refused, ${tokenTrouble.count === 1 ? 'once' : `${tokenTrouble.count} times`}, because ${reasonOf(tokenTrouble.first)}.`,
        )
      : null,
  ({ tally: { failedRead } }) =>
    failedRead ? wrong(`The document could not be read: ${reasonOf(failedRead)}.`) : null,
  ({ tally: { failedLock }, facts: { locked } }) =>
    failedLock && !locked ? wrong(`No lock could be had: ${reasonOf(failedLock)}.`) : null,
  ({ missing, ...session }) =>
    missing.length === 0
      ? null
      : {
          tone: 'remark',
          verdict: `${deeds(session)}. ${missing
            .map(({ sentence }) => sentence.replace(/ Until then .*$/, ''))
            .slice(0, 2)
            .join(' ')}`,
        },
  ({ isGoing, ...session }) => (isGoing ? { tone: 'going', verdict: `Going on: ${lower(deeds(session))}.` } : null),
  (session) => ({ tone: 'good', verdict: `${deeds(session)}. ${closing(session)}` }),
];

export function verdictOf(session: Session): Verdict {
  for (const judge of JUDGES) {
    const verdict = judge(session);
    if (verdict) return verdict;
  }
  return { tone: 'good', verdict: 'Nothing is missing.' };
}

function deeds({ facts: { checked, read, locked, hasJoined }, tally }: Pick<Session, 'facts' | 'tally'>): string {
  const { saves, copies, unlocks } = tally;
  const parts = [
    checked ? 'opened' : null,
    locked ? 'locked' : hasJoined && saves > 0 ? 'joined' : null,
    read ? 'read' : null,
    saves > 0 ? `saved ${saves === 1 ? 'once' : `${saves} times`}` : null,
    copies > 0 ? `stored as another file ${copies === 1 ? 'once' : `${copies} times`}` : null,
    unlocks > 0 ? 'unlocked' : null,
  ].filter((part) => part !== null);
  const text = parts.length === 0 ? times(tally.requests, 'request') : parts.join(', ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function closing({ facts: { locked, read, hasJoined }, tally: { saves } }: Session): string {
  if (locked) return 'Nothing is missing.';
  if (saves > 0)
    return hasJoined ? 'It worked under the lock of another session; nothing is missing.' : 'Nothing is missing.';
  return read ? 'Without a lock and a save: for reading only.' : 'It went no further.';
}

function lower(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function times(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
