/**
 * SpookyHash V2 (Bob Jenkins, public domain), 128 bits, both seeds 0: the id that incremental file transfer gives a
 * chunk.
 */

const CONSTANT = 0xdeadbeefdeadbeefn;
const BLOCK_BYTES = 96;
const SHORT_BYTES = 192;

/** hash1 then hash2, each little-endian, in base64. */
export function chunkId(bytes: Buffer): string {
  const [first, second] = bytes.length < SHORT_BYTES ? hashShort(bytes) : hashLong(bytes);
  const id = Buffer.alloc(16);
  id.writeBigUInt64LE(first, 0);
  id.writeBigUInt64LE(second, 8);
  return id.toString('base64');
}

const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotate = (value: bigint, by: number): bigint => wrap((value << BigInt(by)) | (value >> BigInt(64 - by)));

/** [changed, added, mixed into, rotation] of one step of the short hash. */
type Round = readonly [number, number, number, number];

// oxfmt-ignore
const SHORT_MIX: readonly Round[] = [
  [2, 3, 0, 50], [3, 0, 1, 52], [0, 1, 2, 30], [1, 2, 3, 41],
  [2, 3, 0, 54], [3, 0, 1, 48], [0, 1, 2, 38], [1, 2, 3, 37],
  [2, 3, 0, 62], [3, 0, 1, 34], [0, 1, 2, 5], [1, 2, 3, 36],
];

// oxfmt-ignore
const SHORT_END: readonly (readonly [number, number, number])[] = [
  [3, 2, 15], [0, 3, 52], [1, 0, 26], [2, 1, 51],
  [3, 2, 28], [0, 3, 9], [1, 0, 47], [2, 1, 54],
  [3, 2, 32], [0, 3, 25], [1, 0, 63],
];

function hashShort(bytes: Buffer): [bigint, bigint] {
  const h = new BigUint64Array([0n, 0n, CONSTANT, CONSTANT]);
  const at = (index: number): bigint => h[index] ?? 0n;
  const add = (index: number, value: bigint): void => void (h[index] = wrap(at(index) + value));
  const mix = (): void => {
    for (const [changed, added, into, by] of SHORT_MIX) {
      h[changed] = rotate(at(changed), by);
      add(changed, at(added));
      h[into] = at(into) ^ at(changed);
    }
  };
  let offset = 0;
  for (; bytes.length - offset >= 32; offset += 32) {
    add(2, bytes.readBigUInt64LE(offset));
    add(3, bytes.readBigUInt64LE(offset + 8));
    mix();
    add(0, bytes.readBigUInt64LE(offset + 16));
    add(1, bytes.readBigUInt64LE(offset + 24));
  }
  if (bytes.length - offset >= 16) {
    add(2, bytes.readBigUInt64LE(offset));
    add(3, bytes.readBigUInt64LE(offset + 8));
    mix();
    offset += 16;
  }
  const rest = bytes.subarray(offset);
  add(3, BigInt(bytes.length) << 56n);
  if (rest.length === 0) {
    add(2, CONSTANT);
    add(3, CONSTANT);
  } else {
    const padded = Buffer.alloc(16);
    rest.copy(padded);
    add(2, padded.readBigUInt64LE(0));
    add(3, padded.readBigUInt64LE(8));
  }
  for (const [target, source, by] of SHORT_END) {
    h[target] = at(target) ^ at(source);
    h[source] = rotate(at(source), by);
    add(target, at(source));
  }
  return [at(0), at(1)];
}

const MIX_ROTATIONS = [11, 32, 43, 31, 17, 28, 39, 57, 55, 54, 22, 46] as const;
const END_ROTATIONS = [44, 15, 34, 21, 38, 33, 10, 13, 38, 53, 42, 54] as const;

function hashLong(bytes: Buffer): [bigint, bigint] {
  const h = new BigUint64Array(12).map((_, index) => (index % 3 === 2 ? CONSTANT : 0n));
  const at = (index: number): bigint => h[index % 12] ?? 0n;
  const set = (index: number, value: bigint): void => void (h[index % 12] = wrap(value));
  let offset = 0;
  for (; bytes.length - offset >= BLOCK_BYTES; offset += BLOCK_BYTES) {
    for (const [index, by] of MIX_ROTATIONS.entries()) {
      set(index, at(index) + bytes.readBigUInt64LE(offset + index * 8));
      set(index + 2, at(index + 2) ^ at(index + 10));
      set(index + 11, at(index + 11) ^ at(index));
      set(index, rotate(at(index), by));
      set(index + 11, at(index + 11) + at(index + 1));
    }
  }
  const last = Buffer.alloc(BLOCK_BYTES);
  bytes.subarray(offset).copy(last);
  last[BLOCK_BYTES - 1] = bytes.length - offset;
  for (let index = 0; index < 12; index += 1) set(index, at(index) + last.readBigUInt64LE(index * 8));
  for (let pass = 0; pass < 3; pass += 1) {
    for (const [index, by] of END_ROTATIONS.entries()) {
      set(index + 11, at(index + 11) + at(index + 1));
      set(index + 2, at(index + 2) ^ at(index + 11));
      set(index + 1, rotate(at(index + 1), by));
    }
  }
  return [at(0), at(1)];
}
