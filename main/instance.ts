import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileSync } from 'atomically';
import { isRunning } from './store/folder.ts';

/** How other processes of the same user find the running app. */
export interface Instance {
  host: string;
  admin: string;
  editor: string;
  /** Session key of the admin listener. */
  key: string;
  pid: number;
}

const fileOf = (dataDirectory: string): string => join(dataDirectory, 'instance.json');

/** The instance that uses this data directory, when it is alive. */
export function findInstance(dataDirectory: string): Instance | null {
  try {
    const instance = JSON.parse(readFileSync(fileOf(dataDirectory), 'utf8')) as Instance;
    return typeof instance.pid === 'number' && isRunning(instance.pid) && instance.pid !== process.pid
      ? instance
      : null;
  } catch {
    return null;
  }
}

/** Readable by this user only: it holds the session key. */
export function announceInstance(dataDirectory: string, instance: Instance): void {
  writeFileSync(fileOf(dataDirectory), `${JSON.stringify(instance)}\n`, { mode: 0o600 });
}

export function withdrawInstance(dataDirectory: string): void {
  rmSync(fileOf(dataDirectory), { force: true });
}
