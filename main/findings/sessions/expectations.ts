import type { StoryStep } from '../../../preload/contract.ts';
import { span } from '../words.ts';
import type { Holding } from './lock-track.ts';
import type { Moment } from './moment.ts';
import { clockTime } from './moment.ts';
import type { ClientProfile, Expected, Source } from './profile.ts';

/** What is known of a whole session when it is asked what did not come. */
export interface SessionFacts {
  first: Moment | null;
  last: Moment | null;
  /** The first CheckFileInfo that was answered 200. */
  checked: Moment | null;
  read: Moment | null;
  /** The first Lock that was granted. */
  locked: Moment | null;
  /** The lock was asked for before it was taken. */
  hasProbed: boolean;
  /** The first PutFile that came while surely nobody held a lock on a document with content. */
  unlockedSave: Moment | null;
  /** A document without content has nothing to read. */
  isEmpty: boolean;
  /** Another session held the lock when this one came: it joins a document that is open already. */
  hasJoined: boolean;
  /** Locks that ran out while the session went on, and the request that found out. */
  lapses: { holding: Holding; found: Moment }[];
  /** Locks of the session that nobody gave back before they ran out. */
  abandoned: Holding[];
  /** Older requests of the session are not kept any more. */
  isCut: boolean;
  /** Its last request was a while ago. */
  isQuiet: boolean;
}

interface Question {
  expected: Expected;
  /** The operation that did not come. */
  operation: string;
  kind: StoryStep['kind'];
  /** Once for each time it is missed. */
  miss(facts: SessionFacts): Miss[];
}

interface Miss {
  /** When it was due, and the request before which it should have come. */
  at: number;
  beforeId: number;
  sentence: string;
}

/** A step that did not come, and where in the story it belongs. */
export interface Gap {
  step: StoryStep;
  beforeId: number;
}

const QUIET_MS = 30_000;

const QUESTIONS: readonly Question[] = [
  {
    expected: 'check',
    operation: 'CheckFileInfo',
    kind: 'check',
    miss: ({ first, checked, isCut }) =>
      first && !isCut && first.operation !== 'CheckFileInfo' && (!checked || checked.id > first.id)
        ? [
            {
              at: first.at,
              beforeId: first.id,
              sentence: `The session begins with ${first.operation ?? 'another request'}, not with CheckFileInfo.`,
            },
          ]
        : [],
  },
  {
    expected: 'read',
    operation: 'GetFile',
    kind: 'read',
    miss: ({ checked, read, isEmpty, hasJoined, isQuiet, locked }) =>
      checked && !read && !isEmpty && !hasJoined && (isQuiet || locked)
        ? [
            {
              at: checked.at,
              beforeId: checked.id + 1,
              sentence:
                'Nothing was read: the client stopped by itself after CheckFileInfo, or it reads FileUrl, which this host may not see.',
            },
          ]
        : [],
  },
  {
    expected: 'probe',
    operation: 'GetLock',
    kind: 'probe',
    miss: ({ locked, hasProbed, isCut }) =>
      locked && !hasProbed && !isCut
        ? [
            {
              at: locked.at,
              beforeId: locked.id,
              sentence: 'The lock was taken without asking first whether somebody else holds one.',
            },
          ]
        : [],
  },
  {
    expected: 'lock',
    operation: 'Lock',
    kind: 'lock',
    miss: ({ unlockedSave, lapses, isCut }) =>
      unlockedSave && lapses.length === 0 && !isCut
        ? [
            {
              at: unlockedSave.at,
              beforeId: unlockedSave.id,
              sentence: `PutFile came without a lock: two people who save like this overwrite each other.`,
            },
          ]
        : [],
  },
  {
    expected: 'refresh',
    operation: 'RefreshLock',
    kind: 'refresh',
    miss: ({ lapses }) =>
      lapses.map(({ holding, found }) => ({
        at: holding.expiresAt,
        beforeId: found.id,
        sentence: `No RefreshLock for ${span(found.at - holding.refreshedAt)}: the lock ran out at ${clockTime(holding.expiresAt)}.`,
      })),
  },
  {
    expected: 'unlock',
    operation: 'Unlock',
    kind: 'unlock',
    miss: ({ abandoned }) =>
      abandoned.map(({ refreshedAt, expiresAt }) => ({
        at: expiresAt,
        beforeId: Infinity,
        sentence: `Never unlocked: set or refreshed last at ${clockTime(refreshedAt)}, the lock ran out at ${clockTime(expiresAt)}. Until then nobody else could lock the document.`,
      })),
  },
];

/** What was expected of this client and did not come. */
export function missed(profile: ClientProfile, facts: SessionFacts): Gap[] {
  return QUESTIONS.flatMap(({ expected, operation, kind, miss }) => {
    const source: Source | undefined = profile.expects[expected];
    if (!source) return [];
    return miss(facts).map(({ at, beforeId, sentence }) => ({
      beforeId,
      step: {
        kind,
        state: 'missing' as const,
        operation,
        at,
        endAt: at,
        count: 1,
        exchangeIds: [],
        who: null,
        sentence,
        source,
      },
    }));
  });
}

/** Whether nothing has come for a while. */
export function isQuiet({ last }: Pick<SessionFacts, 'last'>, now: number): boolean {
  return !last || now - last.at > QUIET_MS;
}
