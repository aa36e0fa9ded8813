import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { NewFileKind } from '../../preload/contract.ts';
import type { Config } from '../config.ts';

/** Copies the sample documents that are not there yet; what exists is never touched. Returns how many were added. */
export function addSamples(resourcesDirectory: string, folder: string): number {
  const source = join(resourcesDirectory, 'samples');
  let added = 0;
  for (const path of filesBelow(source)) {
    const target = join(folder, path);
    if (existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(source, path), target);
    added += 1;
  }
  return added;
}

/** What a new document of this kind begins with. */
export async function templateOf(resourcesDirectory: string, kind: NewFileKind): Promise<Buffer> {
  if (kind === 'docx' || kind === 'xlsx' || kind === 'pptx')
    return readFile(join(resourcesDirectory, 'templates', `empty.${kind}`));
  return Buffer.from(kind === 'json' ? '{}\n' : '');
}

function filesBelow(directory: string, prefix = ''): string[] {
  return readdirSync(join(directory, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(directory, path) : [path];
  });
}

/** The folder of the very first start is made here, with documents to try things on. */
export function prepareSampleFolder(config: Config, folder: string): void {
  if (folder !== config.defaultFolder) return;
  if (existsSync(folder) && readdirSync(folder).length > 0) return;
  mkdirSync(folder, { recursive: true });
  addSamples(config.resourcesDirectory, folder);
}
