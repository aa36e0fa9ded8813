import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { writeFileSync } from 'atomically';
import { claim, giveBack } from './store/claim.ts';
import { isDiskFull } from './store/errors.ts';
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
  const instance = read(dataDirectory);
  return instance && isRunning(instance.pid) && instance.pid !== process.pid ? instance : null;
}

function read(dataDirectory: string): Instance | null {
  try {
    const instance = JSON.parse(readFileSync(fileOf(dataDirectory), 'utf8')) as Partial<Instance>;
    return typeof instance.pid === 'number' && typeof instance.admin === 'string' ? (instance as Instance) : null;
  } catch {
    return null;
  }
}

/**
 * The instance that uses this data directory, when it answers. After a crash its process id may belong to another
 * program, in a container even regularly.
 */
export async function findAnsweringInstance(dataDirectory: string): Promise<Instance | null> {
  const instance = findInstance(dataDirectory);
  if (!instance) return null;
  try {
    const answer = await fetch(`${instance.admin}/api/call`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${instance.key}` },
      body: JSON.stringify({ method: 'getSnapshot', args: [] }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await answer.arrayBuffer();
    return answer.ok ? instance : null;
  } catch (error) {
    // One that is too busy to answer is alive all the same.
    return error instanceof Error && error.name === 'TimeoutError' ? instance : null;
  }
}

const ANSWER_WITHIN_MS = 3000;

/** One that has begun to start says within this time where it is. */
const STARTS_WITHIN_MS = 10_000;
const ASK_AGAIN_MS = 50;

const claimOf = (dataDirectory: string): string => join(dataDirectory, 'in-use.lock');

/**
 * From here on the data directory is this program's alone: two that opened its databases at one moment could break them.
 * @throws Error whose message is a sentence for the user
 */
export async function claimDataDirectory(dataDirectory: string, nativeBinding: string | undefined): Promise<void> {
  const until = performance.now() + STARTS_WITHIN_MS;
  do {
    await refuseBesideAnother(dataDirectory);
    if (isClaimed(dataDirectory, nativeBinding)) return;
    await pause(ASK_AGAIN_MS);
  } while (performance.now() < until);
  throw new Error(
    `Another WOPI Sandbox uses the data directory “${dataDirectory}” and does not answer. Stop it, or choose another directory with --data.`,
  );
}

function isClaimed(dataDirectory: string, nativeBinding: string | undefined): boolean {
  try {
    return claim(claimOf(dataDirectory), nativeBinding);
  } catch (error) {
    throw dataProblem(dataDirectory, error);
  }
}

async function refuseBesideAnother(dataDirectory: string): Promise<void> {
  const running = await findAnsweringInstance(dataDirectory);
  if (!running) return;
  throw new Error(
    `WOPI Sandbox is running already with the data directory “${dataDirectory}” (process ${running.pid}). Use that one at ${running.admin}/#key=${running.key}, stop it, or choose another directory with --data.`,
  );
}

/** Readable by this user only: it holds the session key. */
export function announceInstance(dataDirectory: string, instance: Instance): void {
  writeFileSync(fileOf(dataDirectory), `${JSON.stringify(instance)}\n`, { mode: 0o600 });
}

/** Takes back what this process announced; what another one did stays. */
export function withdrawInstance(dataDirectory: string): void {
  if (read(dataDirectory)?.pid === process.pid) rmSync(fileOf(dataDirectory), { force: true });
  giveBack(claimOf(dataDirectory));
}

/** @throws Error whose message is a sentence for the user */
export function prepareDataDirectory(directory: string): void {
  try {
    makeDirectories(directory);
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Error(
      `The data directory “${directory}” cannot be used (${reason}): a directory that this user may write to is needed. Choose another one with --data.`,
      { cause: error },
    );
  }
  for (const [kind, names] of Object.entries(CONTENTS)) {
    for (const path of names.map((name) => join(directory, name))) {
      const there = statSync(path, { throwIfNoEntry: false });
      if (there && there.isDirectory() !== (kind === 'folder'))
        throw new Error(
          `“${path}” is no ${kind}, as it has to be. Move it away, or choose another data directory with --data.`,
        );
    }
  }
}

/** What databases and file system say in codes while the data directory is opened, as a sentence. */
export function dataProblem(directory: string, error: unknown): unknown {
  if (isDiskFull(error))
    return new Error(
      `The disk that holds the data directory “${directory}” is full. Free some space, or choose another directory with --data.`,
      { cause: error },
    );
  if (error instanceof Error && error.name === 'SqliteError')
    return new Error(
      `The databases in the data directory “${directory}” cannot be used (${error.message}). Move them away, or choose another directory with --data.`,
      { cause: error },
    );
  return error;
}

/** What the app keeps in its data directory, and of what kind it is. */
const CONTENTS = {
  file: ['sandbox.db', 'traffic.db', 'instance.json', 'in-use.lock'],
  folder: ['blobs', 'captures', 'exchange'],
};

/** Node's own recursive way never ends below a place like /proc, which exists and says that it does not. */
function makeDirectories(directory: string): void {
  const path = resolve(directory);
  if (existsSync(path)) {
    // Says what stands there in place of a directory.
    mkdirSync(path, { recursive: true });
    return;
  }
  makeDirectories(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}
