import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FakePage } from '../editor/fake-page.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

const SAMPLES = resolve(import.meta.dirname, '../../resources/samples');

async function alarms(host: TestHost): Promise<string[]> {
  await host.settled();
  const { findings } = await host.api.listFindings({ limit: 5000 });
  return findings
    .filter(({ severity }) => severity !== 'information')
    .map(({ rule, exchangeId, operation, evidence }) => `${exchangeId} ${operation ?? ''} ${rule}: ${evidence}`);
}

async function open(host: TestHost, path: string, person: string, action: 'edit' | 'view' | 'editnew' = 'edit') {
  const { host: state } = await host.api.getSnapshot();
  const { wopiSrc, accessToken, accessTokenTtl } = await host.token(path, person);
  return FakePage.open({
    editor: state.addresses.editor,
    wopiSrc,
    token: accessToken,
    ttl: String(accessTokenTtl),
    action,
  });
}

test('two people editing with the real editor raise no alarm', async () => {
  const host = await startHost({ files: { 'Notes.txt': 'one\n', 'empty.txt': '' } });
  onTestFinished(() => host.stop());
  const olivia = await open(host, 'Notes.txt', 'owner');
  const emil = await open(host, 'Notes.txt', 'editor');
  emil.type(0, 'Emil ');
  await olivia.untilText((text) => text.startsWith('Emil'));
  olivia.type(0, 'Olivia ');
  await emil.until(({ save }) => save.state === 'saved' && save.at !== null);
  await olivia.command({ name: 'save' });
  const reader = await open(host, 'Notes.txt', 'reader', 'view');
  await reader.close();
  const fresh = await open(host, 'empty.txt', 'owner', 'editnew');
  fresh.type(0, 'first words');
  await fresh.until(({ save }) => save.state === 'saved' && save.at !== null);
  const unlocked = host.event((event) => event.type === 'lock' && event.change.change === 'released');
  await Promise.all([olivia.close(), emil.close(), fresh.close()]);
  await unlocked;
  expect(await alarms(host)).toEqual([]);
  expect((await host.settled()).length).toBeGreaterThan(8);
});

test('every sample, read and written as Office does, raises no alarm', async () => {
  const names = ['Contacts.csv', 'Budget.xlsx', 'Empty.docx', 'Read me first.md', 'Settings.json'];
  const host = await startHost({
    files: Object.fromEntries(names.map((name) => [name, readFileSync(resolve(SAMPLES, name))])),
  });
  onTestFinished(() => host.stop());
  for (const name of names) {
    const token = await host.token(name);
    // Requests that never overlap leave no doubt about the lock.
    const wopi: TestHost['wopi'] = (token, request) => {
      host.clock.advance(5000);
      return host.wopi(token, request);
    };
    const headers = {
      'X-WOPI-Lock': `{"S":"${name}","F":4}`,
      Authorization: `Bearer ${token.accessToken}`,
      'X-WOPI-CorrelationId': 'c',
      'X-WOPI-SessionId': name,
    };
    await wopi(token, { headers: { ...headers, 'X-WOPI-Lock': '' } });
    await wopi(token, { at: '/contents', headers });
    await wopi(token, { override: 'LOCK', headers });
    // Word asks with a wrong lock to learn the right one.
    await wopi(token, { override: 'REFRESH_LOCK', headers: { ...headers, 'X-WOPI-Lock': 'guess' } });
    await wopi(token, { override: 'GET_LOCK', headers });
    await wopi(token, { at: '/contents', override: 'PUT', headers, body: `PK ${name}` });
    await wopi(token, { at: '/contents', override: 'PUT', headers, body: `PK ${name}, again` });
    await wopi(token, {
      override: 'PUT_RELATIVE',
      headers: { ...headers, 'X-WOPI-SuggestedTarget': '.docx' },
      body: 'PK copy',
    });
    await wopi(token, {
      override: 'RENAME_FILE',
      headers: { ...headers, 'X-WOPI-RequestedName': 'Renamed+AF8-' },
    });
    host.clock.advance(20 * 60_000);
    await wopi(token, { override: 'REFRESH_LOCK', headers });
    host.clock.advance(20 * 60_000);
    await wopi(token, {
      override: 'LOCK',
      headers: { ...headers, 'X-WOPI-Lock': 'next', 'X-WOPI-OldLock': headers['X-WOPI-Lock'] },
    });
    await wopi(token, { headers });
    await wopi(token, { override: 'UNLOCK', headers: { ...headers, 'X-WOPI-Lock': 'next' } });
  }
  expect(await alarms(host)).toEqual([]);
});

test('a host page and a lock that is taken and ended on the screen raise no alarm', async () => {
  const host = await startHost({ files: { 'a.txt': 'content' } });
  onTestFinished(() => host.stop());
  const fileId = await host.fileId('a.txt');
  const token = await host.token('a.txt');
  const [choice] = await host.api.listLaunchChoices({ fileId });
  if (choice) {
    const { pageUrl } = await host.api.launch({
      fileId,
      personId: 'owner',
      sourceId: choice.sourceId,
      app: choice.app,
      action: choice.action,
    });
    await host.wopi(new URL(pageUrl).pathname, {});
  }
  const headers = { 'X-WOPI-Lock': 'L' };
  await host.wopi(token, { override: 'LOCK', headers });
  await host.api.expireLock({ fileId });
  await host.wopi(token, { override: 'REFRESH_LOCK', headers });
  await host.api.takeLock({ fileId, lockId: 'screen' });
  await host.wopi(token, { override: 'LOCK', headers });
  await host.api.releaseLock({ fileId });
  await host.wopi(token, { override: 'LOCK', headers });
  await host.wopi(token, { override: 'UNLOCK', headers });
  expect(await alarms(host)).toEqual([]);
});
