import { beforeEach, expect, it, vi } from 'vitest';
import type { FileListing, FileRow } from '../../../preload/contract.ts';
import { filesSlice, loadFiles, useFilesState } from '../../../renderer/state/files.ts';
import { deferred } from '../support/deferred.ts';
import { snapshot } from '../support/fixtures.ts';

const file = (id: string, version = '1'): FileRow => ({ id, path: id, name: id, size: 0, version, modifiedAt: 0 });
const versions = (): Record<string, string> =>
  Object.fromEntries([...useFilesState.getState().byId.values()].map(({ id, version }) => [id, version]));

/** A listing the test lets arrive when it wants. */
function listing(): {
  api: { listFiles: () => Promise<FileListing> };
  arrive: (...files: FileRow[]) => void;
  fail: (error: Error) => void;
} {
  const { promise, resolve, reject } = deferred<FileListing>();
  return { api: { listFiles: () => promise }, arrive: (...files) => resolve({ files, folders: ['a'] }), fail: reject };
}

beforeEach(() => useFilesState.setState(useFilesState.getInitialState(), true));

it('keeps nothing before a page asks for files', () => {
  filesSlice.apply({ type: 'file', file: file('a') });
  filesSlice.apply({ type: 'files-reset' });
  expect(useFilesState.getState()).toMatchObject({ status: 'unloaded' });
  expect(versions()).toEqual({});
});

it('does not lose what changes while the listing is under way', async () => {
  const { api, arrive } = listing();
  const loading = loadFiles(api);
  filesSlice.apply({ type: 'file', file: file('a', '2') });
  filesSlice.apply({ type: 'file-removed', fileId: 'b' });
  arrive(file('a'), file('b'), file('c'));
  await loading;
  expect(versions()).toEqual({ a: '2', c: '1' });
  expect(useFilesState.getState()).toMatchObject({ status: 'loaded', folders: ['a'] });
});

it('drops a listing that a reset made old', async () => {
  const first = listing();
  const loading = loadFiles(first.api);
  filesSlice.reset(snapshot());
  first.arrive(file('old'));
  await loading;
  expect(useFilesState.getState().status).toBe('stale');
  expect(versions()).toEqual({});
});

it('keeps the rows of before while it reads again and when that fails', async () => {
  const first = listing();
  first.arrive(file('a'));
  await loadFiles(first.api);
  const second = listing();
  const loading = loadFiles(second.api);
  expect(versions()).toEqual({ a: '1' });
  second.fail(new Error('The disk does not answer.'));
  await loading;
  expect(useFilesState.getState()).toMatchObject({ status: 'failed', problem: 'The disk does not answer.' });
  expect(versions()).toEqual({ a: '1' });
});

it('copies the map once for a batch of events', async () => {
  const first = listing();
  first.arrive();
  await loadFiles(first.api);
  const watched = vi.fn<() => void>();
  const stop = useFilesState.subscribe(watched);
  for (let index = 0; index < 10_000; index += 1) filesSlice.apply({ type: 'file', file: file(`f${index}`) });
  await vi.waitFor(() => expect(useFilesState.getState().byId.size).toBe(10_000));
  expect(watched).toHaveBeenCalledTimes(1);
  stop();
});
