// @ts-check
// Where large downloads for tests are kept: outside the repository, so that every clone finds them again.
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

function base() {
  if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME;
  if (process.platform === 'win32' && process.env.LOCALAPPDATA) return process.env.LOCALAPPDATA;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return join(homedir(), '.cache');
}

/** The project's cache folder; created when asked for. */
export function cacheFolder() {
  const folder = join(base(), 'wopi-sandbox');
  mkdirSync(folder, { recursive: true });
  return folder;
}
