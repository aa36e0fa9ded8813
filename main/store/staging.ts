import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, readdirSync, rmSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createChunkCollector } from './chunk-collector.ts';
import { IncompleteBody } from './errors.ts';
import type { FollowingHash, Hasher } from './hasher.ts';

/** Names of files on their way, with the process they belong to; never shared, removed when that process is gone. */
export const STAGED_NAME = /^\.wopi-sandbox-(\d+)-[0-9a-f]+\.part$/;

/** A hidden name in `directory` that nobody else has. */
export function stagedPath(directory: string): string {
  return join(directory, `.wopi-sandbox-${process.pid}-${randomBytes(8).toString('hex')}.part`);
}

/** A body received completely and flushed to disk, waiting to become a file. */
export interface Staged {
  path: string;
  size: number;
  /** Hex. */
  sha256: string;
}

export interface Staging {
  stage(body: AsyncIterable<Buffer>, directory: string, limit: number): Promise<Staged>;
  /** Removes, at the end of the program, what is still being received: nobody will finish it. */
  giveUpAll(): void;
}

/** From this size on a thread hashes behind the writer; below it handing over costs more than hashing. */
const THREAD_FROM_BYTES = 8 * 1024 * 1024;
/** What has arrived is pushed to the disk this often, so that the last flush does not wait for all of it. */
const FLUSH_EVERY_BYTES = 64 * 1024 * 1024;
const ADVANCE_EVERY_BYTES = 4 * 1024 * 1024;

/** Receives bodies: constant memory, hashed, flushed. */
export function createStaging(hasher: Hasher): Staging {
  const directories = new Set<string>();
  const stage: Staging['stage'] = async (body, directory, limit) => {
    directories.add(directory);
    const path = stagedPath(directory);
    const output = createWriteStream(path, { flags: 'wx', highWaterMark: 1 << 20 });
    // Asked for with every write; an error nobody listens to would end the process.
    output.on('error', () => undefined);
    const hash = createBodyHash(hasher, path, output);
    const flusher = createFlusher(path);
    const collectChunks = createChunkCollector();
    let size = 0;
    let problem: { reason: 'aborted' | 'too-large'; message: string } | undefined;
    try {
      for await (const chunk of body) {
        if (size + chunk.length > limit) {
          problem = { reason: 'too-large', message: `The body is larger than the ${limit} bytes this host accepts.` };
          break;
        }
        size += chunk.length;
        hash.update(chunk);
        if (!output.write(chunk)) await drained(output);
        flusher.written(output.bytesWritten);
        collectChunks(chunk.length);
      }
    } catch (error) {
      if (!output.errored) problem = { reason: 'aborted', message: `The client went away after ${size} bytes.` };
      else {
        await giveUp(path, hash);
        throw error;
      }
    }
    try {
      await ended(output);
      await Promise.all([flusher.finish(), hash.settle(size)]);
    } catch (error) {
      await giveUp(path, hash);
      throw error;
    }
    const staged: Staged = { path, size, sha256: hash.digest() };
    if (problem) throw new IncompleteBody(staged, problem.reason, problem.message);
    return staged;
  };
  return {
    stage,
    giveUpAll() {
      for (const directory of directories) removeOwnStaged(directory);
    },
  };
}

function removeOwnStaged(directory: string): void {
  try {
    for (const name of readdirSync(directory)) {
      if (Number(STAGED_NAME.exec(name)?.[1]) === process.pid) rmSync(join(directory, name), { force: true });
    }
  } catch {
    // The directory is gone, or may not be written to any more: the next start looks again.
  }
}

interface BodyHash {
  update(chunk: Buffer): void;
  settle(size: number): Promise<void>;
  digest(): string;
  abandon(): void;
}

/** Hashes small bodies as they pass, large ones on the thread, which reads them from the file. */
function createBodyHash(hasher: Hasher, path: string, output: WriteStream): BodyHash {
  const own = createHash('sha256');
  let following: FollowingHash | undefined;
  let isOwn = true;
  let seen = 0;
  let announced = 0;
  let sha256 = '';
  return {
    update(chunk) {
      seen += chunk.length;
      if (isOwn && seen >= THREAD_FROM_BYTES) {
        following = hasher.follow(path);
        isOwn = following === undefined;
      }
      if (isOwn) own.update(chunk);
      else if (output.bytesWritten - announced >= ADVANCE_EVERY_BYTES) {
        announced = output.bytesWritten;
        following?.advance(announced);
      }
    },
    async settle(size) {
      sha256 = following ? await following.finish(size) : own.digest('hex');
    },
    digest: () => sha256,
    abandon: () => following?.abandon(),
  };
}

interface Flusher {
  written(bytes: number): void;
  finish(): Promise<void>;
}

function createFlusher(path: string): Flusher {
  let flushedAt = 0;
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;
  return {
    written(bytes) {
      if (isRunning || bytes - flushedAt < FLUSH_EVERY_BYTES) return;
      flushedAt = bytes;
      isRunning = true;
      // A failure shows again, and counts, with the last flush.
      running = flush(path)
        .catch(() => undefined)
        .finally(() => (isRunning = false));
    },
    async finish() {
      await running;
      await flush(path);
    },
  };
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function giveUp(path: string, hash: BodyHash): Promise<void> {
  hash.abandon();
  await rm(path, { force: true });
}

/** Resolves when more may be written. @throws what the file system says */
function drained(output: WriteStream): Promise<void> {
  return new Promise((resolve, reject) => {
    if (output.errored) return reject(output.errored);
    const done = (error?: Error): void => {
      output.off('drain', done);
      output.off('error', done);
      if (error) reject(error);
      else resolve();
    };
    output.on('drain', done);
    output.on('error', done);
  });
}

function ended(output: WriteStream): Promise<void> {
  return new Promise((resolve, reject) => {
    if (output.errored) return reject(output.errored);
    // Not end's own callback: that is called for an error, too, and a cut body would pass for a whole one.
    output.once('error', reject);
    output.once('finish', resolve);
    output.end();
  });
}
