// @ts-check
// Makes pictures of a screen smaller: at most 256 colours, which such pictures hardly exceed, and thorough deflation.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const MOST_COLOURS = 256;
/** So many places of the palette go to the most frequent colours, the rest to those that are missed most. */
const FREQUENT = 160;

/**
 * Answers the picture with a palette; the original when it is of another kind (8 bits, RGB or RGBA, not interlaced).
 * Transparency is dropped.
 * @param {Buffer} png
 */
export function shrinkPng(png) {
  const chunks = readChunks(png);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (!header || header[8] !== 8 || header[12] !== 0 || (header[9] !== 2 && header[9] !== 6)) return png;
  const [width, height, bytes] = [header.readUInt32BE(0), header.readUInt32BE(4), header[9] === 2 ? 3 : 4];
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const pixels = unfilter(inflateSync(packed), width, height, bytes);

  /** @type {Map<number, number>} */
  const counts = new Map();
  for (let at = 0; at < pixels.length; at += bytes) {
    const colour = pixels.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = choosePalette(counts);
  const indexOf = new Map([...counts.keys()].map((colour) => [colour, nearest(palette, colour)]));

  // the first byte of a row names its filter: none
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows[y * (width + 1) + 1 + x] = indexOf.get(pixels.readUIntBE((y * width + x) * bytes, 3)) ?? 0;
    }
  }
  const colours = Buffer.alloc(palette.length * 3);
  for (const [index, colour] of palette.entries()) colours.writeUIntBE(colour, index * 3, 3);
  const small = Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([header.subarray(0, 9), Buffer.from([3, 0, 0, 0])])),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return small.length < png.length ? small : png;
}

function readChunks(/** @type {Buffer} */ png) {
  const chunks = [];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

function chunk(/** @type {string} */ type, /** @type {Buffer} */ data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/**
 * Undoes the filters of the rows (PNG specification, section 9).
 * @param {Buffer} data
 * @param {number} width
 * @param {number} height
 * @param {number} bytes of a pixel
 */
function unfilter(data, width, height, bytes) {
  const stride = width * bytes;
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x < bytes ? 0 : (pixels[at - bytes] ?? 0);
      const up = y === 0 ? 0 : (pixels[at - stride] ?? 0);
      const corner = x < bytes || y === 0 ? 0 : (pixels[at - stride - bytes] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      pixels[at] = (data[y * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return pixels;
}

function paeth(/** @type {number} */ left, /** @type {number} */ up, /** @type {number} */ corner) {
  const estimate = left + up - corner;
  const byLeft = Math.abs(estimate - left);
  const byUp = Math.abs(estimate - up);
  const byCorner = Math.abs(estimate - corner);
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

function choosePalette(/** @type {Map<number, number>} */ counts) {
  const sorted = [...counts].toSorted((one, other) => other[1] - one[1]);
  if (sorted.length <= MOST_COLOURS) return sorted.map(([colour]) => colour);
  const palette = sorted.slice(0, FREQUENT).map(([colour]) => colour);
  const missed = sorted.slice(FREQUENT).map(([colour, count]) => ({
    colour,
    weight: Math.sqrt(count),
    distance: distance(colour, palette[nearest(palette, colour)] ?? 0),
  }));
  while (palette.length < MOST_COLOURS) {
    const worst = missed.reduce((one, other) =>
      other.distance * other.weight > one.distance * one.weight ? other : one,
    );
    palette.push(worst.colour);
    for (const each of missed) each.distance = Math.min(each.distance, distance(each.colour, worst.colour));
  }
  return palette;
}

function nearest(/** @type {number[]} */ palette, /** @type {number} */ colour) {
  let best = 0;
  let least = Infinity;
  for (const [index, candidate] of palette.entries()) {
    const far = distance(candidate, colour);
    if (far < least) [best, least] = [index, far];
    if (far === 0) break;
  }
  return best;
}

function distance(/** @type {number} */ one, /** @type {number} */ other) {
  const red = (one >> 16) - (other >> 16);
  const green = ((one >> 8) & 255) - ((other >> 8) & 255);
  const blue = (one & 255) - (other & 255);
  return red * red + green * green + blue * blue;
}
