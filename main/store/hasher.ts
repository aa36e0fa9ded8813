import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

export type HashOrder =
  | { kind: 'open'; id: number; path: string }
  /** The file holds at least `size` bytes now. */
  | { kind: 'advance' | 'finish'; id: number; size: number }
  | { kind: 'abandon'; id: number };

export interface HashAnswer {
  id: number;
  /** Hex. */
  sha256: string | null;
  problem: string | null;
}

/** Hashes one file that is still being written. */
export interface FollowingHash {
  advance(size: number): void;
  /** Hex SHA-256 of the first `size` bytes. */
  finish(size: number): Promise<string>;
  abandon(): void;
}

export interface Hasher {
  /** undefined where there is no thread for it: the caller hashes what passes through its hands. */
  follow(path: string): FollowingHash | undefined;
  close(): Promise<void>;
}

/** The thread starts with the first large body and stays. */
export function createHasher(workerScript: string): Hasher {
  const waiting = new Map<number, { resolve: (sha256: string) => void; reject: (error: Error) => void }>();
  let worker: Worker | undefined;
  let hasFailed = !existsSync(workerScript);
  let lastId = 0;

  const fail = (error: Error): void => {
    hasFailed = true;
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const startThread = (): Worker => {
    // It only ever moves bytes through one buffer.
    const thread = new Worker(workerScript, { resourceLimits: { maxYoungGenerationSizeMb: 2 } });
    thread.unref();
    thread.on('error', fail);
    thread.on('message', ({ id, sha256, problem }: HashAnswer) => {
      const { resolve, reject } = waiting.get(id) ?? {};
      waiting.delete(id);
      if (sha256 === null) reject?.(new Error(problem ?? 'The received file could not be hashed.'));
      else resolve?.(sha256);
    });
    return thread;
  };

  return {
    follow(path) {
      if (hasFailed) return undefined;
      worker ??= startThread();
      const thread = worker;
      const id = (lastId += 1);
      const send = (order: HashOrder): void => thread.postMessage(order);
      send({ kind: 'open', id, path });
      return {
        advance: (size) => send({ kind: 'advance', id, size }),
        finish: (size) =>
          new Promise((resolve, reject) => {
            waiting.set(id, { resolve, reject });
            send({ kind: 'finish', id, size });
          }),
        abandon: () => send({ kind: 'abandon', id }),
      };
    },
    async close() {
      await worker?.terminate();
    },
  };
}
