import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from './model.ts';
import type { Resources } from './model.ts';

export interface ResourceFile {
  id: string;
  name: string;
  path: string;
}

/** Resources of this prefix are real documents; all others exist in name only. */
const EMBEDDED = 'Microsoft.Office.WopiValidator.Core.Resources.';
const EMPTY_NAME = 'ZeroByteFile.wopitest';
const DOCUMENT = 'FileStream';
const OFFSETS = 'ChunkIds.txt';

/**
 * The documents of a file of cases.
 * @param directory where the file of cases lies: the real documents are looked for beside it
 */
export function createResources(files: readonly ResourceFile[], directory: string | null): Resources {
  const byId = new Map(files.map((file) => [file.id, file]));
  const fileOf = (id: string): ResourceFile => {
    const file = byId.get(id);
    if (!file) throw new EngineError(`The test cases name a document “${id}” that they do not define.`);
    return file;
  };
  const chunks = (id: string): Buffer[] => {
    const file = fileOf(id);
    return file.path.startsWith(EMBEDDED) ? cut(folderOf(file, directory)) : [];
  };
  return {
    chunks,
    content(id) {
      const { name, path, id: known } = fileOf(id);
      if (path.startsWith(EMBEDDED)) return Buffer.concat(chunks(id));
      const isEmpty = name === EMPTY_NAME || (name === '' && path === '');
      return Buffer.from(isEmpty ? '' : known + path + name);
    },
  };
}

function folderOf({ id, path }: ResourceFile, directory: string | null): string {
  const folders = path
    .slice(EMBEDDED.length)
    .split('.')
    .filter((part) => part !== '');
  const candidates = directory === null ? [] : PLACES.map((place) => join(directory, ...place, ...folders));
  const found = candidates.find((candidate) => statSync(join(candidate, DOCUMENT), { throwIfNoEntry: false }));
  if (found !== undefined) return found;
  throw new EngineError(
    `The document ${id} is not beside the file of test cases. Put Microsoft's folder “Resources” (with ${folders[0] ?? ''}) beside it.`,
  );
}

/** Beside the file as published, and in a clone of Microsoft's repository. */
const PLACES: readonly (readonly string[])[] = [
  ['resources'],
  ['Resources'],
  ['src', 'WopiValidator.Core', 'Resources'],
];

/** The offsets where chunks begin; one ends where the next begins. */
function cut(folder: string): Buffer[] {
  const document = readFileSync(join(folder, DOCUMENT));
  const offsets = readFileSync(join(folder, OFFSETS), 'utf8').match(/\d+/g)?.map(Number) ?? [];
  return offsets.map((start, index) => document.subarray(start, offsets[index + 1] ?? document.length));
}
