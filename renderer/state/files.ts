import { create } from 'zustand';
import type { AdminApi, FileRow, HostEvent } from '../../preload/contract.ts';
import { messageOf } from '../api/client.ts';
import type { Slice } from './store.ts';

export interface FilesState {
  byId: ReadonlyMap<string, FileRow>;
  folders: readonly string[];
  /** 'stale': what is shown may be old and is read again by the next page that looks. */
  status: 'unloaded' | 'loading' | 'loaded' | 'stale' | 'failed';
  problem: string | null;
}

type FileEvent = Extract<HostEvent, { type: 'file' | 'file-removed' }>;

const EMPTY: FilesState = { byId: new Map(), folders: [], status: 'unloaded', problem: null };

export const useFilesState = create<FilesState>(() => EMPTY);

/** Events that arrive while a listing is under way: the listing may have been made before them. */
let sinceRequest: FileEvent[] = [];
/** Events come in batches: the map of 10,000 files is copied once for each batch, not for each event. */
let pending: FileEvent[] = [];
/** A reset makes the answer of an older request worthless. */
let request = 0;

export const filesSlice: Slice = {
  reset: () => outdate(),
  apply: (event) => {
    if (event.type === 'files-reset') outdate();
    if (event.type !== 'file' && event.type !== 'file-removed') return;
    const { status } = useFilesState.getState();
    if (status === 'unloaded') return;
    if (status === 'loading') sinceRequest.push(event);
    if (pending.push(event) === 1) queueMicrotask(flush);
  },
};

function flush(): void {
  const events = pending;
  pending = [];
  useFilesState.setState(({ byId }) => ({ byId: withEvents(byId, events) }));
}

function outdate(): void {
  request += 1;
  useFilesState.setState(({ status }) => ({ status: status === 'unloaded' ? 'unloaded' : 'stale' }));
}

/** Reads the listing; the rows known so far stay on the screen until the answer is there. */
export async function loadFiles(api: Pick<AdminApi, 'listFiles'>): Promise<void> {
  request += 1;
  const own = request;
  sinceRequest = [];
  useFilesState.setState({ status: 'loading', problem: null });
  try {
    const { files, folders } = await api.listFiles();
    if (own !== request) return;
    const listed = new Map(files.map((file) => [file.id, file]));
    useFilesState.setState({ byId: withEvents(listed, sinceRequest), folders, status: 'loaded', problem: null });
  } catch (error) {
    if (own === request) useFilesState.setState({ status: 'failed', problem: messageOf(error) });
  }
}

function withEvents(byId: ReadonlyMap<string, FileRow>, events: readonly FileEvent[]): ReadonlyMap<string, FileRow> {
  if (events.length === 0) return byId;
  const next = new Map(byId);
  for (const event of events) {
    if (event.type === 'file') next.set(event.file.id, event.file);
    else next.delete(event.fileId);
  }
  return next;
}
