import { expect, it } from 'vitest';
import { startHost } from '../support/host.ts';

it('under load every lock request has its line, each once and in order', async () => {
  const host = await startHost({ files: { 'a.txt': 'a' } });
  try {
    const token = await host.token('a.txt');
    const ids = Array.from({ length: 47 }, (_, index) => `lock ${index}`);
    const answers = await Promise.all(
      ids.map((id) => host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': id } })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const history = await host.api.listLockHistory({ fileId: await host.fileId('a.txt') });
    expect(history.map(({ id }) => id)).toEqual(history.map(({ id }) => id).toSorted((a, b) => b - a));
    expect(history.filter(({ change }) => change === 'taken')).toHaveLength(1);
    expect(history.filter(({ change }) => change === 'refused')).toHaveLength(46);
    expect(new Set(history.map(({ lockId }) => lockId))).toEqual(new Set(ids));
  } finally {
    await host.stop();
  }
});
