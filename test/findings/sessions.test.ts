import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../preload/contract.ts';
import type { Moment } from '../../main/findings/sessions/moment.ts';
import { clockTime } from '../../main/findings/sessions/moment.ts';
import { profileOf, PROFILES } from '../../main/findings/sessions/profiles/index.ts';
import type { Told } from '../../main/findings/sessions/story.ts';
import { SessionReader } from '../../main/findings/sessions/story.ts';

const START = Date.UTC(2026, 2, 14, 9, 0, 0);
const MINUTE = 60_000;

const OUTCOMES: Record<number, Outcome> = {
  200: 'ok',
  401: 'token-expired',
  404: 'not-found',
  409: 'locked-by-other',
  500: 'server-error',
};

/**
 * '12 Lock 200 A': minute, operation, status, lock id. A '~' before the operation: of another session.
 * An outcome in place of the status says it more exactly: '3 PutFile not-locked'.
 */
function moment(line: string, index: number, client: string): Moment {
  const [minute = '0', operation = '', status = '200', lockId = null, size = null] = line.split(' ');
  const number = Number(status);
  const at = START + Number(minute) * MINUTE;
  const sizes = size === null ? null : { lockId: null, lockExpiresAt: null, size: Number(size) };
  return {
    id: index + 1,
    at,
    realAt: at,
    durationMs: 10,
    operation: operation.replace('~', ''),
    status: Number.isNaN(number) ? (status.startsWith('token') ? 401 : 409) : number,
    outcome: Number.isNaN(number) ? (status as Outcome) : (OUTCOMES[number] ?? 'ok'),
    lockId: lockId === '-' ? null : lockId,
    fileId: 'f1',
    fileName: 'Budget.xlsx',
    personName: operation.startsWith('~') ? 'Ben' : 'Ann',
    client,
    requestBytes: 100,
    explanation: null,
    before: sizes,
  };
}

function tell(lines: readonly string[], { client = 'Office for the web', end = 120, isCut = false } = {}): Told {
  const reader = new SessionReader({ profile: profileOf(client), isCut });
  for (const [index, line] of lines.entries()) {
    const now = moment(line, index, client);
    if (line.includes('~')) reader.overhear(now);
    else reader.take(now);
  }
  const at = START + end * MINUTE;
  return reader.finish({ at, realAt: at });
}

/** 'check', 'save×3', 'failed save', 'missing unlock' */
function told({ steps }: Told): string[] {
  return steps.map(({ kind, state, count }) => {
    const repeated = count === 1 ? kind : `${kind}×${count}`;
    return state === 'done' ? repeated : `${state} ${repeated}`;
  });
}

const at = (minute: number): string => clockTime(START + minute * MINUTE);

const EDIT = ['0 CheckFileInfo', '0 Lock 200 A', '0 GetFile'];

interface Case {
  name: string;
  lines: readonly string[];
  options?: { client?: string; end?: number; isCut?: boolean };
  steps: readonly string[];
  tone: Told['tone'];
  verdict: string;
}

