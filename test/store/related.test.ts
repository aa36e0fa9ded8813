import { expect, onTestFinished, test } from 'vitest';
import { startHost } from '../support/host.ts';

test('requests know their neighbours of the same session, lock, correlation, token and version', async () => {
  const host = await startHost({ files: { 'Budget.txt': 'one\n' } });
  onTestFinished(() => host.stop());
  const token = await host.token('Budget.txt');
  const send = (override: string | null, lock?: string, body?: string, session = 's-1') =>
    host.wopi(token, {
      ...(override === null ? {} : { override }),
      ...(override === 'PUT' ? { at: '/contents' as const } : {}),
      headers: {
        'X-WOPI-SessionId': session,
        'X-WOPI-CorrelationId': override === 'LOCK' ? 'c-lock' : 'c-other',
        ...(lock === undefined ? {} : { 'X-WOPI-Lock': lock }),
      },
      ...(body === undefined ? {} : { body }),
    });
  await send(null);
  await send('LOCK', 'a');
  await send('PUT', 'a', 'two\n');
  await send('LOCK', 'b', undefined, 's-2');
  await send('UNLOCK', 'a');
  const [check, lock, put, refused, unlock] = (await host.settled()).map(({ id }) => id);

  const { groups, searched } = await host.api.listRelated({ id: put ?? 0 });
  expect(searched).toBe(10_000);
  expect(Object.fromEntries(groups.map(({ kind, ...rest }) => [kind, rest]))).toEqual({
    session: { value: 's-1', count: 4, position: 3, previousId: lock, nextId: unlock },
    // A refused Lock is told under the lock that stood in its way.
    lock: { value: 'a', count: 4, position: 2, previousId: lock, nextId: refused },
    correlation: { value: 'c-other', count: 3, position: 2, previousId: check, nextId: unlock },
    token: { value: expect.any(String), count: 5, position: 3, previousId: lock, nextId: refused },
    version: { value: '2', count: 3, position: 1, previousId: null, nextId: refused },
  });
  await expect(host.api.listRelated({ id: 4711 })).rejects.toThrow('Exchange 4711 is not kept any more');
});
