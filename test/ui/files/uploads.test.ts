import { beforeEach, expect, it, vi } from 'vitest';
import type { AdminApi, FileRow } from '../../../preload/contract.ts';
import {
  cancelUpload,
  clearFinishedUploads,
  SLICE_BYTES,
  startUploads,
  useUploads,
  type UploadPhase,
} from '../../../renderer/files/uploads.ts';

import { deferred } from '../support/deferred.ts';

type UploadApi = Pick<AdminApi, 'beginUpload' | 'appendUpload' | 'finishUpload'>;

const row = (name: string): FileRow => ({ id: `id-${name}`, path: name, name, size: 0, version: '1', modifiedAt: 0 });

/** A host that keeps what it is sent. */
function host(own: Partial<UploadApi> = {}): UploadApi & { slices: string[]; finished: string[] } {
  const slices: string[] = [];
  const finished: string[] = [];
  return {
    slices,
    finished,
    beginUpload: async ({ name }) => ({ uploadId: name }),
    appendUpload: async ({ base64 }) => void slices.push(base64),
    finishUpload: async ({ uploadId }) => {
      finished.push(uploadId);
      return row(uploadId);
    },
    ...own,
  };
}
const phases = (): UploadPhase[] => useUploads.getState().uploads.map(({ phase }) => phase);
const settled = (): Promise<void> =>
  vi.waitFor(() => expect(phases().every((phase) => !['waiting', 'sending'].includes(phase))).toBe(true));

beforeEach(() => useUploads.setState({ uploads: [] }));

it('sends a file in order, in slices of at most 1 MiB of base64', async () => {
  const bytes = Uint8Array.from({ length: 2 * SLICE_BYTES + 5 }, (_, index) => index % 251);
  const api = host();
  startUploads(api, [new File([bytes], 'big.bin')], '');
  await settled();
  expect(api.slices.map(({ length }) => length)).toEqual([1024 * 1024, 1024 * 1024, 8]);
  // Every slice but the last is a multiple of three bytes, so the texts join to one.
  const received = Uint8Array.from(atob(api.slices.join('')), (byte) => byte.charCodeAt(0));
  expect(received.length).toBe(bytes.length);
  expect(received.every((byte, index) => byte === index % 251)).toBe(true);
  expect(useUploads.getState().uploads[0]).toMatchObject({ phase: 'done', sent: bytes.length, fileId: 'id-big.bin' });
});

it('stores an empty file', async () => {
  const api = host();
  startUploads(api, [new File([], 'empty.txt')], 'Board');
  await settled();
  expect(api.slices).toEqual([]);
  expect(api.finished).toEqual(['empty.txt']);
});

it('goes on with the next file after one failed, and keeps the reason', async () => {
  const api = host({
    beginUpload: async ({ name }) => {
      if (name === 'bad?.txt') throw new Error('The name is not possible.');
      return { uploadId: name };
    },
  });
  startUploads(api, [new File(['a'], 'bad?.txt'), new File(['b'], 'good.txt')], '');
  await settled();
  expect(useUploads.getState().uploads).toMatchObject([
    { phase: 'failed', problem: 'The name is not possible.' },
    { phase: 'done' },
  ]);
});

it('never finishes a cancelled upload', async () => {
  const sent = deferred<void>();
  const api = host({ appendUpload: () => sent.promise });
  startUploads(api, [new File(['a'], 'one.txt'), new File(['b'], 'two.txt')], '');
  await vi.waitFor(() => expect(phases()).toEqual(['sending', 'waiting']));
  for (const { id } of useUploads.getState().uploads) cancelUpload(id);
  sent.resolve();
  startUploads(api, [new File(['c'], 'three.txt')], '');
  await settled();
  expect(phases()).toEqual(['cancelled', 'cancelled', 'done']);
  expect(api.finished).toEqual(['three.txt']);
});

it('clears what is over and keeps what is under way', async () => {
  const sent = deferred<void>();
  const api = host({ appendUpload: () => sent.promise });
  startUploads(api, [new File([], 'done.txt'), new File(['a'], 'slow.txt')], '');
  await vi.waitFor(() => expect(phases()).toEqual(['done', 'sending']));
  clearFinishedUploads();
  expect(useUploads.getState().uploads.map(({ name }) => name)).toEqual(['slow.txt']);
  sent.resolve();
  await settled();
});
