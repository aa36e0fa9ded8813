import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IssuedToken, ReplayTarget } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';
import { OPTIONS, rawServer, replayed, strangeHost } from './support.ts';

let host: TestHost;
let token: IssuedToken;
const cleanups: (() => Promise<void>)[] = [];
beforeEach(async () => {
  host = await startHost({ files: { 'Plan.txt': 'first' } });
  token = await host.token('Plan.txt', 'owner');
});
afterEach(async () => {
  await Promise.all([...cleanups.splice(0).map((stop) => stop()), host.stop()]);
});

const SESSION = { 'X-WOPI-SessionId': 'S-1' };

/** A small editing session, recorded; answers the ids of its exchanges. */
async function session(): Promise<number[]> {
  const lock = { ...SESSION, 'X-WOPI-Lock': 'L' };
  await host.wopi(token, { headers: SESSION });
  await host.wopi(token, { override: 'LOCK', headers: lock });
  await host.wopi(token, { at: '/contents', headers: SESSION });
  await host.wopi(token, { override: 'PUT', at: '/contents', headers: lock, body: 'second' });
  await host.wopi(token, { override: 'UNLOCK', headers: lock });
  await host.wopi(token);
  return (await host.settled()).slice(0, 5).map(({ id }) => id);
}

function elsewhere(base: string, differs: Partial<Extract<ReplayTarget, { kind: 'other' }>> = {}): ReplayTarget {
  return {
    kind: 'other',
    base: `${base}/wopi`,
    accessToken: 'a-token-that-was-typed-in',
    accessTokenTtl: 0,
    files: [],
    allowOrigin: base,
    ...differs,
  };
}

describe('a session', () => {
  test('is replayed in order; what has to differ does not count', async () => {
    const ids = await session();
    const what = { kind: 'session', exchangeId: ids[2] ?? 0 } as const;
    expect(await host.api.planReplay({ what })).toMatchObject({
      ids,
      files: [{ name: 'Plan.txt' }],
      requestBytes: 6,
      notes: [],
    });
    const replay = await replayed(host, { what, target: { kind: 'host' }, pace: { kind: 'at-once' } });
    expect(replay).toMatchObject({ state: 'finished', total: 5, target: 'This host', unanswered: 0, skipped: 0 });
    expect(replay.steps.map(({ exchangeId, operation }) => [exchangeId, operation])).toEqual([
      [ids[0], 'CheckFileInfo'],
      [ids[1], 'Lock'],
      [ids[2], 'GetFile'],
      [ids[3], 'PutFile'],
      [ids[4], 'Unlock'],
    ]);
    // The file was changed by the session itself, so its beginning and its first content are other ones now.
    expect(replay.steps.map(({ state }) => state)).toEqual(['different', 'same', 'different', 'same', 'same']);
    const counted = replay.steps.flatMap(({ operation, differences }) =>
      differences.filter(({ expected }) => expected === null).map(({ part, name }) => `${operation} ${part} ${name}`),
    );
    expect(counted).toEqual(['CheckFileInfo json Size', 'CheckFileInfo json SHA256', 'GetFile body Body']);
    expect(replay.steps.every(({ newExchangeId }) => newExchangeId !== null)).toBe(true);
  });

  test('once more at once, everything is as it was', async () => {
    const ids = await session();
    const wish = { target: { kind: 'host' }, pace: { kind: 'at-once' } } as const;
    const first = await replayed(host, { ...wish, what: { kind: 'exchanges', ids: ids.slice(1) } });
    const copies = first.steps.flatMap(({ newExchangeId }) => newExchangeId ?? []);
    const second = await replayed(host, { ...wish, what: { kind: 'exchanges', ids: copies } });
    expect(second).toMatchObject({ total: 4, same: 4, different: 0 });
  });

  test('progress and end are told as events', async () => {
    const ids = await session();
    host.forget();
    await replayed(host, { what: { kind: 'exchanges', ids }, target: { kind: 'host' }, pace: { kind: 'at-once' } });
    const steps = host.events.filter(({ type }) => type === 'replay-step');
    expect(steps).toHaveLength(5);
    const last = host.events.filter((event) => event.type === 'replay').at(-1);
    expect(last).toMatchObject({ replay: { state: 'finished', total: 5 } });
  });

  test('a request without a session id says what to do', async () => {
    await host.wopi(token);
    const [{ id } = { id: 0 }] = await host.settled();
    await expect(host.api.planReplay({ what: { kind: 'session', exchangeId: id } })).rejects.toThrow(
      /names no session.*Choose the requests/,
    );
  });
});

