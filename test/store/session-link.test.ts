import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase, TRAFFIC_MIGRATIONS } from '../../main/store/database.ts';
import { openSessionLink } from '../../main/store/session-link.ts';
import type { SessionLink } from '../../main/store/session-link.ts';
import { fillCapture } from '../../bench/captures.mjs';

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'wopi-sandbox-sessions-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function capture(file: string, count: number): void {
  openDatabase(file, TRAFFIC_MIGRATIONS).database.close();
  fillCapture(file, count);
}

function open(workerScript: string, onFailure: (error: unknown) => void = () => undefined): SessionLink {
  const link = openSessionLink({ nativeBinding: undefined, workerScript, onFailure });
  onTestFinished(() => link.close());
  return link;
}

async function requestsIn({ calls }: SessionLink, file: string): Promise<number> {
  const { sessions } = await calls.list({ traffic: { file, now: null, mutedRules: [] }, limit: 500 });
  return sessions.reduce((sum, { requests }) => sum + requests, 0);
}

test('a database that is forgotten may be removed and made anew', async () => {
  const directory = scratch();
  const file = join(directory, 'capture.db');
  const link = open(join(directory, 'none.cjs'));
  await link.calls.forget({ file });
  capture(file, 60);
  expect(await requestsIn(link, file)).toBe(60);
  await link.calls.forget({ file });
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  capture(file, 40);
  expect(await requestsIn(link, file)).toBe(40);
});

test('who reads a recording while it is closed is told so, and what to do', async () => {
  const directory = scratch();
  const file = join(directory, 'capture.db');
  capture(file, 3_000);
  const link = open(join(directory, 'none.cjs'));
  const listed = requestsIn(link, file);
  await Promise.all([
    expect(listed).rejects.toThrow('The recording was closed while it was read. Open its file again'),
    link.calls.forget({ file }),
  ]);
});

test('a reading that nobody waits for any more is given up, and others go on', async () => {
  const directory = scratch();
  const file = join(directory, 'capture.db');
  capture(file, 30_000);
  const link = open(join(directory, 'none.cjs'));
  const traffic = { file, now: null, mutedRules: [] };
  const given = link.calls.list({ traffic: { ...traffic, readId: 'mine' }, limit: 500 });
  const kept = link.calls.list({ traffic: { ...traffic, readId: 'yours' }, limit: 1 });
  await Promise.all([
    expect(given).rejects.toThrow('not wanted any more'),
    link.calls.cancel({ readId: 'mine' }),
    expect(kept).resolves.toMatchObject({ hasOlder: true }),
  ]);
  await link.calls.cancel({ readId: 'mine' });
});

test('the newest requests alone give a first answer', async () => {
  const directory = scratch();
  const file = join(directory, 'capture.db');
  capture(file, 30_000);
  const { calls } = open(join(directory, 'none.cjs'));
  const { sessions, cut } = await calls.list({
    traffic: { file, now: null, mutedRules: [] },
    limit: 500,
    newest: 5_000,
  });
  expect(cut).toBe('Sessions are looked for in the 5,000 newest requests.');
  expect(sessions.length).toBeGreaterThan(10);
  expect(Math.min(...sessions.map(({ firstId }) => firstId))).toBeGreaterThan(20_000);
});

test('a thread that ends by itself says so, and is begun anew for the next one who asks', async () => {
  const directory = scratch();
  const file = join(directory, 'capture.db');
  const script = join(directory, 'broken.cjs');
  writeFileSync(
    script,
    'require("node:worker_threads").parentPort.on("message", () => { throw new Error("Broken.") })',
  );
  const failures: unknown[] = [];
  const link = open(script, (error) => failures.push(error));
  // Nothing is begun for it.
  await link.calls.forget({ file });
  for (const round of [1, 2]) {
    await expect(requestsIn(link, file)).rejects.toThrow(
      'The thread that reads sessions ended (Broken.). Try again: it is started anew.',
    );
    expect(failures).toHaveLength(round);
  }
});

test('what waits when the app is closed is told so', async () => {
  const directory = scratch();
  const file = join(directory, 'capture.db');
  capture(file, 3_000);
  const link = open(join(directory, 'none.cjs'));
  const listed = requestsIn(link, file);
  await Promise.all([expect(listed).rejects.toThrow('The app is being closed.'), link.close()]);
});
