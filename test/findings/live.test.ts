import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FindingMarks, IssuedToken } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

let host: TestHost;
let token: IssuedToken;
beforeEach(async () => {
  host = await startHost({ files: { 'a.txt': 'content', 'b.txt': 'content' } });
  token = await host.token('a.txt');
});
afterEach(() => host.stop());

/** A save without a lock, which the host refuses and Findings remarks on. */
const saveUnlocked = (of: IssuedToken = token) => host.wopi(of, { at: '/contents', override: 'PUT', body: 'x' });
const found = async () => (await host.api.listFindings({ rule: 'save-without-lock', limit: 100 })).findings;
const marksOf = async (): Promise<(FindingMarks | undefined)[]> =>
  (await host.api.listExchanges({ limit: 100 })).rows.map(({ findings }) => findings);

describe('a finding', () => {
  it('is stored with its exchange, announced, and marked in the list and in the details', async () => {
    await saveUnlocked();
    const event = await host.event((one) => one.type === 'findings');
    const [finding] = await found();
    expect(finding).toMatchObject({
      rule: 'save-without-lock',
      severity: 'warning',
      operation: 'PutFile',
      fileName: 'a.txt',
    });
    const marks = { errors: 0, warnings: 1, notes: 0 };
    expect(event).toEqual({ type: 'findings', marks: [{ exchangeId: finding?.exchangeId, marks }] });
    expect(await marksOf()).toEqual([marks]);
    expect((await host.api.getExchange({ id: finding?.exchangeId ?? 0 })).findings).toEqual(marks);
  });

  it('about an earlier exchange is marked there', async () => {
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'L' } });
    await host.settled();
    host.clock.advance(31 * 60_000);
    await host.wopi(await host.token('b.txt'));
    const { findings } = await host.api.listFindings({ rule: 'lock-abandoned', limit: 10 });
    expect(findings).toMatchObject([{ exchangeId: 1, operation: 'Lock', fileName: 'a.txt' }]);
  });

  it('about a lock that was ended on the screen says so, and blames nobody', async () => {
    const locked = { headers: { 'X-WOPI-Lock': 'L' } };
    await host.wopi(token, { override: 'LOCK', ...locked });
    host.clock.advance(1000);
    await host.api.releaseLock({ fileId: await host.fileId('a.txt') });
    const answer = await host.wopi(token, { at: '/contents', override: 'PUT', body: 'x', ...locked });
    expect(answer.status).toBe(409);
    await host.settled();
    const { findings } = await host.api.listFindings({ limit: 10 });
    expect(findings.map(({ rule, severity }) => [rule, severity])).toContainEqual([
      'lock-ended-by-hand',
      'information',
    ]);
    expect(findings.filter(({ severity }) => severity !== 'information')).toEqual([]);
    await host.wopi(token, { override: 'LOCK', ...locked });
    host.clock.advance(1000);
    const saved = await host.wopi(token, { at: '/contents', override: 'PUT', body: 'x', ...locked });
    expect(saved.status).toBe(200);
    await host.settled();
    expect((await host.api.listFindings({ rule: 'lock-ended-by-hand', limit: 10 })).findings).toHaveLength(1);
  });

  it('goes with its exchange', async () => {
    await saveUnlocked();
    await host.settled();
    await host.api.clearExchanges();
    expect(await found()).toEqual([]);
    expect((await host.api.listRules()).find(({ id }) => id === 'save-without-lock')?.count).toBe(0);
  });

  it('is there after a restart, and the session goes on being understood', async () => {
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'L' } });
    await saveUnlocked(await host.token('b.txt'));
    const before = await host.settled();
    await host.app.stop();
    const again = await startHost({ again: host });
    expect((await again.api.listFindings({ limit: 10 })).findings.map(({ rule }) => rule)).toContain(
      'save-without-lock',
    );
    host.clock.advance(31 * 60_000);
    await again.wopi(token);
    const { findings } = await again.api.listFindings({ rule: 'lock-abandoned', limit: 10 });
    expect(findings.map(({ exchangeId }) => exchangeId)).toEqual([before[0]?.id]);
    await again.app.stop();
    host = await startHost();
  });
});

