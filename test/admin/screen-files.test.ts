import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHost, type TestHost } from '../support/host.ts';
import { httpRequest } from '../support/http.ts';

let host: TestHost;
let assets = '';
beforeAll(async () => {
  host = await startHost({
    prepare({ dataDirectory }) {
      assets = join(dirname(dataDirectory), 'ui', 'assets');
      mkdirSync(assets, { recursive: true });
      for (const name of ['old.js', 'kept.js']) writeFileSync(join(assets, name), 'export {};');
    },
  });
});
afterAll(() => host.stop());

test('a file of the screen that an update took away is not found, and everything goes on', async () => {
  const { addresses } = (await host.api.getSnapshot()).host;
  const doors = [addresses.admin, addresses.editor];
  const statuses = (name: string): Promise<number[]> =>
    Promise.all(doors.map(async (door) => (await httpRequest(door, { path: `/assets/${name}` })).status));
  expect(await statuses('old.js')).toEqual([200, 200]);
  rmSync(join(assets, 'old.js'));
  expect(await statuses('old.js')).toEqual([404, 404]);
  expect(await statuses('kept.js')).toEqual([200, 200]);
  expect(await statuses('../index.html')).toEqual([404, 404]);
});
