import type { SessionTone, StoryStep } from '../../../preload/contract.ts';
import { isQuiet, missed } from './expectations.ts';
import type { Gap, SessionFacts } from './expectations.ts';
import type { Holding, LockNews } from './lock-track.ts';
import { LockTrack } from './lock-track.ts';
import type { Moment } from './moment.ts';
import { clockTime, isGood, LOCK_CHANGERS } from './moment.ts';
import type { ClientProfile } from './profile.ts';
import { readMoment } from './reading.ts';
import { Steps } from './steps.ts';
import type { Tally } from './verdict.ts';
import { newTally, verdictOf } from './verdict.ts';

export interface Told {
  steps: StoryStep[];
  missing: number;
  remarks: string[];
  tone: SessionTone;
  verdict: string;
}

interface Telling {
  profile: ClientProfile;
  /** Older requests of the session are not kept any more. */
  isCut?: boolean;
}

/** Takes in the requests of one session, in order, with those of others on the same files; tells the story at the end. */
export class SessionReader {
  readonly #profile: ClientProfile;
  readonly #steps = new Steps();
  readonly #tracks = new Map<string, LockTrack>();
  readonly #facts: SessionFacts;
  readonly #tally: Tally = newTally();
  /** Ran out, and it is not known yet whether the session goes on. */
  readonly #lapsed: Holding[] = [];
  readonly #others = new Set<string>();

  constructor({ profile, isCut = false }: Telling) {
    this.#profile = profile;
    this.#facts = {
      first: null,
      last: null,
      checked: null,
      read: null,
      locked: null,
      hasProbed: false,
      unlockedSave: null,
      isEmpty: false,
      hasJoined: false,
      lapses: [],
      abandoned: [],
      isCut,
      isQuiet: false,
    };
  }

  /** A request of the session. */
  take(now: Moment): void {
    const track = this.#trackOf(now);
    this.#hear(track.advance(now));
    for (const holding of this.#lapsed.splice(0)) {
      this.#facts.lapses.push({ holding, found: now });
      // What comes now is told anew, not as a repeat of what was before.
      this.#steps.cut();
    }
    const reading = readMoment(now, {
      track,
      hasLost: this.#facts.lapses.length > 0 && !track.holding,
      hasLocked: this.#facts.locked !== null,
    });
    this.#note(now, track, reading.kind);
    this.#tally.take(now, reading);
    const { kind, state, sentence } = reading;
    this.#steps.add({
      kind,
      state,
      operation: now.operation ?? 'unknown operation',
      at: now.at,
      exchangeIds: [now.id],
      who: now.personName,
      sentence,
    });
    track.take(now, true);
  }

  /** A request of another session on a file of this one. */
  overhear(now: Moment): void {
    if (!LOCK_CHANGERS.has(now.operation ?? '')) return;
    const track = this.#tracks.get(now.fileId ?? '') ?? (this.#facts.first ? undefined : this.#trackOf(now));
    if (!track) return;
    const wasOurs = track.holding?.isOurs === true;
    this.#hear(track.advance(now));
    if (!isGood(now)) return;
    this.#others.add(now.personName ?? 'somebody');
    if (now.operation === 'Unlock' && wasOurs && track.holding?.isOurs) {
      this.#steps.add({
        kind: 'unlock',
        state: 'outside',
        operation: 'Unlock',
        at: now.at,
        exchangeIds: [now.id],
        who: now.personName,
        sentence: 'Another session of the same document gave the lock back.',
      });
    }
    track.take(now, false);
  }

  /** @param now end of the recording, or the present */
  finish(now: { at: number; realAt: number }): Told {
    for (const track of this.#tracks.values()) {
      this.#hear(track.close(now.at, now.realAt));
      const { holding } = track;
      if (holding?.isOurs) this.#wait(holding);
    }
    this.#facts.abandoned.push(...this.#lapsed.splice(0));
    this.#facts.isQuiet = isQuiet(this.#facts, now.at);
    const gaps = missed(this.#profile, this.#facts);
    const steps = inOrder(this.#steps.list, gaps);
    // A lock that was given back ends the session; a reader leaves without a word.
    const isGoing =
      steps.some(({ state }) => state === 'waiting') || (this.#facts.locked === null && !this.#facts.isQuiet);
    return {
      steps,
      missing: gaps.length,
      remarks: this.#remarks(),
      ...verdictOf({
        facts: this.#facts,
        tally: this.#tally,
        missing: gaps.map(({ step }) => step),
        isGoing,
        profile: this.#profile,
      }),
    };
  }

  #trackOf({ fileId }: Moment): LockTrack {
    const key = fileId ?? '';
    let track = this.#tracks.get(key);
    if (!track) {
      track = new LockTrack();
      if (this.#tracks.size < MOST_FILES) this.#tracks.set(key, track);
    }
    return track;
  }

  #hear(news: LockNews | null): void {
    if (!news?.holding.isOurs) return;
    if (news.kind === 'ran-out') {
      this.#lapsed.push(news.holding);
      return;
    }
    this.#steps.add({
      kind: 'unlock',
      state: 'outside',
      operation: 'Unlock',
      at: news.at,
      exchangeIds: [],
      who: null,
      sentence: 'The lock was ended without a request: from the screen, or by the host itself.',
    });
  }

  #note(now: Moment, track: LockTrack, kind: StoryStep['kind']): void {
    const facts = this.#facts;
    facts.first ??= now;
    facts.last = now;
    if (track.holding && !track.holding.isOurs) facts.hasJoined = true;
    if (now.before?.size === 0) facts.isEmpty = true;
    if (kind === 'probe') facts.hasProbed = true;
    if (now.operation === 'PutFile' && track.holding === null && now.before?.size !== 0) facts.unlockedSave ??= now;
    if (!isGood(now)) return;
    if (kind === 'check') facts.checked ??= now;
    if (kind === 'read') facts.read ??= now;
    if (kind === 'lock') facts.locked ??= now;
  }

  #wait({ expiresAt, refreshedAt }: Holding): void {
    this.#steps.add({
      kind: 'unlock',
      state: 'waiting',
      operation: 'Unlock',
      at: refreshedAt,
      exchangeIds: [],
      who: null,
      sentence: `Holds the lock; without a refresh it ends at ${clockTime(expiresAt)}.`,
    });
  }

  #remarks(): string[] {
    const { isCut } = this.#facts;
    return [
      isCut ? 'Older requests of this session are not kept any more, so its beginning is not told.' : null,
      this.#others.size > 0
        ? `Other sessions worked on the same document under its locks: ${[...this.#others].slice(0, 5).join(', ')}.`
        : null,
      this.#steps.remark,
    ].filter((remark) => remark !== null);
  }
}

/** Files of one session whose locks are followed. */
const MOST_FILES = 50;

/** What is missing stands where it would have been due, what is still awaited at the end. */
function inOrder(steps: readonly StoryStep[], gaps: readonly Gap[]): StoryStep[] {
  const all = steps.filter(({ state }) => state !== 'waiting');
  for (const { step, beforeId } of gaps) {
    const place = all.findIndex(({ exchangeIds: [first = 0] }) => first >= beforeId);
    all.splice(place === -1 ? all.length : place, 0, step);
  }
  return [...all, ...steps.filter(({ state }) => state === 'waiting')];
}
