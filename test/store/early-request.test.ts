import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Answer } from '../support/http.ts';
import { httpRequest } from '../support/http.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

const hosts: TestHost[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0).toReversed()) await host.stop();
});

it('a request that comes before the folder has been read waits, and finds everything', async () => {
  const first = await startHost({ files: { 'kept.txt': 'one', 'gone.txt': 'one' } });
  hosts.push(first);
  const [kept, gone] = await Promise.all([first.token('kept.txt'), first.token('gone.txt')]);
  await first.app.stop();
  writeFileSync(join(first.folder, 'kept.txt'), 'written while nothing ran');
  rmSync(join(first.folder, 'gone.txt'));

  const early: Promise<Answer>[] = [];
  hosts.push(
    await startHost({
      again: first,
      onListening({ host }) {
        for (const { wopiSrc, accessToken } of [kept, gone]) {
          const path = `${new URL(wopiSrc).pathname}?access_token=${accessToken}`;
          early.push(httpRequest(host, { path }));
        }
      },
    }),
  );
  const [keptAnswer, goneAnswer] = await Promise.all(early);
  expect(keptAnswer?.json()).toMatchObject({ BaseFileName: 'kept.txt', Size: 25 });
  expect(goneAnswer?.status).toBe(404);
});
