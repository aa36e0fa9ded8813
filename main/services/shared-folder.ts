import type { Publish } from '../../preload/contract.ts';
import type { Containers } from '../store/containers.ts';
import type { Files } from '../store/files.ts';
import type { Folder } from '../store/folder.ts';
import { folderProblem, openFolder, overlapProblem } from '../store/folder.ts';
import type { Watcher } from '../store/watcher.ts';
import { watchFolder } from '../store/watcher.ts';

export interface SharedFolder {
  /** Shares another folder. A problem becomes state, not an error: the app runs on and says so. */
  share(path: string): Promise<void>;
  /** Why a folder cannot be shared, or null. */
  check(path: string): string | null;
  path(): string;
  problem(): string | null;
  isReadOnly(): boolean;
  /** Resolves when changes made outside are seen. */
  watching(): Promise<void>;
  stop(): Promise<void>;
}

interface SharedFolderOptions {
  files: Files;
  containers: Containers;
  dataDirectory: string;
  onChange: () => void;
  onError: (error: unknown) => void;
  publish: Publish;
}

export function createSharedFolder({
  files,
  containers,
  dataDirectory,
  onChange,
  onError,
  publish,
}: SharedFolderOptions): SharedFolder {
  let path = '';
  let folder: Folder | undefined;
  let problem: string | null = null;
  let watcher: Watcher | undefined;
  let retry: NodeJS.Timeout | undefined;

  const check = (wanted: string): string | null => folderProblem(wanted) ?? overlapProblem(wanted, dataDirectory);
  const setProblem = (next: string | null): void => {
    if (next === problem) return;
    problem = next;
    onChange();
  };

  const share = async (wanted: string): Promise<void> => {
    clearInterval(retry);
    await watcher?.close();
    watcher = undefined;
    folder = undefined;
    path = wanted;
    setProblem(check(wanted));
    if (problem !== null) {
      files.close(problem);
      containers.close();
      publish({ type: 'files-reset' });
      retry = setInterval(() => void (check(wanted) === null && share(wanted).catch(onError)), RETRY_MS).unref();
      onChange();
      return;
    }
    folder = openFolder(wanted);
    files.open(folder);
    containers.open(folder);
    watcher = watchFolder({
      folder,
      files,
      onError,
      onProblem(reason) {
        setProblem(reason);
        publish({ type: 'files-reset' });
      },
      onReturn: () => void share(wanted).catch(onError),
    });
    onChange();
  };

  return {
    share,
    check,
    path: () => folder?.root ?? path,
    problem: () => problem,
    isReadOnly: () => folder?.isReadOnly() ?? false,
    watching: () => watcher?.ready ?? Promise.resolve(),
    async stop() {
      clearInterval(retry);
      await watcher?.close();
    },
  };
}

/** A folder that is missing at the start is looked for again this often: drives get mounted late. */
const RETRY_MS = 1000;