const CASES: readonly Case[] = [
  {
    name: 'an editing session as it should be',
    lines: [
      ...EDIT,
      '1 PutFile 200 A',
      '10 RefreshLock 200 A',
      '11 PutFile 200 A',
      '20 RefreshLock 200 A',
      '21 Unlock 200 A',
    ],
    steps: ['check', 'lock', 'read', 'save×2', 'refresh×2', 'unlock'],
    tone: 'good',
    verdict: 'Opened, locked, read, saved 2 times, unlocked. Nothing is missing.',
  },
  {
    name: 'reading only',
    lines: ['0 CheckFileInfo', '0 GetFile'],
    steps: ['check', 'read'],
    tone: 'good',
    verdict: 'Opened, read. Without a lock and a save: for reading only.',
  },
  {
    name: 'never unlocked',
    lines: [...EDIT, '1 PutFile 200 A'],
    steps: ['check', 'lock', 'read', 'save', 'missing unlock'],
    tone: 'remark',
    verdict: `Opened, locked, read, saved once. Never unlocked: set or refreshed last at ${at(0)}, the lock ran out at ${at(30)}.`,
  },
  {
    name: 'the lock ran out while the client slept, and the save after it was refused',
    lines: [...EDIT, '5 PutFile 200 A', '31 PutFile not-locked A'],
    steps: ['check', 'lock', 'read', 'save', 'missing refresh', 'failed save'],
    tone: 'wrong',
    verdict: `The last save was refused at ${at(31)}, because the file is not locked (409). What was changed after ${at(5)} is not in the file.`,
  },
  {
    name: 'the lock ran out, and the client took another one and saved',
    lines: [...EDIT, '31 RefreshLock not-locked A', '31 Lock 200 B', '32 PutFile 200 B', '33 Unlock 200 B'],
    steps: ['check', 'lock', 'read', 'missing refresh', 'failed refresh', 'lock', 'save', 'unlock'],
    tone: 'remark',
    verdict: `Opened, locked, read, saved once, unlocked. No RefreshLock for 31 minutes: the lock ran out at ${at(30)}.`,
  },
  {
    name: 'still going on',
    lines: [...EDIT, '1 PutFile 200 A'],
    options: { end: 12 },
    steps: ['check', 'lock', 'read', 'save', 'waiting unlock'],
    tone: 'going',
    verdict: 'Going on: opened, locked, read, saved once.',
  },
  {
    name: 'Word probes with other ids, rightly refused',
    lines: [
      '0 CheckFileInfo',
      '0 Lock 200 A',
      '0 Lock 409 A',
      '0 GetFile',
      '1 RefreshLock 409 A',
      '2 PutFile 200 A',
      '3 Unlock 200 A',
    ],
    steps: ['check', 'lock', 'refused probe', 'read', 'refused probe', 'save', 'unlock'],
    tone: 'good',
    verdict: 'Opened, locked, read, saved once, unlocked. Nothing is missing.',
  },
  {
    name: 'a save without a lock',
    lines: ['0 CheckFileInfo', '0 GetFile', '1 PutFile 200 - 10'],
    options: { client: 'Collabora Online' },
    steps: ['check', 'read', 'missing lock', 'save'],
    tone: 'remark',
    verdict:
      'Opened, read, saved once. PutFile came without a lock: two people who save like this overwrite each other.',
  },
  {
    name: 'a new, empty document is filled without a lock',
    lines: ['0 CheckFileInfo 200 - 0', '0 PutFile 200 - 0', '0 Lock 200 A', '1 PutFile 200 A', '2 Unlock 200 A'],
    steps: ['check', 'save', 'lock', 'save', 'unlock'],
    tone: 'good',
    verdict: 'Opened, locked, saved 2 times, unlocked. Nothing is missing.',
  },
  {
    name: 'the client stops after CheckFileInfo',
    lines: ['0 CheckFileInfo'],
    steps: ['check', 'missing read'],
    tone: 'remark',
    verdict:
      'Opened. Nothing was read: the client stopped by itself after CheckFileInfo, or it reads FileUrl, which this host may not see.',
  },
  {
    name: 'the file does not open',
    lines: ['0 CheckFileInfo 404'],
    steps: ['failed check'],
    tone: 'wrong',
    verdict: 'Did not open: CheckFileInfo, the first request, failed because the host does not have the file (404).',
  },
  {
    name: 'a storm of refreshes after the token ended',
    lines: [...EDIT, ...Array.from({ length: 200 }, () => '20 RefreshLock token-expired A')],
    options: { end: 25 },
    steps: ['check', 'lock', 'read', 'failed refresh×200', 'waiting unlock'],
    tone: 'wrong',
    verdict: `From ${at(20)} on the token was refused, 200 times, because the access token had ended (401).`,
  },
  {
    name: 'a save refused, then stored',
    lines: [...EDIT, '1 PutFile 500 A', '2 PutFile 200 A', '3 Unlock 200 A'],
    steps: ['check', 'lock', 'read', 'failed save', 'save', 'unlock'],
    tone: 'good',
    verdict: 'Opened, locked, read, saved once, unlocked. Nothing is missing.',
  },
  {
    name: 'a second editor joins the session of the first, who gives the lock back later',
    lines: ['0 ~Lock 200 A', '1 CheckFileInfo', '2 PutFile 200 A', '3 ~Unlock 200 A'],
    options: { client: 'Sandbox Editor' },
    steps: ['check', 'save'],
    tone: 'good',
    verdict: 'Opened, joined, saved once. It worked under the lock of another session; nothing is missing.',
  },
  {
    name: 'the first editor leaves, the other one gives the lock back',
    lines: [...EDIT, '1 PutFile 200 A', '5 ~RefreshLock 200 A', '9 ~Unlock 200 A'],
    steps: ['check', 'lock', 'read', 'save'],
    tone: 'good',
    verdict: 'Opened, locked, read, saved once. Nothing is missing.',
  },
  {
    name: 'another session gives back the lock of this one',
    lines: [...EDIT, '9 ~Unlock 200 A'],
    steps: ['check', 'lock', 'read', 'outside unlock'],
    tone: 'good',
    verdict: 'Opened, locked, read. Nothing is missing.',
  },
  {
    name: 'no CheckFileInfo at the beginning',
    lines: ['0 Lock 200 A', '0 GetFile', '1 Unlock 200 A'],
    steps: ['missing check', 'lock', 'read', 'unlock'],
    tone: 'remark',
    verdict: 'Locked, read, unlocked. The session begins with Lock, not with CheckFileInfo.',
  },
  {
    name: 'the beginning is not kept any more',
    lines: ['0 PutFile 200 A', '1 Unlock 200 A'],
    options: { isCut: true },
    steps: ['save', 'unlock'],
    tone: 'good',
    verdict: 'Saved once, unlocked. Nothing is missing.',
  },
  {
    name: 'a phone that locks without asking',
    lines: EDIT.concat('1 PutFile 200 A', '2 Unlock 200 A'),
    options: { client: 'Word for iOS' },
    steps: ['check', 'missing probe', 'lock', 'read', 'save', 'unlock'],
    tone: 'remark',
    verdict:
      'Opened, locked, read, saved once, unlocked. The lock was taken without asking first whether somebody else holds one.',
  },
  {
    name: 'a phone that asks first',
    lines: ['0 CheckFileInfo', '0 GetLock', '0 Lock 200 A', '0 GetFile', '1 PutFile 200 A', '2 Unlock 200 A'],
    options: { client: 'Word for iOS' },
    steps: ['check', 'probe', 'lock', 'read', 'save', 'unlock'],
    tone: 'good',
    verdict: 'Opened, locked, read, saved once, unlocked. Nothing is missing.',
  },
  {
    name: 'nothing is expected of a validator',
    lines: ['0 Lock 200 A', '0 Lock 409 A', '1 PutFile 200 A'],
    options: { client: 'WOPI validator' },
    steps: ['lock', 'refused probe', 'save'],
    tone: 'good',
    verdict: '3 test requests, 0 answered with a refusal, as tests want it.',
  },
  {
    name: 'Collabora locks again in place of refreshing',
    lines: [...EDIT, '15 Lock 200 A', '30 Lock 200 A', '45 Lock 200 A', '46 Unlock 200 A'],
    options: { client: 'Collabora Online' },
    steps: ['check', 'lock', 'read', 'refresh×3', 'unlock'],
    tone: 'good',
    verdict: 'Opened, locked, read, unlocked. Nothing is missing.',
  },
  {
    name: 'an Unlock with another id leaves the lock',
    lines: [...EDIT, '2 Unlock 409 A'],
    steps: ['check', 'lock', 'read', 'failed unlock', 'missing unlock'],
    tone: 'remark',
    verdict: `Opened, locked, read. Never unlocked: set or refreshed last at ${at(0)}, the lock ran out at ${at(30)}.`,
  },
];

