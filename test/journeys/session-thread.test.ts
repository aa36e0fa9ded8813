import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { fillCapture } from '../../bench/captures.mjs';
import { root } from '../../scripts/run.mjs';
import { openDatabase, TRAFFIC_MIGRATIONS } from '../../main/store/database.ts';
import { openSessionLink } from '../../main/store/session-link.ts';
import type { SessionLink } from '../../main/store/session-link.ts';

function open(workerScript: string): SessionLink {
  const link = openSessionLink({
    nativeBinding: undefined,
    workerScript,
    onFailure: (error) => {
      throw error;
    },
  });
  onTestFinished(() => link.close());
  return link;
}

test('the built program reads sessions on a thread, with the same answers, and short orders overtake long ones', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'wopi-sandbox-sessions-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, 'traffic.db');
  openDatabase(file, TRAFFIC_MIGRATIONS).database.close();
  fillCapture(file, 30_000);
  const begun: Worker[] = [];
  const note = (worker: Worker): unknown => begun.push(worker);
  process.on('worker', note);
  onTestFinished(() => void process.off('worker', note));

  const traffic = { file, now: null, mutedRules: ['answers.server-error'] };
  const thread = open(join(root, 'out', 'cli', 'session-worker.cjs')).calls;
  expect(begun).toHaveLength(0);
  const answered: string[] = [];
  const heard =
    (what: string) =>
    <Answer>(answer: Answer): Answer => {
      answered.push(what);
      return answer;
    };
  const [list, related] = await Promise.all([
    thread.list({ traffic, limit: 100 }).then(heard('list')),
    thread.related({ traffic, id: 29_000 }).then(heard('related')),
  ]);
  expect(answered).toEqual(['related', 'list']);
  expect(begun).toHaveLength(1);

  const here = open(join(directory, 'none.cjs')).calls;
  expect(list.sessions).toHaveLength(100);
  expect(list).toEqual(await here.list({ traffic, limit: 100 }));
  expect(related).toEqual(await here.related({ traffic, id: 29_000 }));
  const sessionId = list.sessions[0]?.key ?? '';
  expect(await thread.story({ traffic, sessionId })).toEqual(await here.story({ traffic, sessionId }));
  expect(await thread.axis({ traffic, sessionId })).toEqual(await here.axis({ traffic, sessionId }));
  await expect(thread.story({ traffic, sessionId: 'none' })).rejects.toThrow('There is no such session');
  expect(begun).toHaveLength(1);
});