describe('pace', () => {
  test('a fixed gap keeps the requests apart, and a replay can be stopped in one', async () => {
    const ids = await session();
    const { id: replayId } = await host.api.startReplay({
      what: { kind: 'exchanges', ids },
      target: { kind: 'host' },
      pace: { kind: 'gap', milliseconds: 3_600_000 },
      options: OPTIONS,
    });
    await host.api.awaitReplay({ replayId, done: 0 });
    await expect(
      host.api.startReplay({
        what: { kind: 'exchanges', ids },
        target: { kind: 'host' },
        pace: { kind: 'at-once' },
        options: OPTIONS,
      }),
    ).rejects.toThrow('A replay is going on. Wait for it, or stop it.');
    await host.api.stopReplay({ replayId });
    const stopped = await host.api.getReplay({ replayId });
    expect(stopped).toMatchObject({ state: 'stopped', total: 5 });
    expect(stopped.steps).toHaveLength(1);
    await host.api.closeReplay({ replayId });
    expect(await host.api.listReplays()).toEqual([]);
    await expect(host.api.getReplay({ replayId })).rejects.toThrow('This replay was closed.');
  });

  test('the recorded pace, faster', async () => {
    await host.wopi(token);
    host.clock.advance(120);
    await host.wopi(token);
    const ids = (await host.settled()).map(({ id }) => id);
    const started = performance.now();
    await replayed(host, {
      what: { kind: 'exchanges', ids },
      target: { kind: 'host' },
      pace: { kind: 'faster', factor: 2 },
    });
    expect(performance.now() - started).toBeGreaterThanOrEqual(59);
  });
});

describe('another host', () => {
  test('gets nothing before its origin was agreed to', async () => {
    const [id = 0] = await session();
    const stranger = await strangeHost((_request, response) => response.end());
    cleanups.push(stranger.stop);
    const wish = { what: { kind: 'exchanges' as const, ids: [id] }, pace: { kind: 'at-once' as const } };
    for (const allowOrigin of [null, `${stranger.base}/`, 'http://127.0.0.1', host.base]) {
      await expect(replayed(host, { ...wish, target: elsewhere(stranger.base, { allowOrigin }) })).rejects.toThrow(
        `would be sent to ${stranger.base}, which is not this host.`,
      );
    }
    expect(stranger.received).toEqual([]);
    await replayed(host, { ...wish, target: elsewhere(stranger.base) });
    expect(stranger.received.map(({ line }) => line)).toEqual([
      expect.stringMatching(/^GET \/wopi\/files\/\w+\?access_token=a-token-that-was-typed-in$/),
    ]);
    expect(JSON.stringify(stranger.received)).not.toContain(token.accessToken);
  });

  test('a second sandbox is called with its own file and token, and answers alike', async () => {
    const ids = await session();
    const other = await startHost({ files: { 'Other.txt': 'first' } });
    cleanups.push(() => other.stop());
    const given = await other.token('Other.txt', 'owner');
    const replay = await replayed(host, {
      what: { kind: 'exchanges', ids },
      pace: { kind: 'at-once' },
      target: elsewhere(other.base, {
        accessToken: given.accessToken,
        accessTokenTtl: given.accessTokenTtl,
        files: [{ from: token.token.fileId, to: given.token.fileId }],
      }),
    });
    expect(replay.steps.map(({ state, newExchangeId }) => [state, newExchangeId])).toEqual([
      ['different', null],
      ['same', null],
      ['same', null],
      ['same', null],
      ['same', null],
    ]);
    const counted = replay.steps[0]?.differences.filter(({ expected }) => expected === null);
    expect(counted?.map(({ name, before, after }) => [name, before, after])).toEqual([
      ['BaseFileName', 'Plan.txt', 'Other.txt'],
      ['BreadcrumbDocName', 'Plan', 'Other'],
    ]);
    expect((await other.settled()).map(({ operation }) => operation)).toEqual([
      'CheckFileInfo',
      'Lock',
      'GetFile',
      'PutFile',
      'Unlock',
    ]);
  });

  test('its secrets and the token that was typed in are markers in what is compared', async () => {
    const [id = 0] = await session();
    const stranger = await strangeHost((request, response) => {
      response.setHeader('X-WOPI-Echo', 'a-token-that-was-typed-in');
      response.end(JSON.stringify({ Seen: request.url, AccessToken: 'secret-of-the-stranger' }));
    });
    cleanups.push(stranger.stop);
    host.forget();
    const replay = await replayed(host, {
      what: { kind: 'exchanges', ids: [id] },
      pace: { kind: 'at-once' },
      target: elsewhere(stranger.base),
    });
    for (const told of [JSON.stringify(replay), JSON.stringify(host.events)]) {
      expect(told).toContain('X-WOPI-Echo');
      expect(told).not.toContain('a-token-that-was-typed-in');
      expect(told).not.toContain('secret-of-the-stranger');
    }
  });

  test('no redirect is followed', async () => {
    const [id = 0] = await session();
    const second = await strangeHost((_request, response) => response.end());
    const stranger = await strangeHost((_request, response) => {
      response.writeHead(302, { Location: `${second.base}/wopi/files/1?access_token=secret` }).end();
    });
    cleanups.push(stranger.stop, second.stop);
    const { steps } = await replayed(host, {
      what: { kind: 'exchanges', ids: [id] },
      pace: { kind: 'at-once' },
      target: elsewhere(stranger.base),
    });
    expect(steps[0]).toMatchObject({ state: 'different', after: { status: 302 } });
    expect(steps[0]?.notes.join()).toMatch(/points to .*‹token …›, which was not followed/);
    expect(second.received).toEqual([]);
  });

  test.each([
    ['ftp://host.example', /begins with ftp:/],
    ['host.example', /is not an address/],
    ['https://ann:secret@host.example/wopi', /user name or password/],
    ['https://host.example/wopi?x=1', /query or a fragment/],
  ])('%s is refused', async (base, sentence) => {
    const [id = 0] = await session();
    const target = { ...elsewhere('http://x'), base };
    await expect(
      replayed(host, { what: { kind: 'exchanges', ids: [id] }, pace: { kind: 'at-once' }, target }),
    ).rejects.toThrow(sentence);
  });
});

