import { join } from 'node:path';
import { watch } from 'chokidar';
import type { Files } from './files.ts';
import type { Folder } from './folder.ts';
import { FolderUnavailable } from './errors.ts';
import { isHiddenName } from '../wopi/protocol/hidden-names.ts';
import { folderProblem } from './folder.ts';

export interface Watcher {
  /** Resolves when changes made from now on are seen. */
  ready: Promise<void>;
  close(): Promise<void>;
}

/** Changes are taken in together after this pause, so that the two halves of a rename meet. */
const SETTLE_MS = 60;
const HEARTBEAT_MS = 1000;

interface WatcherOptions {
  folder: Folder;
  files: Files;
  /** The folder itself is gone. */
  onProblem(problem: string): void;
  /** It is back, or another one stands in its place: this watcher sees nothing more. */
  onReturn(): void;
  onError(error: unknown): void;
}

/** Follows what other programs do in the shared folder. */
export function watchFolder({ folder, files, onProblem, onReturn, onError }: WatcherOptions): Watcher {
  let changed = new Set<string>();
  let isAll = false;
  let timer: NodeJS.Timeout | undefined;
  let isMissing = false;

  const takeIn = (): void => {
    timer = undefined;
    const paths = changed;
    const all = isAll;
    changed = new Set();
    isAll = false;
    try {
      files.reconcile(all ? undefined : paths);
    } catch (error) {
      if (error instanceof FolderUnavailable) heartbeat();
      else onError(error);
    }
  };
  const soon = (): void => {
    timer ??= setTimeout(takeIn, SETTLE_MS);
  };
  const onFile = (path: string): void => {
    changed.add(folder.relative(path));
    soon();
  };
  const onFolder = (): void => {
    isAll = true;
    soon();
  };
  const heartbeat = (): void => {
    const problem = folderProblem(folder.root);
    if (problem === null && (isMissing || !folder.isSame())) return onReturn();
    if (problem === null || isMissing) return;
    isMissing = true;
    onProblem(problem);
  };

  const watcher = watch(folder.root, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path) =>
      path !== folder.root && isHiddenName(path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)),
  });
  watcher.on('add', onFile).on('change', onFile).on('unlink', onFile);
  // Files that come and go within moments are known to the file system only.
  watcher.on('raw', (event, name, details: unknown) => {
    const directory = directoryOf(details);
    if (directory === undefined || typeof name !== 'string' || isHiddenName(name)) return;
    const path = join(directory, name);
    onFile(path);
    // So do folders: one that is back at once after a link stood in its place is no news to chokidar.
    if (event === 'rename' && folder.isFolder(folder.relative(path))) onFolder();
  });
  watcher.on('addDir', onFolder).on('unlinkDir', onFolder).on('error', onError);
  const beat = setInterval(heartbeat, HEARTBEAT_MS).unref();

  return {
    ready: new Promise((resolve) => {
      watcher.once('ready', () => {
        // What changed between the walk at the start and this moment was seen by nobody.
        isAll = true;
        takeIn();
        resolve();
      });
    }),
    async close() {
      clearTimeout(timer);
      clearInterval(beat);
      await watcher.close();
    },
  };
}

/** What chokidar adds to a notice of the file system; it declares no type for it. */
function directoryOf(details: unknown): string | undefined {
  const isKnown = typeof details === 'object' && details !== null && 'watchedPath' in details;
  return isKnown && typeof details.watchedPath === 'string' ? details.watchedPath : undefined;
}
