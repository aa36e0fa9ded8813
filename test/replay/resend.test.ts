import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExchangeDetail, IssuedToken, ReplayStep, ResendOptions } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost, WopiRequest } from '../support/host.ts';
import { OPTIONS } from './support.ts';

let host: TestHost;
let token: IssuedToken;
beforeEach(async () => {
  host = await startHost({ files: { 'Plan.txt': 'first' } });
  token = await host.token('Plan.txt', 'owner');
});
afterEach(() => host.stop());

/** Sends a request as a client would and answers what was recorded of it. */
async function recorded(request: WopiRequest, from: IssuedToken = token): Promise<ExchangeDetail> {
  await host.wopi(from, request);
  const last = (await host.settled()).at(-1);
  if (!last) throw new Error('Nothing was recorded.');
  return last;
}

async function again(id: number, options: Partial<ResendOptions> = {}): Promise<ReplayStep> {
  return host.api.resend({ id, options: { ...OPTIONS, ...options } });
}

async function copyOf({ newExchangeId }: ReplayStep): Promise<ExchangeDetail> {
  if (newExchangeId === null) throw new Error('Nothing was recorded of the repetition.');
  return host.api.getExchange({ id: newExchangeId });
}

const signed = { 'X-WOPI-Proof': 'AAAA', 'X-WOPI-ProofOld': 'AAAA', 'X-WOPI-TimeStamp': '638000000000000000' };
const header = (detail: ExchangeDetail, name: string): string | undefined =>
  detail.requestHeaders.find((each) => each.name.toLowerCase() === name.toLowerCase())?.value;

describe('resending', () => {
  test('sends the same request through HTTP, with a token of its own, and links both exchanges', async () => {
    const original = await recorded({ headers: { 'X-WOPI-SessionId': 'S-1', 'x-odd-SPELLING': 'kept' } });
    const step = await again(original.id);
    expect(step).toMatchObject({ state: 'same', problem: null, exchangeId: original.id, before: { status: 200 } });
    const copy = await copyOf(step);
    expect(copy).toMatchObject({ operation: 'CheckFileInfo', status: 200, outcome: 'ok', replayOf: original.id });
    expect(copy.personId).toBe('owner');
    expect(copy.tokenId).not.toBe(original.tokenId);
    expect(copy.sessionId).toBe('S-1');
    expect(copy.correlationId).toBe(step.correlationId);
    expect(copy.requestHeaders.find(({ value }) => value === 'kept')?.name).toBe('x-odd-SPELLING');
    expect((await host.api.listResends({ id: original.id })).map(({ id }) => id)).toEqual([copy.id]);
  });

  test('a body goes out as it came, byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7) % 256));
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'L' } });
    const original = await recorded({ override: 'PUT', at: '/contents', headers: { 'X-WOPI-Lock': 'L' }, body: bytes });
    expect(original.status).toBe(200);
    const step = await again(original.id);
    expect(step.state).toBe('same');
    expect(step.differences.map(({ name, expected }) => [name, expected])).toEqual([
      ['X-WOPI-ItemVersion', 'a version'],
      ['LastModifiedTime', 'a time'],
    ]);
    const copy = await copyOf(step);
    expect(copy.requestBytes).toBe(bytes.length);
    expect((await host.wopi(token, { at: '/contents' })).body.equals(bytes)).toBe(true);
  });

  test('a signed request is signed again by our keys; the signature holds', async () => {
    await host.api.updateSettings({ proofMode: 'check' });
    const original = await recorded({ headers: signed });
    expect(original.proof.verdict).toBe('failed');
    expect((await copyOf(await again(original.id))).proof.verdict).toBe('verified');
    expect((await copyOf(await again(original.id, { sign: 'never' }))).proof.verdict).toBe('unsigned');
  });

  test('an unsigned request is signed when asked to', async () => {
    await host.api.updateSettings({ proofMode: 'enforce' });
    const original = await recorded({});
    expect(original.outcome).toBe('proof-failed');
    const step = await again(original.id, { sign: 'always' });
    expect(step.state).toBe('different');
    expect(step.differences.slice(0, 2)).toEqual([
      { part: 'status', name: 'Status', before: '500', after: '200', expected: null },
      { part: 'outcome', name: 'Outcome', before: 'proof-failed', after: 'ok', expected: null },
    ]);
  });

  test('correlation id: a new one, or the recorded one', async () => {
    const original = await recorded({ headers: { 'X-WOPI-CorrelationId': 'c-1' } });
    const fresh = await again(original.id);
    expect(fresh.correlationId).not.toBe('c-1');
    const kept = await copyOf(await again(original.id, { correlation: 'keep' }));
    expect(kept.correlationId).toBe('c-1');
    expect(header(kept, 'X-WOPI-CorrelationId')).toBe('c-1');
  });

  test('the very token of the recording shows what has become of it', async () => {
    const original = await recorded({});
    await host.api.revokeToken({ tokenId: token.token.id });
    const kept = await again(original.id, { token: 'keep' });
    expect(kept.after).toMatchObject({ status: 401, outcome: 'token-revoked' });
    expect((await again(original.id)).after?.status).toBe(200);
    expect((await again(original.id, { token: 'none' })).after).toMatchObject({
      status: 401,
      outcome: 'token-missing',
    });
  });

  test('the lock of the recording, or the one that is held now', async () => {
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'A' } });
    const original = await recorded({ override: 'REFRESH_LOCK', headers: { 'X-WOPI-Lock': 'A' } });
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'B', 'X-WOPI-OldLock': 'A' } });
    const recordedLock = await again(original.id);
    expect(recordedLock.differences).toContainEqual(
      expect.objectContaining({ part: 'header', name: 'X-WOPI-Lock', before: null, after: 'B', expected: null }),
    );
    expect((await again(original.id, { lock: 'held' })).state).toBe('same');
  });

  test('a reader’s token stays a reader’s', async () => {
    const reader = await host.token('Plan.txt', 'reader');
    const original = await recorded({ override: 'LOCK', headers: { 'X-WOPI-Lock': 'A' } }, reader);
    const step = await again(original.id);
    expect(step.state).toBe('same');
    expect((await copyOf(step)).personId).toBe('reader');
  });

  test('while capturing is paused it is sent and nothing is recorded', async () => {
    const original = await recorded({});
    await host.api.setCapturePaused({ paused: true });
    expect(await again(original.id)).toMatchObject({ state: 'same', newExchangeId: null, after: { status: 200 } });
  });
});

