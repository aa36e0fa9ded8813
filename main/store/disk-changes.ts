import { chmodSync, linkSync, lstatSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { stagedPath } from './staging.ts';
import { NameTaken } from './errors.ts';

/**
 * A change made to the disk before the database agreed to it. Exactly one of the two is called. What is kept aside
 * meanwhile has a hidden name; a killed process leaves it behind, and the next start removes it.
 */
export interface DiskChange {
  undo(): void;
  /** Gives up what undo would have needed. */
  settle(): void;
}

/** Puts a complete, flushed file in the place of another one, in one step. */
export function replaceFile(staged: string, target: string): DiskChange {
  chmodSync(staged, lstatSync(target).mode & 0o7777);
  const aside = stagedPath(dirname(target));
  const isUndoable = tryTo(() => linkSync(target, aside));
  renameSync(staged, target);
  return {
    undo: () => void (isUndoable && renameSync(aside, target)),
    settle: () => void (isUndoable && tryTo(() => rmSync(aside))),
  };
}

/** Never over something that appeared meanwhile: a link fails where a rename would replace. @throws NameTaken */
export function placeFile(staged: string, target: string): DiskChange {
  try {
    linkSync(staged, target);
    rmSync(staged);
  } catch (error) {
    if (isCode(error, 'EEXIST'))
      throw new NameTaken(`“${basename(target)}” was created by another program at this moment. Choose another name.`);
    if (lstatSync(target, { throwIfNoEntry: false })) throw error;
    // A file system without hard links.
    renameSync(staged, target);
  }
  return { undo: () => renameSync(target, staged), settle: () => undefined };
}

export function moveFile(from: string, to: string): DiskChange {
  renameSync(from, to);
  return { undo: () => renameSync(to, from), settle: () => undefined };
}

export function removeFile(target: string): DiskChange {
  const aside = stagedPath(dirname(target));
  renameSync(target, aside);
  return { undo: () => renameSync(aside, target), settle: () => void tryTo(() => rmSync(aside)) };
}

function tryTo(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
