import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrafficView } from '../../preload/contract.ts';
import { httpRequest } from '../support/http.ts';
import { serve, type Served } from '../support/serve.ts';

let home: string;
let served: Served;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'wopi-sandbox-limit-'));
  served = await serve({ home });
});
afterAll(async () => {
  await served.stop();
  rmSync(home, { recursive: true });
});

test('a filter that never ends is stopped by name, with the limit and the remedy; others go on', async () => {
  // What this pattern tries on such a text doubles with every letter.
  await httpRequest(served.host, { method: 'GET', path: `/wopi/files/${'a'.repeat(60)}x` });
  const filter = 'path:/(a+)+$/';
  const other = await served.call('openView', { filter: '' });
  const look = async (): Promise<TrafficView | null> => {
    let view: TrafficView | null = await served.call('openView', { filter });
    while (view?.isComplete === false)
      view = await served.call('getView', { viewId: view.viewId, version: view.version });
    return view;
  };
  await expect(look()).rejects.toThrow(/“path:\/\(a\+\)\+\$\/” was stopped: .* 10 seconds.*Narrow it/);
  // Its thread went with it: a view that was open is opened again.
  expect(await served.call('getView', { viewId: other.viewId, version: 0 })).toBeNull();
  const again = await served.call('openView', { filter: '' });
  expect(again.toLookAt).toBeGreaterThan(0);
  expect((await httpRequest(served.host, { method: 'GET', path: '/wopi/files/none' })).status).toBeGreaterThan(0);
});