describe('counts', () => {
  it('are told by rule, by file and by session', async () => {
    const headers = { 'X-WOPI-SessionId': 's1' };
    await host.wopi(token, { at: '/contents', override: 'PUT', body: 'x', headers });
    await host.wopi(token, { at: '/contents', override: 'PUT', body: 'x', headers });
    await saveUnlocked(await host.token('b.txt'));
    const rule = (await host.api.listRules()).find(({ id }) => id === 'save-without-lock');
    expect(rule).toMatchObject({ count: 3, muted: null });
    expect(rule?.trend.reduce((sum, count) => sum + count, 0)).toBe(3);
    const files = await host.api.listFindingGroups({ by: 'file' });
    expect(files.map(({ name, marks }) => [name, marks.warnings])).toEqual(
      expect.arrayContaining([
        ['a.txt', 2],
        ['b.txt', 1],
      ]),
    );
    expect(await host.api.listFindingGroups({ by: 'session' })).toMatchObject([
      { key: 's1', name: 'a.txt', rules: expect.arrayContaining(['save-without-lock']) as string[] },
    ]);
  });

  it('come in pages', async () => {
    await saveUnlocked();
    await saveUnlocked();
    const first = await host.api.listFindings({ rule: 'save-without-lock', limit: 1 });
    expect(first).toMatchObject({ hasOlder: true, findings: [{ exchangeId: 2 }] });
    expect(await host.api.listFindings({ rule: 'save-without-lock', before: 2, limit: 1 })).toMatchObject({
      hasOlder: false,
      findings: [{ exchangeId: 1 }],
    });
  });
});

describe('a muted rule', () => {
  it('says nothing in marks and groups, keeps its reason, and speaks again', async () => {
    await saveUnlocked();
    await host.settled();
    await host.api.muteRule({ rule: 'save-without-lock', reason: 'our own client does this' });
    expect(host.events).toContainEqual({ type: 'findings-changed' });
    expect(await marksOf()).toEqual([undefined]);
    expect((await host.api.listFindingGroups({ by: 'file' })).flatMap(({ rules }) => rules)).not.toContain(
      'save-without-lock',
    );
    const rules = await host.api.listRules();
    expect(rules.find(({ id }) => id === 'save-without-lock')).toMatchObject({
      count: 1,
      muted: { reason: 'our own client does this' },
    });
    await host.api.unmuteRule({ rule: 'save-without-lock' });
    expect(await marksOf()).toEqual([{ errors: 0, warnings: 1, notes: 0 }]);
  });

  it('needs a reason and has to exist', async () => {
    await expect(host.api.muteRule({ rule: 'save-without-lock', reason: ' ' })).rejects.toThrow(/why/);
    await expect(host.api.muteRule({ rule: 'no-such', reason: 'x' })).rejects.toThrow(/no rule “no-such”/);
  });
});

describe('questions', () => {
  it('are answered from the traffic of the file', async () => {
    const reader = await host.token('a.txt', 'reader');
    await host.wopi(reader);
    const fileId = await host.fileId('a.txt');
    expect(await host.api.explain({ fileId, question: 'read-only' })).toEqual({
      sentence: 'CheckFileInfo says so: UserCanWrite is not true, so this person may only read.',
      exchangeId: 1,
    });
  });

  it('are answered for one exchange, with what came before it', async () => {
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'mine' } });
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'yours' } });
    await host.wopi(token, { override: 'UNLOCK', headers: { 'X-WOPI-Lock': 'mine' } });
    const { sentence, exchangeId } = await host.api.explain({ exchangeId: 2, question: 'refused' });
    expect(sentence).toMatch(
      /^Lock carried “yours”, but held is “mine”, taken by Olivia Owner at .* \(exchange 1\)\.$/,
    );
    expect(exchangeId).toBe(2);
  });

  it('need a file or an exchange', async () => {
    await expect(host.api.explain({ question: 'refused' })).rejects.toThrow(/Name a file or an exchange/);
    await expect(host.api.explain({ exchangeId: 77, question: 'refused' })).rejects.toThrow(/Exchange 77/);
  });
});
