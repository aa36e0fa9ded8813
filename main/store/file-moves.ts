import { posix } from 'node:path';
import type { DiskFile } from './folder.ts';

interface Known extends DiskFile {
  id: string;
}

export interface Matches<Record extends Known> {
  /** The same file at another path. */
  moved: { record: Record; file: DiskFile }[];
  added: DiskFile[];
  lost: Record[];
}

/**
 * Decides which fresh paths are known files that moved, so that ids survive renames made outside.
 * Tried in order: same inode (rename, move), same path as a file that had gone (deleted and written anew by another
 * program), same size, time and name (copied elsewhere with its times, original deleted).
 * @param missing indexed files whose path is empty now
 * @param gone files that were lost before
 */
export function matchMoves<Record extends Known>(
  missing: readonly Record[],
  gone: readonly Record[],
  fresh: readonly DiskFile[],
): Matches<Record> {
  const candidates = [...missing, ...gone];
  const free = new Set(candidates);
  const byInode = indexBy(candidates, (record) => record.inode);
  const byPath = indexBy(candidates, (record) => record.path);
  const byLooks = indexBy(candidates, looks);
  const moved: Matches<Record>['moved'] = [];
  const added: DiskFile[] = [];

  for (const file of fresh) {
    const sameInode = byInode.get(file.inode)?.find((record) => free.has(record) && isPlausible(record, file));
    const record = sameInode ?? firstFree(byPath.get(file.path), free) ?? firstFree(byLooks.get(looks(file)), free);
    if (record) {
      free.delete(record);
      moved.push({ record, file });
    } else {
      added.push(file);
    }
  }
  return { moved, added, lost: missing.filter((record) => free.has(record)) };
}

/** File systems give the inode of a deleted file to the next new one: equal bytes or an equal name must speak for it, too. */
function isPlausible(record: DiskFile, file: DiskFile): boolean {
  const isUntouched = record.size === file.size && record.modifiedMs === file.modifiedMs;
  return isUntouched || posix.basename(record.path) === posix.basename(file.path);
}

function looks(file: DiskFile): string {
  return `${file.size}|${file.modifiedMs}|${posix.basename(file.path)}`;
}

function firstFree<Item>(items: readonly Item[] | undefined, free: ReadonlySet<Item>): Item | undefined {
  return items?.find((item) => free.has(item));
}

function indexBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const map = new Map<string, Item[]>();
  for (const item of items) {
    const bucket = map.get(key(item));
    if (bucket) bucket.push(item);
    else map.set(key(item), [item]);
  }
  return map;
}