describe('what cannot be sent is said in a sentence', () => {
  test('a token that was never ours', async () => {
    const original = await recorded({ path: `${new URL(token.wopiSrc).pathname}?access_token=nonsense` }, token);
    await expect(again(original.id)).rejects.toThrow(/not one of this host.*Choose a person/);
  });

  test('a body that is not kept', async () => {
    await host.api.updateSettings({ maxBodyBytes: 0 });
    const original = await recorded({ override: 'PUT', at: '/contents', body: Buffer.alloc(200_000, 1) });
    expect(original.status).toBe(409);
    await expect(again(original.id)).rejects.toThrow(/\(200000 bytes\) was not kept.*another body/);
  });

  test('a page behind a signature', async () => {
    const original = await recorded({ path: `/page/${token.accessToken}` });
    await expect(again(original.id)).rejects.toThrow(/holds a secret that is not recorded/);
  });

  test('an exchange that is gone', async () => {
    await expect(again(4711)).rejects.toThrow('Exchange 4711 is not kept any more');
  });
});

describe('edit and resend', () => {
  test('method, path, headers and body are sent as edited, for another person', async () => {
    const original = await recorded({});
    const draft = await host.api.draftResend({ id: original.id });
    expect(draft).toMatchObject({ method: 'GET', personId: 'owner', isSigned: false, notes: [] });
    expect(draft.url).toMatch(/\?access_token=‹token …/);
    expect(draft.headers.map(({ name }) => name.toLowerCase())).not.toContain('host');
    const step = await host.api.resend({
      id: original.id,
      options: OPTIONS,
      request: {
        method: 'POST',
        url: draft.url.replace('?', '/contents?'),
        headers: [
          { name: 'X-WOPI-Override', value: 'PUT' },
          { name: 'X-Twice', value: '1' },
          { name: 'X-Twice', value: '2' },
          { name: 'X-WOPI-Lock', value: '' },
        ],
        body: { kind: 'text', text: 'naïve' },
        personId: 'editor',
      },
    });
    const copy = await copyOf(step);
    expect(copy).toMatchObject({ operation: 'PutFile', status: 409, personId: 'editor', requestBytes: 6 });
    expect(copy.requestHeaders.filter(({ name }) => name === 'X-Twice').map(({ value }) => value)).toEqual(['1', '2']);
    expect(header(copy, 'X-WOPI-Lock')).toBe('');
  });

  test.each([
    [{ url: 'wopi/files/1' }, /begins with \//],
    [{ url: '/wopi/files/ü' }, /Percent-encode/],
    [{ headers: [{ name: 'X WOPI', value: '' }] }, /cannot be the name of a header/],
    [{ headers: [{ name: 'X-WOPI-RequestedName', value: '文書' }] }, /UTF-7/],
    [{ headers: [{ name: 'X-Split', value: 'a\r\nX-Evil: 1' }] }, /no header can carry/],
    [{ method: 'get' }, /capital letters/],
    [{ personId: 'nobody' }, /not among the people/],
  ])('%j is refused', async (change, sentence) => {
    const original = await recorded({});
    const { method, url, headers } = await host.api.draftResend({ id: original.id });
    const request = { method, url, headers, body: { kind: 'recorded' } as const, personId: null, ...change };
    await expect(host.api.resend({ id: original.id, options: OPTIONS, request })).rejects.toThrow(sentence);
  });
});
