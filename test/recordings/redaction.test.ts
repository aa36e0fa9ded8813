import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordingPreview, Redaction } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';
import { ALL, harProblems, makeTraffic, NOTHING_HIDDEN, openFile, save } from './support.ts';

let host: TestHost;
let sessionId: string;
let secret: string;
beforeAll(async () => {
  host = await startHost();
  ({ sessionId, secret } = await makeTraffic(host));
});
afterAll(() => host.stop());

/** Every text of a file: of an archive its parts, unpacked. */
async function textsOf(format: 'har' | 'capture' | 'support', redaction: Redaction): Promise<string> {
  const bytes = await save(host, format, { redaction });
  if (format === 'har') return bytes.toString();
  return Object.values(unzipSync(bytes))
    .map((part) => Buffer.from(part).toString())
    .join('\n');
}

const FORMATS = ['har', 'capture', 'support'] as const;

/** What tells a kind from outside: the words themselves, and how they look on the way. */
const TRACES: Record<string, RegExp> = {
  people: /Olivia|Emil\b|"owner"|"editor"/,
  files: /Budget|code & plans|code%20%26%20plans|\+APw-r|Plans/,
  addresses: /127\.0\.0\.1|WORDPROD17/,
};

describe.each(FORMATS)('a %s', (format) => {
  it('hides names, files and addresses unless told otherwise', async () => {
    const text = await textsOf(format, {});
    for (const [kind, trace] of Object.entries(TRACES)) expect(trace.exec(text)?.[0], kind).toBeUndefined();
    expect(text).toMatch(/Person \d/);
    expect(text).toMatch(/file-\d+\.xlsx/);
    expect(text).toMatch(/host-\d+\.example/);
  });

  it.each(Object.keys(TRACES))('shows %s where they are to be shown', async (kind) => {
    expect(await textsOf(format, { [kind]: false })).toMatch(TRACES[kind] ?? /^$/);
  });

  it('never holds a secret, whatever is asked for', async () => {
    const text = await textsOf(format, NOTHING_HIDDEN);
    expect(text).not.toContain(secret);
    expect(text).not.toContain(secret.split('.')[1]);
    expect(text).toContain('‹token …');
  });

  it('keeps what support needs', async () => {
    expect(await textsOf(format, {})).toContain(sessionId);
  });
});

it('leaves the contents of documents out, and says so', async () => {
  const { id } = await openFile(host, 'x.wopicapture', await save(host, 'capture', { redaction: {} }));
  const { rows } = await host.api.listExchanges({ limit: 100, source: id });
  const saved = rows.find(({ operation, status }) => operation === 'PutFile' && status === 200);
  const { requestBody } = await host.api.getExchange({ id: saved?.id ?? 0, source: id });
  expect(requestBody).toMatchObject({ kept: 0, size: 4000 });
  expect(requestBody.missing).toMatch(/content of the document was left out when this was saved \(4 KiB\)/);
  const { captures } = await host.api.getSnapshot();
  expect(captures[0]?.hidden).toEqual(['tokens', 'people', 'files', 'addresses', 'bodies']);
  // What the rules found in the whole traffic counts, not what they would find in what is left of it.
  const rulesOf = async (source?: string) =>
    (await host.api.listFindings({ limit: 100, ...(source ? { source } : {}) })).findings.map(({ rule }) => rule);
  expect(await rulesOf(id)).toEqual(await rulesOf());
});

it('still makes a correct HAR', async () => {
  const har = JSON.parse((await save(host, 'har', { redaction: {} })).toString()) as {
    log: { comment: string; entries: { comment?: string }[] };
  };
  expect(harProblems(har)).toEqual([]);
  expect(har.log.comment).toBe('Hidden before it was saved: tokens, people, files, addresses, bodies.');
  expect(har.log.entries[3]?.comment).toMatch(/request body is not whole: The content of the document was left out/);
});

describe('the preview', () => {
  let preview: RecordingPreview;
  beforeAll(async () => {
    preview = await host.api.previewRecording({ selection: ALL });
  });
  const part = (kind: string) => preview.parts.find((one) => one.kind === kind);

  it('counts what would be hidden, with examples', () => {
    expect(preview).toMatchObject({ exchangeCount: 9, lookedAt: 9, missingBodies: 0 });
    expect(part('people')?.examples).toContainEqual({ before: 'Olivia Owner', after: 'Person 1' });
    expect(part('files')?.examples.map(({ before }) => before)).toContain('Budget.xlsx');
    expect(part('tokens')?.count).toBeGreaterThanOrEqual(9);
    expect(part('bodies')?.count).toBe(4);
    expect(part('proof')).toMatchObject({ isOn: false, count: 0 });
  });

  it('shows no secret in its examples', () => {
    expect(JSON.stringify(preview)).not.toContain(secret);
  });
});

describe('a support bundle', () => {
  it('has what Microsoft asks for, and a text that lists it', async () => {
    const parts = unzipSync(await save(host, 'support', { selection: { kind: 'session', sessionId }, redaction: {} }));
    const text = (name: string): string => Buffer.from(parts[name] ?? []).toString();
    expect(Object.keys(parts)).toEqual(
      expect.arrayContaining(['README.txt', 'correlation-ids.tsv', 'traffic.har', 'environment.json', 'log.ndjson']),
    );
    expect(text('README.txt')).toContain(`WOPI session ${sessionId}`);
    expect(text('README.txt')).toContain('First (UTC): 2026-03-14T09:26:53.000Z');
    const [head, first] = text('correlation-ids.tsv')
      .split('\n')
      .map((line) => line.split('\t'));
    expect(head?.slice(0, 5)).toEqual(['UTC time', 'Operation', 'Status', 'X-WOPI-CorrelationId', 'X-WOPI-SessionId']);
    expect(first?.[1]).toBe('CheckFileInfo');
    expect(text('README.txt')).toContain(first?.[3]);
    const { settings } = JSON.parse(text('environment.json')) as { settings: Record<string, unknown> };
    const { settings: own } = await host.api.getSnapshot();
    expect(settings['oauthClientSecret']).toBe('(left out)');
    for (const value of [own.oauthClientSecret, own.signInCode])
      expect(
        Object.values(parts)
          .map((one) => Buffer.from(one).toString())
          .join(),
      ).not.toContain(value);
    expect(harProblems(JSON.parse(text('traffic.har')))).toEqual([]);
  });
});

it('gives each download once', async () => {
  const { link } = await host.api.saveRecording({ selection: ALL, format: 'har' });
  const fetchIt = async (): Promise<number> => (await fetch(`${host.admin}/${link}`)).status;
  expect(await fetchIt()).toBe(200);
  expect(await fetchIt()).toBe(404);
});
