import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenedCapture } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';
import { openFile } from './support.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.stop());

const SECRET = 'opaque-secret-of-another-host-4711';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const headers = (pairs: Record<string, string>) => Object.entries(pairs).map(([name, value]) => ({ name, value }));

interface Step {
  method?: string;
  path: string;
  sent?: Record<string, string>;
  body?: string;
  status: number;
  answered?: Record<string, string>;
  content?: { text?: string; encoding?: string; mimeType?: string };
}

const INFO = JSON.stringify({
  BaseFileName: 'Strategy.docx',
  OwnerId: 'u1',
  UserId: 'u7',
  UserFriendlyName: 'Ada',
  Size: 12,
  Version: '1',
  SupportsLocks: true,
  SupportsUpdate: true,
  UserCanWrite: true,
});

/** A session on somebody else's host: checked, locked, saved, refused. */
const STEPS: readonly Step[] = [
  {
    path: '/contents',
    status: 200,
    content: { text: base64('PK\u0000binary'), encoding: 'base64', mimeType: 'application/octet-stream' },
  },
  { path: '', status: 200, content: { text: INFO, mimeType: 'application/json' } },
  { method: 'POST', path: '', sent: { 'X-WOPI-Override': 'LOCK', 'X-WOPI-Lock': 'L1' }, status: 200 },
  {
    method: 'POST',
    path: '/contents',
    sent: { 'X-WOPI-Override': 'PUT', 'X-WOPI-Lock': 'L1' },
    body: 'new text',
    status: 200,
    answered: { 'X-WOPI-ItemVersion': '2' },
  },
  {
    method: 'POST',
    path: '',
    sent: { 'X-WOPI-Override': 'LOCK', 'X-WOPI-Lock': 'L2' },
    status: 409,
    answered: { 'X-WOPI-Lock': 'L1' },
  },
  {
    method: 'POST',
    path: '/contents',
    sent: { 'X-WOPI-Override': 'PUT', 'X-WOPI-Lock': 'L9' },
    body: 'x',
    status: 409,
  },
];

const URL_BASE = 'https://files.example.com/api/wopi/files/42';

/** As the program writes it: each with its habits. */
const DIALECTS: Record<string, (step: Step, index: number) => Record<string, unknown>> = {
  mitmproxy: (step, index) => ({
    startedDateTime: `2026-03-14T09:26:5${index}.123456+00:00`,
    time: 35,
    request: {
      method: step.method ?? 'GET',
      url: `${URL_BASE}${step.path}?access_token=${SECRET}`,
      httpVersion: 'HTTP/2.0',
      cookies: [{ name: 'sid', value: SECRET, path: '', domain: '', httpOnly: false, secure: false }],
      headers: headers({
        ':authority': 'files.example.com',
        'user-agent': 'MSWAC',
        'x-wopi-sessionid': 's-1',
        ...step.sent,
      }),
      queryString: [{ name: 'access_token', value: SECRET }],
      headersSize: 400,
      bodySize: step.body?.length ?? 0,
      ...(step.body === undefined
        ? {}
        : { postData: { mimeType: 'application/octet-stream', text: step.body, params: [] } }),
    },
    response: {
      status: step.status,
      statusText: '',
      httpVersion: 'HTTP/2.0',
      cookies: [],
      headers: headers({
        'content-type': step.content?.mimeType ?? '',
        'set-cookie': `sid=${SECRET}`,
        ...step.answered,
      }),
      content: { size: 10, compression: 0, mimeType: '', ...step.content },
      redirectURL: '',
      headersSize: 200,
      bodySize: 10,
    },
    cache: {},
    timings: { send: 0, receive: 1, wait: 34, connect: -1, ssl: -1 },
    serverIPAddress: '203.0.113.9',
  }),
  browser: (step, index) => ({
    _initiator: { type: 'script' },
    _resourceType: 'fetch',
    pageref: 'page_1',
    startedDateTime: `2026-03-14T09:26:5${index}.123Z`,
    time: 35.5,
    request: {
      method: step.method ?? 'GET',
      url: `${URL_BASE}${step.path}?access_token=${SECRET}`,
      httpVersion: 'http/2.0',
      headers: headers({ Host: 'files.example.com', 'User-Agent': 'MSWAC', 'X-WOPI-SessionId': 's-1', ...step.sent }),
      cookies: [],
      queryString: [],
      headersSize: -1,
      bodySize: 0,
      ...(step.body === undefined ? {} : { postData: { mimeType: '', text: step.body } }),
    },
    response: {
      status: step.status,
      statusText: '',
      httpVersion: 'http/2.0',
      headers: headers(step.answered ?? {}),
      cookies: [],
      content: { size: 5, ...step.content },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
      _transferSize: 90,
    },
    cache: {},
    timings: { blocked: 1, dns: -1, ssl: -1, connect: -1, send: 0.1, wait: 34, receive: 0.4, _blocked_queueing: 0.3 },
  }),
  fiddler: (step, index) => ({
    startedDateTime: `2026-03-14T10:26:5${index}.1234567+01:00`,
    connection: 'ClientPort:51234;EgressPort:51235',
    time: 35,
    request: {
      method: step.method ?? 'GET',
      url: `${URL_BASE}${step.path}`,
      httpVersion: 'HTTP/1.1',
      headers: headers({
        Host: 'files.example.com',
        Authorization: `Bearer ${SECRET}`,
        'User-Agent': 'MSWAC',
        'X-WOPI-SessionId': 's-1',
        ...step.sent,
      }),
      cookies: [],
      queryString: [],
      headersSize: 300,
      bodySize: 0,
      ...(step.body === undefined ? {} : { postData: { mimeType: 'application/octet-stream', text: step.body } }),
    },
    response: {
      status: step.status,
      statusText: 'OK',
      httpVersion: 'HTTP/1.1',
      headers: headers(step.answered ?? {}),
      cookies: [],
      content: { size: 5, compression: 0, mimeType: 'application/json', ...step.content },
      redirectURL: '',
      headersSize: 100,
      bodySize: 5,
    },
    cache: {},
    timings: { blocked: -1, dns: 0, connect: 0, ssl: 0, send: 0, wait: 34, receive: 1 },
  }),
};

