import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { HashAnswer, HashOrder } from './hasher.ts';

/** Entry of the thread that hashes large bodies while they are being written: it reads behind the writer. */
interface Following {
  descriptor: number;
  hash: Hash;
  position: number;
}

const buffer = Buffer.allocUnsafeSlow(1 << 20);
const following = new Map<number, Following>();

parentPort?.on('message', (order: HashOrder) => {
  try {
    const answer = carryOut(order);
    if (answer !== undefined) parentPort?.postMessage(answer);
  } catch (error) {
    end(order.id);
    parentPort?.postMessage({ id: order.id, sha256: null, problem: String(error) } satisfies HashAnswer);
  }
});

function carryOut(order: HashOrder): HashAnswer | undefined {
  if (order.kind === 'open') {
    following.set(order.id, { descriptor: openSync(order.path, 'r'), hash: createHash('sha256'), position: 0 });
    return undefined;
  }
  const file = following.get(order.id);
  if (!file) return undefined;
  if (order.kind === 'abandon') {
    end(order.id);
    return undefined;
  }
  readUpTo(file, order.size);
  if (order.kind === 'advance') return undefined;
  const sha256 = file.hash.digest('hex');
  end(order.id);
  return { id: order.id, sha256, problem: null };
}

function readUpTo(file: Following, size: number): void {
  while (file.position < size) {
    const read = readSync(file.descriptor, buffer, 0, Math.min(buffer.length, size - file.position), file.position);
    if (read === 0) throw new Error(`The received file ends at ${file.position} of ${size} bytes.`);
    file.hash.update(buffer.subarray(0, read));
    file.position += read;
  }
}

function end(id: number): void {
  const file = following.get(id);
  following.delete(id);
  if (file) closeSync(file.descriptor);
}