describe('the story of a session', () => {
  test.each(CASES.map((one) => [one.name, one] as const))('%s', (_, { lines, options, steps, tone, verdict }) => {
    const story = tell(lines, options);
    expect({ steps: told(story), tone: story.tone, verdict: story.verdict }).toEqual({ steps, tone, verdict });
  });

  test('what is missing says where it is written', () => {
    const missing = CASES.flatMap(({ lines, options }) => tell(lines, options).steps).filter(
      ({ state }) => state === 'missing',
    );
    expect(missing.length).toBeGreaterThan(5);
    for (const { source, exchangeIds } of missing) {
      expect(source?.url).toMatch(/^https:\/\//);
      expect(exchangeIds).toEqual([]);
    }
  });

  test('a hundred thousand requests become a few steps', () => {
    const many = Array.from(
      { length: 100_000 },
      (_, index) => `${index / 100} ${index % 2 === 0 ? 'PutFile' : 'RefreshLock'} 200 A`,
    );
    const story = tell([...EDIT, ...many, '1000 Unlock 200 A'], { end: 1001 });
    expect(told(story)).toEqual(['check', 'lock', 'read', 'save×50000', 'refresh×50000', 'unlock']);
    expect(story.steps[3]?.exchangeIds.length).toBeLessThan(50);
  });

  test('a session that goes wrong all the time is told up to a limit, and says so', () => {
    const many = Array.from({ length: 2000 }, (_, index) => `${index / 1000} PutFile ${index % 2 === 0 ? 200 : 500} A`);
    const story = tell([...EDIT, ...many, '3 Unlock 200 A'], { end: 4 });
    expect(story.steps.length).toBeLessThan(310);
    expect(story.remarks.join(' ')).toMatch(
      /^The story is told up to 300 steps; \d+ more requests are only in Traffic\.$/,
    );
  });
});

test.each([
  ['Sandbox Editor', 'Sandbox Editor'],
  ['Office for the web', 'Office for the web'],
  ['Word for iOS', 'Office for iOS and Android'],
  ['Office for Android', 'Office for iOS and Android'],
  ['Collabora Online', 'Collabora Online'],
  ['ONLYOFFICE', 'ONLYOFFICE'],
  ['WOPI validator', 'WOPI validator'],
  ['curl', 'another client'],
  ['', 'another client'],
])('the client “%s” is taken for %s', (client, name) => {
  expect(profileOf(client).name).toBe(name);
});

test('every profile says what its client does, and where that is documented', () => {
  for (const { habit, source, expects } of PROFILES) {
    expect(habit.length).toBeGreaterThan(40);
    for (const { url, text } of [source, ...Object.values(expects)]) {
      expect(url).toMatch(/^https:\/\//);
      expect(text).not.toBe('');
    }
  }
});
