import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IgnoreWish, IssuedToken } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

let host: TestHost;
let token: IssuedToken;
beforeEach(async () => {
  host = await startHost({ files: { 'a.txt': 'content' } });
  token = await host.token('a.txt');
});
afterEach(() => host.stop());

const NOTHING: IgnoreWish = { operation: null, path: null, client: null, personId: null, status: null };
const check = (headers: Record<string, string> = {}) => host.wopi(token, { headers });
const getLock = () => host.wopi(token, { override: 'GET_LOCK' });
const operations = async (): Promise<string[]> =>
  (await host.settled()).map(({ operation }) => operation ?? '').sort((left, right) => left.localeCompare(right));
const leftOut = async () => (await host.api.getSnapshot()).capture.leftOut;

describe('an ignore rule', () => {
  it('keeps requests like this out of the record, is counted and told, and the host answers all the same', async () => {
    const rule = await host.api.addIgnoreRule({ ...NOTHING, operation: 'GetLock' });
    expect(rule).toMatchObject({ operation: 'GetLock', isOn: true, count: 0, since: host.clock.now() });
    expect((await getLock()).status).toBe(200);
    await check();
    await getLock();
    expect(await operations()).toEqual(['CheckFileInfo']);
    expect(await leftOut()).toEqual({ rules: 1, count: 2, since: host.clock.now() });
    expect(await host.api.listIgnoreRules()).toMatchObject([{ count: 2 }]);
    expect(host.events.filter(({ type }) => type === 'ignore-rules').length).toBeGreaterThan(0);
    await host.event((event) => event.type === 'ignore-rules' && event.rules[0]?.count === 2);
    await host.event((event) => event.type === 'capture' && event.capture.leftOut?.count === 2);
  });

  it('takes a row away that was shown while the request ran', async () => {
    await host.api.addIgnoreRule({ ...NOTHING, status: '200' });
    await check();
    const removed = await host.event((event) => event.type === 'exchanges-removed');
    expect(removed).toEqual({ type: 'exchanges-removed', ids: [1] });
    expect(await operations()).toEqual([]);
  });

  // oxfmt-ignore
  it.each<[string, Partial<IgnoreWish>, boolean]>([
    ['an operation',                { operation: 'CheckFileInfo' },                    true],
    ['an operation with a star',    { operation: 'check*' },                           true],
    ['another operation',           { operation: 'GetFile' },                          false],
    ['a part of the path',          { path: '*/files/*' },                             true],
    ['a path without its end',      { path: '/wopi' },                                 false],
    ['a client',                    { client: '*probe*' },                             true],
    ['a person',                    { personId: 'owner' },                             true],
    ['another person',              { personId: 'reader' },                            false],
    ['a status',                    { status: '200' },                                 true],
    ['a family of statuses',        { status: '2xx' },                                 true],
    ['another family',              { status: '4XX' },                                 false],
    ['all conditions together',     { operation: 'CheckFileInfo', status: '2xx' },     true],
    ['one that fits and one not',   { operation: 'CheckFileInfo', status: '404' },     false],
  ])('by %s', async (_what, wish, isLeftOut) => {
    await host.api.addIgnoreRule({ ...NOTHING, ...wish });
    await check({ 'User-Agent': 'acme-probe/1.0' });
    expect(await operations()).toEqual(isLeftOut ? [] : ['CheckFileInfo']);
  });

  it('is switched off and on, removed, and survives a restart with its count', async () => {
    const { id } = await host.api.addIgnoreRule({ ...NOTHING, operation: 'GetLock' });
    await getLock();
    await host.api.switchIgnoreRule({ ruleId: id, isOn: false });
    await getLock();
    expect(await operations()).toEqual(['GetLock']);
    expect(await leftOut()).toMatchObject({ rules: 0, count: 1 });
    await host.api.switchIgnoreRule({ ruleId: id, isOn: true });
    await getLock();
    await host.app.stop();
    const again = await startHost({ again: host });
    expect(await again.api.listIgnoreRules()).toMatchObject([{ id, isOn: true, count: 2 }]);
    await again.api.removeIgnoreRule({ ruleId: id });
    expect(await again.api.listIgnoreRules()).toEqual([]);
    expect((await again.api.getSnapshot()).capture.leftOut).toBeNull();
    await again.app.stop();
    host = await startHost();
  });

  it('leaves no body behind', async () => {
    await host.api.addIgnoreRule({ ...NOTHING, operation: 'PutFile' });
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'L' } });
    const put = { at: '/contents', override: 'PUT', body: Buffer.alloc(400_000, 'y') } as const;
    expect((await host.wopi(token, { ...put, headers: { 'X-WOPI-Lock': 'other' } })).status).toBe(409);
    expect(await operations()).toEqual(['Lock']);
    const blobs = join(host.dataDirectory, 'blobs');
    const left = existsSync(blobs) ? readdirSync(blobs, { recursive: true, withFileTypes: true }) : [];
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
  });

  it.each<[string, Partial<IgnoreWish>, string]>([
    ['without a condition', {}, 'at least one condition'],
    ['with empty conditions', { path: ' ', status: '' }, 'at least one condition'],
    ['with a status that is none', { status: '999' }, 'A status is a number such as 409'],
  ])('%s is refused', async (_what, wish, words) => {
    await expect(host.api.addIgnoreRule({ ...NOTHING, ...wish })).rejects.toThrow(words);
  });

  it('that is there already, or is gone, is refused', async () => {
    const { id } = await host.api.addIgnoreRule({ ...NOTHING, operation: 'Lock' });
    await expect(host.api.addIgnoreRule({ ...NOTHING, operation: 'Lock' })).rejects.toThrow('such a rule already');
    await host.api.removeIgnoreRule({ ruleId: id });
    await expect(host.api.switchIgnoreRule({ ruleId: id, isOn: true })).rejects.toThrow('does not exist any more');
  });
});

describe('what was recorded before', () => {
  it('is counted, and deleted when asked, except what is pinned', async () => {
    for (let sent = 0; sent < 4; sent += 1) await getLock();
    await check();
    await host.settled();
    await host.api.mark({ ids: [2], change: { pin: 'on' } });
    const wish = { ...NOTHING, operation: 'get*', status: '2xx', path: '/wopi/files/*' };
    expect(await host.api.countIgnored(wish)).toEqual({ count: 3 });
    expect(await host.api.countIgnored({ ...wish, client: '100%_' })).toEqual({ count: 0 });
    const { id } = await host.api.addIgnoreRule(wish);
    expect(await operations()).toHaveLength(5);
    expect(await host.api.deleteIgnored({ ruleId: id })).toEqual({ count: 3 });
    expect(await operations()).toEqual(['CheckFileInfo', 'GetLock']);
    expect(await host.api.deleteIgnored({ ruleId: id })).toEqual({ count: 0 });
  });
});
