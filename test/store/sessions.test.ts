import { expect, onTestFinished, test } from 'vitest';
import type { IssuedToken, SessionRow, StoryStep } from '../../preload/contract.ts';
import { FakePage } from '../editor/fake-page.ts';
import type { Answer } from '../support/http.ts';
import { START, startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

const MINUTE = 60_000;
const WORD = 'MSWAC (Word for the web)';

async function open(): Promise<TestHost> {
  const host = await startHost({ files: { 'Budget.txt': 'one\n', 'Other.txt': 'two\n', 'New.txt': '' } });
  onTestFinished(() => host.stop());
  return host;
}

interface Client {
  call(override: string | null, lock?: string, body?: string): Promise<Answer>;
  get(): Promise<Answer>;
}

function client(
  host: TestHost,
  token: IssuedToken,
  { session, agent = WORD }: { session?: string; agent?: string },
): Client {
  const headers = { 'User-Agent': agent, ...(session === undefined ? {} : { 'X-WOPI-SessionId': session }) };
  return {
    call: (override, lock, body) =>
      host.wopi(token, {
        ...(override === null ? {} : { override }),
        ...(override === 'PUT' ? { at: '/contents' as const } : {}),
        headers: { ...headers, ...(lock === undefined ? {} : { 'X-WOPI-Lock': lock }) },
        ...(body === undefined ? {} : { body }),
      }),
    get: () => host.wopi(token, { at: '/contents', headers }),
  };
}

const words = (steps: readonly StoryStep[]): string[] =>
  steps.map(({ state, operation, count }) => `${state} ${operation}${count > 1 ? ` × ${count}` : ''}`);

test('a real session of the Sandbox Editor misses nothing', async () => {
  const host = await open();
  const { host: state } = await host.api.getSnapshot();
  const { wopiSrc, accessToken, accessTokenTtl } = await host.token('Budget.txt');
  const page = await FakePage.open({
    editor: state.addresses.editor,
    wopiSrc,
    token: accessToken,
    ttl: String(accessTokenTtl),
    action: 'edit',
  });
  page.type(3, ' more');
  await page.until(({ save }) => save.state === 'saved' && save.at !== null);
  const unlocked = host.event((event) => event.type === 'lock' && event.change.change === 'released');
  await page.close();
  await unlocked;
  await host.settled();

  const { sessions } = await host.api.listSessions({ limit: 10 });
  expect(sessions).toMatchObject([
    { by: 'session', fileName: 'Budget.txt', client: 'Sandbox Editor', requests: 5, saves: 1, locks: 1, refused: 0 },
  ]);
  const story = await host.api.getSessionStory({ sessionId: sessions[0]?.key ?? '' });
  expect(story).toMatchObject({ missing: 0, remarks: [], profile: { name: 'Sandbox Editor' } });
  expect(words(story.steps)).toEqual([
    'done CheckFileInfo',
    'done Lock',
    'done GetFile',
    'done PutFile',
    'done Unlock',
  ]);
  expect(story.session).toMatchObject({ tone: 'good', verdict: sessions[0]?.verdict });
});

test('two editors of the Sandbox Editor under one lock: neither session misses anything', async () => {
  const host = await open();
  const { host: state } = await host.api.getSnapshot();
  const join = async (person: string): Promise<FakePage> => {
    const { wopiSrc, accessToken, accessTokenTtl } = await host.token('Budget.txt', person);
    return FakePage.open({
      editor: state.addresses.editor,
      wopiSrc,
      token: accessToken,
      ttl: String(accessTokenTtl),
      action: 'edit',
    });
  };
  const olivia = await join('owner');
  const emil = await join('editor');
  emil.type(0, 'Emil ');
  await emil.until(({ save }) => save.state === 'saved' && save.at !== null);
  const unlocked = host.event((event) => event.type === 'lock' && event.change.change === 'released');
  await olivia.close();
  await emil.close();
  await unlocked;
  await host.settled();
  host.clock.advance(MINUTE);
  const { sessions } = await host.api.listSessions({ limit: 10 });
  expect(sessions.length).toBe(2);
  expect(sessions.map(({ tone, verdict }) => `${tone}: ${verdict}`).filter((one) => !one.startsWith('good'))).toEqual(
    [],
  );
});

test('a lock that runs out is missed, in the list and in the story; findings and mutes are counted', async () => {
  const host = await open();
  const word = client(host, await host.token('Budget.txt'), { session: 's-1' });
  await word.call(null);
  await word.call('LOCK', 'A');
  await word.get();
  await word.call('PUT', 'A', 'first');
  await host.api.jumpClock({ milliseconds: 31 * MINUTE });
  expect((await word.call('PUT', 'A', 'second')).status).toBe(409);
  await host.settled();

  const { sessions } = await host.api.listSessions({ limit: 10 });
  expect(sessions).toMatchObject([{ key: 's-1', tone: 'wrong', saves: 1, refused: 1, people: ['Olivia Owner'] }]);
  const story = await host.api.getSessionStory({ sessionId: 's-1' });
  expect(words(story.steps)).toEqual([
    'done CheckFileInfo',
    'done Lock',
    'done GetFile',
    'done PutFile',
    'missing RefreshLock',
    'failed PutFile',
  ]);
  expect(story.steps[4]).toMatchObject({ sentence: expect.stringMatching(/^No RefreshLock for 31 minutes/) as string });
  expect(story.session.verdict).toBe(sessions[0]?.verdict);

  const { findings } = await host.api.listFindings({ sessionId: 's-1', limit: 100 });
  const { errors = 0, warnings = 0, notes = 0 } = story.session.marks ?? {};
  expect(errors + warnings + notes).toBe(findings.length);
  for (const rule of new Set(findings.map((one) => one.rule))) await host.api.muteRule({ rule, reason: 'known' });
  expect((await host.api.getSessionStory({ sessionId: 's-1' })).session.marks).toBeNull();
});

test('a lock that is still held is waited for; the screen that ends it is named', async () => {
  const host = await open();
  const word = client(host, await host.token('Budget.txt'), { session: 's-1' });
  await word.call(null);
  await word.call('LOCK', 'A');
  await word.get();
  await host.settled();
  const going = await host.api.getSessionStory({ sessionId: 's-1' });
  expect(words(going.steps).at(-1)).toBe('waiting Unlock');
  expect(going).toMatchObject({ missing: 0, session: { tone: 'going' } });

  host.clock.advance(1000);
  await host.api.releaseLock({ fileId: await host.fileId('Budget.txt') });
  await word.call(null);
  await host.settled();
  const ended = await host.api.getSessionStory({ sessionId: 's-1' });
  expect(words(ended.steps)).toContain('outside Unlock');
});

test('without a session id the token holds requests together; without both, file, person and client within an hour', async () => {
  const host = await open();
  const token = await host.token('Budget.txt');
  const other = await host.token('Budget.txt');
  for (const one of [token, other, token]) await client(host, one, { agent: 'ONLYOFFICE/9' }).call(null);
  const bare = `${new URL(token.wopiSrc).pathname}?access_token=none`;
  await host.wopi(bare, { headers: { 'User-Agent': 'curl/8' } });
  host.clock.advance(61 * MINUTE);
  await host.wopi(bare, { headers: { 'User-Agent': 'curl/8' } });
  await host.wopi(bare, { headers: { 'User-Agent': 'curl/8' } });
  const exchanges = await host.settled();

  const { sessions } = await host.api.listSessions({ limit: 10 });
  const brief = ({ by, requests, key }: SessionRow): [string, number, string] => [by, requests, key];
  expect(sessions.map(brief)).toEqual([
    ['person', 2, `alone:${exchanges[4]?.id}`],
    ['person', 1, `alone:${exchanges[3]?.id}`],
    ['token', 2, `token:${token.token.id}`],
    ['token', 1, `token:${other.token.id}`],
  ]);
  for (const { key, requests, firstId, lastId } of sessions) {
    expect((await host.api.getSessionStory({ sessionId: key })).session).toMatchObject({ key, requests });
    expect((await host.api.getSessionStory({ exchangeId: lastId })).session).toMatchObject({ key, requests, firstId });
  }
});

test('pages of sessions follow each other', async () => {
  const host = await open();
  const token = await host.token('Budget.txt');
  for (let index = 0; index < 5; index += 1) await client(host, token, { session: `s-${index}` }).call(null);
  await host.settled();
  const first = await host.api.listSessions({ limit: 3 });
  const rest = await host.api.listSessions({ limit: 3, before: first.sessions.at(-1)?.lastId ?? 0 });
  expect([...first.sessions, ...rest.sessions].map(({ key }) => key)).toEqual(['s-4', 's-3', 's-2', 's-1', 's-0']);
  expect([first.hasOlder, rest.hasOlder, first.cut]).toEqual([true, false, null]);
});

test('a time axis shows bars, locks and tokens of a session', async () => {
  const host = await open();
  const token = await host.token('Budget.txt', 'owner', 600);
  const word = client(host, token, { session: 's-1' });
  await word.call(null);
  await word.call('LOCK', 'A');
  host.clock.advance(5 * MINUTE);
  await word.call('REFRESH_LOCK', 'A');
  host.clock.advance(MINUTE);
  await word.call('UNLOCK', 'A');
  await host.settled();
  const { bars, periods, cut } = await host.api.getWaterfall({ sessionId: 's-1' });
  expect(bars.map(({ operation, realAt }) => [operation, realAt - START])).toEqual([
    ['CheckFileInfo', 0],
    ['Lock', 0],
    ['RefreshLock', 5 * MINUTE],
    ['Unlock', 6 * MINUTE],
  ]);
  expect(bars.every(({ firstByteMs, durationMs }) => firstByteMs !== null && durationMs !== null)).toBe(true);
  expect(periods).toMatchObject([
    { kind: 'lock', from: START, to: START + 6 * MINUTE, end: 'given back', marks: [START + 5 * MINUTE], tone: 'own' },
    { kind: 'token', from: START, end: 'still good', tone: 'own' },
  ]);
  expect(cut).toBeNull();
  const chosen = await host.api.getWaterfall({ exchangeIds: bars.slice(1, 3).map(({ id }) => id) });
  expect(chosen.bars.map(({ operation }) => operation)).toEqual(['Lock', 'RefreshLock']);
});

test.each([
  [{}, /Name a session, or one of its exchanges\./],
  [{ sessionId: 'a', exchangeId: 1 }, /Name a session, or one of its exchanges\./],
  [{ sessionId: 'nobody' }, /There is no such session in the kept traffic/],
  [{ sessionId: 'token:nobody' }, /There is no such session/],
  [{ sessionId: 'alone:99' }, /There is no such session/],
  [{ exchangeId: 12 }, /There is no such session/],
  [{ source: 'nobody', exchangeId: 12 }, /not open any more/],
])('%j is refused in words', async (input, message) => {
  const host = await open();
  await expect(host.api.getSessionStory(input)).rejects.toThrow(message);
});