describe('a host that does not answer is one sentence', () => {
  async function problemAt(base: string, timeoutMs = 20_000): Promise<string | null | undefined> {
    const [id = 0] = await session();
    const { steps } = await replayed(host, {
      what: { kind: 'exchanges', ids: [id] },
      pace: { kind: 'at-once' },
      target: elsewhere(base),
      options: { ...OPTIONS, timeoutMs },
    });
    expect(steps[0]?.state).toBe('unanswered');
    return steps[0]?.problem;
  }

  test('nothing listens', async () => {
    const stranger = await strangeHost((_request, response) => response.end());
    await stranger.stop();
    expect(await problemAt(stranger.base)).toBe(
      `${stranger.base} gave no answer: nothing listens there (connection refused).`,
    );
  });

  test('it takes too long', async () => {
    const stranger = await strangeHost(() => undefined);
    cleanups.push(stranger.stop);
    expect(await problemAt(stranger.base, 100)).toBe(`${stranger.base} did not answer within 0.1 seconds.`);
  });

  test('it stops in the middle', async () => {
    const stranger = await strangeHost((request, response) => {
      response.writeHead(200, { 'Content-Length': 1000 });
      response.write('{', () => request.socket.destroy());
    });
    cleanups.push(stranger.stop);
    expect(await problemAt(stranger.base)).toBe(
      `${stranger.base} gave no answer: it broke off in the middle of its answer.`,
    );
  });

  test('it speaks no HTTP', async () => {
    const raw = await rawServer('SSH-2.0-OpenSSH\r\n');
    cleanups.push(raw.stop);
    expect(await problemAt(raw.base)).toBe(`${raw.base} gave no answer: what it sent is no HTTP.`);
  });

  test('it does not speak TLS', async () => {
    const raw = await rawServer('HTTP/1.1 400 Bad Request\r\n\r\n');
    cleanups.push(raw.stop);
    expect(await problemAt(raw.base.replace('http:', 'https:'))).toMatch(/does not speak TLS there; try http/);
  });

  test('a huge answer is taken without keeping it', async () => {
    const size = 40 * 1024 * 1024;
    const stranger = await strangeHost((_request, response) => response.end(Buffer.alloc(size, 'x')));
    cleanups.push(stranger.stop);
    const [id = 0] = await session();
    const { steps } = await replayed(host, {
      what: { kind: 'exchanges', ids: [id] },
      pace: { kind: 'at-once' },
      target: elsewhere(stranger.base),
    });
    expect(steps[0]).toMatchObject({ state: 'different', after: { status: 200, size } });
    expect(steps[0]?.differences.at(-1)).toMatchObject({ part: 'body', name: 'Body' });
  });
});