function harOf(dialect: string): Buffer {
  const entries = STEPS.map((step, index) => DIALECTS[dialect]?.(step, index));
  const har = {
    log: {
      version: '1.2',
      creator: { name: dialect, version: '9', comment: '' },
      pages: [],
      comment: 'exported',
      entries,
    },
  };
  return Buffer.from(
    `${dialect === 'fiddler' ? '\ufeff' : ''}${JSON.stringify(har, null, dialect === 'browser' ? 2 : undefined)}`,
  );
}

describe.each(Object.keys(DIALECTS))('a HAR of %s', (dialect) => {
  let capture: OpenedCapture;
  beforeAll(async () => {
    capture = await openFile(host, `${dialect}.har`, harOf(dialect));
  });
  const rows = async () => (await host.api.listExchanges({ limit: 100, source: capture.id })).rows.toReversed();

  it('is decoded as own traffic is', async () => {
    expect(capture).toMatchObject({ format: 'har', madeBy: `${dialect} 9`, exchangeCount: STEPS.length, remarks: [] });
    expect((await rows()).map(({ operation, outcome, lockId }) => [operation, outcome, lockId])).toEqual([
      ['GetFile', 'ok', null],
      ['CheckFileInfo', 'ok', null],
      ['Lock', 'ok', 'L1'],
      ['PutFile', 'ok', 'L1'],
      ['Lock', 'locked-by-other', 'L1'],
      ['PutFile', 'not-locked', 'L9'],
    ]);
  });

  it('knows file, person, client and session, also of requests before they were told', async () => {
    for (const row of await rows())
      expect(row).toMatchObject({
        fileId: '42',
        fileName: 'Strategy.docx',
        personId: 'u7',
        personName: 'Ada',
        client: 'Office for the web',
        sessionId: 's-1',
      });
  });

  it('has its bodies and times', async () => {
    const [first, , , saved] = await rows();
    const body = async (id = 0, side: 'request' | 'response' = 'request') =>
      Buffer.from(
        (await host.api.getBody({ id, side, offset: 0, length: 100, source: capture.id })).base64,
        'base64',
      ).toString();
    expect(await body(first?.id, 'response')).toBe('PK\u0000binary');
    expect(await body(saved?.id)).toBe('new text');
    expect(first?.realAt).toBe(Date.UTC(2026, 2, 14, 9, 26, 50, 123));
  });

  it('is looked at by the rules', async () => {
    const { findings } = await host.api.listFindings({ limit: 100, source: capture.id });
    expect(findings.map(({ rule }) => rule)).toContain('lock-header-missing');
    expect(capture.findingCount).toBe(findings.length);
    expect((await host.api.listFindings({ limit: 100 })).findings).toEqual([]);
  });

  it('has lost its secrets', async () => {
    const details = await Promise.all((await rows()).map(({ id }) => host.api.getExchange({ id, source: capture.id })));
    expect(JSON.stringify(details)).not.toContain(SECRET);
    expect(JSON.stringify(details)).toContain('‹token …');
  });
});

it('says what could not be taken over', async () => {
  const har = JSON.parse(harOf('browser').toString()) as { log: { entries: unknown[] } };
  har.log.entries.push(
    { startedDateTime: 'soon', request: {} },
    {
      ...DIALECTS['browser']?.({ path: '', status: 200 }, 1),
      request: { method: 'GET', url: 'data:text/plain,x', headers: [] },
    },
  );
  const capture = await openFile(host, 'mixed.har', Buffer.from(JSON.stringify(har)));
  expect(capture.exchangeCount).toBe(STEPS.length);
  expect(capture.remarks).toEqual([
    '2 entries were not taken over.',
    expect.stringMatching(/^Entry 7: request/),
    'Entry 8: “data:text/plain,x” is no HTTP request.',
  ]);
});
