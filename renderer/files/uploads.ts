import { create } from 'zustand';
import type { AdminApi } from '../../preload/contract.ts';
import { messageOf } from '../api/client.ts';

export type UploadPhase = 'waiting' | 'sending' | 'done' | 'failed' | 'cancelled';

export interface Upload {
  id: number;
  name: string;
  folder: string;
  size: number;
  sent: number;
  phase: UploadPhase;
  problem: string | null;
  /** Set when done. */
  fileId: string | null;
}

interface UploadsState {
  uploads: readonly Upload[];
}

type UploadApi = Pick<AdminApi, 'beginUpload' | 'appendUpload' | 'finishUpload'>;

/** 768 KiB are exactly 1 MiB of base64, the most one call carries. */
export const SLICE_BYTES = 768 * 1024;

export const useUploads = create<UploadsState>(() => ({ uploads: [] }));

/** Waiting files, in order. One is sent at a time: the disk is the bottleneck, and the order stays plain. */
const queue: { id: number; file: File; api: UploadApi }[] = [];
let nextId = 1;
let isRunning = false;

export function startUploads(api: UploadApi, files: readonly File[], folder: string): void {
  const added = files.map((file): Upload => {
    const id = nextId++;
    queue.push({ id, file, api });
    return { id, name: file.name, folder, size: file.size, sent: 0, phase: 'waiting', problem: null, fileId: null };
  });
  useUploads.setState(({ uploads }) => ({ uploads: [...uploads, ...added] }));
  if (!isRunning) void run();
}

/** Nothing of a cancelled upload becomes a file: the host only sees the bytes when the upload is finished. */
export function cancelUpload(id: number): void {
  const upload = find(id);
  if (upload?.phase === 'waiting' || upload?.phase === 'sending') change(id, { phase: 'cancelled' });
}

/** Removes what is over from the list; what failed stays until the person has seen it. */
export function clearFinishedUploads(): void {
  useUploads.setState(({ uploads }) => ({ uploads: uploads.filter(({ phase }) => isActive(phase)) }));
}

export function isActive(phase: UploadPhase): boolean {
  return phase === 'waiting' || phase === 'sending';
}

async function run(): Promise<void> {
  isRunning = true;
  for (let next = queue.shift(); next; next = queue.shift()) await send(next.id, next.file, next.api);
  isRunning = false;
}

async function send(id: number, file: File, api: UploadApi): Promise<void> {
  const upload = find(id);
  if (!upload || upload.phase === 'cancelled') return;
  change(id, { phase: 'sending' });
  try {
    const { uploadId } = await api.beginUpload({ folder: upload.folder, name: upload.name });
    for (let offset = 0; offset < file.size; offset += SLICE_BYTES) {
      if (find(id)?.phase !== 'sending') return;
      const slice = file.slice(offset, offset + SLICE_BYTES);
      await api.appendUpload({ uploadId, base64: await base64Of(slice) });
      change(id, { sent: offset + slice.size });
    }
    if (find(id)?.phase !== 'sending') return;
    const row = await api.finishUpload({ uploadId });
    change(id, { phase: 'done', fileId: row.id, name: row.name, sent: file.size });
  } catch (error) {
    if (find(id)?.phase === 'sending') change(id, { phase: 'failed', problem: readingProblem(error) });
  }
}

/** A folder dropped on the page looks like a file until it is read. */
function readingProblem(error: unknown): string {
  const isUnreadable = error instanceof DOMException;
  return isUnreadable
    ? 'The browser could not read it. Folders cannot be uploaded; drop the files in it instead.'
    : messageOf(error);
}

export async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = '';
  // Chunked: a call takes only so many arguments.
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(binary);
}

function find(id: number): Upload | undefined {
  return useUploads.getState().uploads.find((upload) => upload.id === id);
}

function change(id: number, part: Partial<Upload>): void {
  useUploads.setState(({ uploads }) => ({
    uploads: uploads.map((upload) => (upload.id === id ? { ...upload, ...part } : upload)),
  }));
}
