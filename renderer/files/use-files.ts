import { useCallback, useDeferredValue, useEffect, useMemo } from 'react';
import type { FileRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { loadFiles, useFilesState, type FilesState } from '../state/files.ts';

export interface Files extends FilesState {
  files: readonly FileRow[];
  reload(): void;
}

/** The listing, read when the first page needs it and again whenever it went stale. */
export function useFiles(): Files {
  const api = useApi();
  const state = useFilesState();
  const { status } = state;
  useEffect(() => {
    if (status !== 'unloaded' && status !== 'stale') return;
    // The store may have moved on since this was drawn: two components find it unloaded in the same moment.
    if (useFilesState.getState().status === status) void loadFiles(api);
  }, [api, status]);
  // While many files change at once, the screen draws the newest state and skips what is between.
  const shown = useDeferredValue(state);
  const files = useMemo(() => [...shown.byId.values()], [shown.byId]);
  const reload = useCallback(() => void loadFiles(api), [api]);
  return { ...shown, files, reload };
}
