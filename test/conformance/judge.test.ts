import { XMLValidator } from 'fast-xml-parser';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConformanceRuleFinding, ConformanceRun, IssuedToken } from '../../preload/contract.ts';
import type { TestHost } from '../support/host.ts';
import { startHost } from '../support/host.ts';
import type { Mutation, MutatingProxy } from './mutating-proxy.ts';
import { startMutatingProxy } from './mutating-proxy.ts';
import { OFFICIAL_CASES, runConformance } from './support.ts';

/*
 * A run against another host: its traffic is not recorded, and the rules look at what the cases sent and received.
 * The other host is this one behind a proxy, which breaks it.
 */

let host: TestHost;
let proxy: MutatingProxy;
let token: IssuedToken;

beforeAll(async () => {
  host = await startHost();
  proxy = await startMutatingProxy(() => host.base);
  await host.api.updateSettings({ publicUrl: proxy.base });
  await host.write('remote.wopitest', 'content');
  token = await host.token('remote.wopitest');
  if (existsSync(OFFICIAL_CASES)) await host.api.setTestCases({ path: OFFICIAL_CASES });
});
afterAll(async () => {
  await proxy.stop();
  await host.stop();
});

async function run(groups: string[], suites: ('own' | 'official')[] = ['own']): Promise<ConformanceRun> {
  const { wopiSrc, accessToken, accessTokenTtl } = token;
  return runConformance(host, { target: { kind: 'remote', wopiSrc, accessToken, accessTokenTtl }, suites, groups });
}

async function foundIn({ id, cases }: ConformanceRun): Promise<ConformanceRuleFinding[]> {
  const details = await Promise.all(
    cases
      .filter(({ marks }) => marks)
      .map(({ suite, name }) => host.api.getConformanceCase({ runId: id, suite, name })),
  );
  return details.flatMap(({ ruleFindings = [] }) => ruleFindings);
}

/** What a JUnit report shows as output of its cases. */
const outputs = (junit: string): string[] =>
  [...junit.matchAll(/<system-out>(.*?)<\/system-out>/gs)].map(([, text = '']) => text);

const alarms = (found: readonly ConformanceRuleFinding[]): string[] => [
  ...new Set(found.filter(({ severity }) => severity !== 'information').map(({ rule }) => rule)),
];

test('a good host gives no alarm, whatever the cases do to it', { timeout: 120_000 }, async () => {
  proxy.use(undefined);
  const groups = ['Locks', 'EditFlows', 'FileVersion', 'CheckFileInfoSchema', 'PutRelativeFile'];
  const ours = ['Own.Locks', 'Own.CheckFileInfo', 'Own.Tokens', 'Own.Bootstrapper', 'Own.Content', 'Own.TwoPeople'];
  const done = await run([...groups, ...ours], existsSync(OFFICIAL_CASES) ? ['official', 'own'] : ['own']);
  const found = await foundIn(done);
  expect(
    found.filter(({ severity }) => severity !== 'information').map(({ rule, evidence }) => `${rule}: ${evidence}`),
  ).toEqual([]);
});

const JSON_WITHOUT = (change: (info: Record<string, unknown>) => void): Mutation => ({
  answer(passing, returned) {
    if (passing.method !== 'GET' || returned.status !== 200 || !/\/files\/[^/]+$/.test(passing.path)) return;
    const info = JSON.parse(returned.body.toString()) as Record<string, unknown>;
    change(info);
    returned.body = Buffer.from(JSON.stringify(info));
    returned.headers['content-length'] = String(returned.body.length);
  },
});

test.each<[name: string, rule: string, groups: string[], mutation: Mutation]>([
  [
    '409 comes without X-WOPI-Lock',
    'lock-header-missing',
    ['Own.Locks'],
    { answer: (_, returned) => void (returned.status === 409 && delete returned.headers['x-wopi-lock']) },
  ],
  [
    'X-WOPI-ItemVersion is missing',
    'item-version-missing',
    ['Own.Locks', 'Own.Content'],
    { answer: (_, returned) => void delete returned.headers['x-wopi-itemversion'] },
  ],
  [
    'CheckFileInfo in camelCase',
    'property-spelling',
    ['Own.CheckFileInfo'],
    JSON_WITHOUT((info) => {
      info['userCanWrite'] = info['UserCanWrite'];
      delete info['UserCanWrite'];
    }),
  ],
  [
    'numbers as strings',
    'property-type',
    ['Own.CheckFileInfo'],
    JSON_WITHOUT((info) => void (info['Size'] = String(info['Size']))),
  ],
])('%s: %s', async (_, rule, groups, mutation) => {
  proxy.use(mutation);
  const done = await run(groups);
  proxy.use(undefined);
  const found = await foundIn(done);
  expect(alarms(found)).toContain(rule);
  const one = found.find((each) => each.rule === rule);
  expect(one?.fix.length).toBeGreaterThan(10);
  expect(one?.spec).toMatch(/^https:\/\/learn\.microsoft\.com\//);
  expect((done.marks?.errors ?? 0) + (done.marks?.warnings ?? 0)).toBe(
    found.filter(({ severity }) => severity !== 'information').length,
  );
  const { text } = await host.api.exportConformanceRun({ runId: done.id, format: 'markdown' });
  expect(text).toContain('## Findings');
  expect(text).toContain(one?.title);
  const junit = (await host.api.exportConformanceRun({ runId: done.id, format: 'junit' })).text;
  expect(outputs(junit).filter((output) => output.includes(`${one?.severity} ${rule} (step `))).not.toEqual([]);
  expect(junit).toContain(
    `name="findings" value="${done.marks?.errors} errors, ${done.marks?.warnings} warnings, ${done.marks?.notes} notes"`,
  );
  expect(JSON.stringify(found) + text + junit).not.toContain(token.accessToken);

  await host.api.muteRule({ rule, reason: 'known' });
  proxy.use(mutation);
  expect(alarms(await foundIn(await run(groups)))).not.toContain(rule);
  proxy.use(undefined);
  await host.api.unmuteRule({ rule });
});

test('a finding makes no case of a JUnit report fail', async () => {
  // No case looks at it; a rule does.
  proxy.use({ answer: (_, returned) => void delete returned.headers['x-wopi-itemversion'] });
  const done = await run(['Own.Locks']);
  proxy.use(undefined);
  expect(alarms(await foundIn(done))).toContain('item-version-missing');
  expect(done.failed).toBe(0);
  const { text } = await host.api.exportConformanceRun({ runId: done.id, format: 'junit' });
  expect(XMLValidator.validate(text)).toBe(true);
  expect(text).toMatch(/<testsuites [^>]*failures="0" errors="0"/);
  expect(text).not.toContain('<failure');
  expect(outputs(text).join('')).toContain(
    'Findings (what rules saw in the requests; they do not change the verdict):',
  );
});

test('a run against this host is judged in Traffic, not twice', async () => {
  const done = await runConformance(host, {
    target: { kind: 'host', profile: 'default' },
    suites: ['own'],
    groups: ['Own.Locks'],
  });
  expect(done.marks).toBeUndefined();
  expect(done.cases.every(({ marks }) => marks === undefined)).toBe(true);
});
