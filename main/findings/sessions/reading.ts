import type { Outcome, StoryStepKind, StoryStepState } from '../../../preload/contract.ts';
import type { LockTrack } from './lock-track.ts';
import type { Moment } from './moment.ts';
import { isGood } from './moment.ts';

/** What one request means in its session. */
export interface Reading {
  kind: StoryStepKind;
  state: Extract<StoryStepState, 'done' | 'refused' | 'failed'>;
  sentence: string;
}

/** What the session has been through, as far as a single request is to be understood. */
export interface Situation {
  track: LockTrack;
  /** The session had a lock, and it ran out. */
  hasLost: boolean;
  hasLocked: boolean;
}

type Read = (now: Moment, situation: Situation) => Reading;

const done = (kind: StoryStepKind, sentence: string): Reading => ({ kind, state: 'done', sentence });
const refused = (kind: StoryStepKind, sentence: string): Reading => ({ kind, state: 'refused', sentence });
const failed = (kind: StoryStepKind, sentence: string): Reading => ({ kind, state: 'failed', sentence });

const PROBED =
  'Asked with an id that is not the held one; the host named the lock that is held. That is the right answer: clients learn it this way.';

const OPERATIONS: Record<string, Read> = {
  CheckFileInfo: (now) =>
    isGood(now)
      ? done('check', 'Asked what the document is and what may be done with it.')
      : failed('check', `Was not told what it may do: ${reasonOf(now)}.`),
  GetFile: (now) =>
    isGood(now) ? done('read', 'Read the document.') : failed('read', `Could not read the document: ${reasonOf(now)}.`),
  GetLock: (now) =>
    isGood(now)
      ? done('probe', 'Asked which lock is held.')
      : failed('probe', `Was not told the lock: ${reasonOf(now)}.`),
  Lock(now, { track }) {
    if (isGood(now))
      return track.holding?.lockId === now.lockId
        ? done('refresh', 'Locked again with the same id, which extends the lock.')
        : done('lock', `Took the lock ${lockBrief(now.lockId)}.`);
    return now.status === 409 ? refused('probe', PROBED) : failed('lock', `Got no lock: ${reasonOf(now)}.`);
  },
  RefreshLock(now, { hasLocked, hasLost }) {
    if (isGood(now)) return done('refresh', 'Extended the lock by 30 minutes.');
    if (now.status !== 409) return failed('refresh', `Could not extend the lock: ${reasonOf(now)}.`);
    if (hasLost) return failed('refresh', 'Came too late: the lock had run out before.');
    return hasLocked && now.outcome === 'not-locked'
      ? failed('refresh', 'Could not extend the lock: the file is not locked any more.')
      : refused('probe', PROBED);
  },
  Unlock(now, { hasLocked, hasLost, track }) {
    if (isGood(now)) return done('unlock', 'Gave the lock back.');
    if (now.status !== 409) return failed('unlock', `Could not give the lock back: ${reasonOf(now)}.`);
    if (hasLost) return refused('unlock', 'Came after the lock had run out: there was nothing left to give back.');
    return hasLocked && track.holding?.isOurs
      ? failed('unlock', 'Presented another id than the one that is held: the lock stays.')
      : refused('probe', PROBED);
  },
  UnlockAndRelock: (now) =>
    isGood(now)
      ? done('relock', `Replaced the lock by ${lockBrief(now.lockId)} in one step.`)
      : failed('relock', `Could not replace the lock: ${reasonOf(now)}.`),
  PutFile(now, { track }) {
    if (!isGood(now)) return failed('save', `Was not saved: ${reasonOf(now)}.`);
    if (track.holding !== null) return done('save', 'Saved the document.');
    return now.before?.size === 0
      ? done('save', 'Filled the empty document, which needs no lock.')
      : done('save', 'Saved the document although nobody held a lock.');
  },
  PutRelativeFile: (now) =>
    isGood(now)
      ? done('save-as', 'Stored the content as another file.')
      : turnedDown('save-as', now, 'Stored no other file'),
  RenameFile: (now) =>
    isGood(now) ? done('rename', 'Renamed the document.') : turnedDown('rename', now, 'Did not rename the document'),
  DeleteFile: (now) =>
    isGood(now) ? done('delete', 'Deleted the document.') : turnedDown('delete', now, 'Did not delete the document'),
};

export function readMoment(now: Moment, situation: Situation): Reading {
  if (now.outcome === 'pending') return done('other', 'Is still running.');
  const read = now.operation === null ? undefined : OPERATIONS[now.operation];
  if (read) return read(now, situation);
  return isGood(now)
    ? done('other', 'Was answered.')
    : turnedDown('other', now, `Was answered ${now.status ?? 'not at all'}`);
}

const BRIEF = 36;

/** Enough of a lock id to tell it from another one; whole it stands in the request. */
function lockBrief(id: string | null): string {
  const text = id ?? '';
  return text.length > BRIEF ? `“${text.slice(0, BRIEF)}…”` : `“${text}”`;
}

/** Refusals that are the protocol at work. */
const BY_RULE: ReadonlySet<Outcome> = new Set<Outcome>([
  'name-taken',
  'not-implemented',
  'not-empty',
  'locked-by-other',
  'bad-name',
  'no-permission',
]);

function turnedDown(kind: StoryStepKind, now: Moment, words: string): Reading {
  return (BY_RULE.has(now.outcome) ? refused : failed)(kind, `${words}: ${reasonOf(now)}.`);
}

const REASONS: Partial<Record<Outcome, string>> = {
  'locked-by-other': 'another lock is held',
  'not-locked': 'the file is not locked',
  'name-taken': 'the name is taken',
  'not-empty': 'the folder is not empty',
  'changed-meanwhile': 'somebody else has saved meanwhile',
  'token-missing': 'there was no access token',
  'token-forged': 'the access token is not one of this host',
  'token-expired': 'the access token had ended',
  'token-revoked': 'the access token was revoked',
  'token-other-file': 'the access token is for another file',
  'proof-failed': 'the signature does not fit',
  'no-permission': 'this person has no right to do that',
  'not-found': 'the host does not have the file',
  'not-implemented': 'the host does not offer it',
  'bad-request': 'the request is malformed',
  'bad-name': 'the name is not allowed',
  'too-large': 'the body is too large',
  'server-error': 'the host failed',
  aborted: 'the client went away before the answer was out',
};

/** Why it was refused, in a few words, with the status. */
export function reasonOf({ outcome, status, explanation }: Moment): string {
  const words = REASONS[outcome] ?? explanation?.replace(/\.$/, '') ?? BY_STATUS[status ?? 0] ?? 'it was refused';
  return status === null ? words : `${words} (${status})`;
}

/** For recordings of other hosts, which say no more than that. */
const BY_STATUS: Record<number, string> = {
  401: 'the access token was not accepted',
  403: 'it is forbidden',
  404: 'the host does not know the file, or this person',
  409: 'the lock does not fit',
  413: 'the body is too large',
  500: 'the host failed',
  501: 'the host does not offer it',
};
