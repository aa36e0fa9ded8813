import { EngineError } from './model.ts';

/** Incremental file transfer: a body is a row of frames, big-endian header first, ended by an empty one. */
export const FRAME = { end: 1, message: 2, chunk: 3, range: 4 } as const;

export interface Frame {
  type: number;
  /** A chunk's id. */
  extension: Buffer;
  payload: Buffer;
}

const HEADER_BYTES = 16;
const NOTHING = Buffer.alloc(0);

export function writeFrames(frames: readonly Frame[]): Buffer {
  return Buffer.concat(
    [...frames, { type: FRAME.end, extension: NOTHING, payload: NOTHING }].flatMap(({ type, extension, payload }) => {
      const header = Buffer.alloc(HEADER_BYTES);
      header.writeUInt32BE(type, 0);
      header.writeUInt32BE(extension.length, 4);
      header.writeBigUInt64BE(BigInt(payload.length), 8);
      return [header, extension, payload];
    }),
  );
}

export function messageFrame(message: unknown): Frame {
  return { type: FRAME.message, extension: NOTHING, payload: Buffer.from(JSON.stringify(message)) };
}

export function chunkFrame(id: string, payload: Buffer): Frame {
  return { type: FRAME.chunk, extension: Buffer.from(id, 'base64'), payload };
}

/** Frames up to the end frame; what follows it is ignored. @throws EngineError when they end early */
export function readFrames(body: Buffer): Frame[] {
  const frames: Frame[] = [];
  let offset = 0;
  for (;;) {
    if (offset + HEADER_BYTES > body.length)
      throw new EngineError(`The frames end after ${body.length} bytes without an end frame.`);
    const type = body.readUInt32BE(offset);
    const extensionLength = body.readUInt32BE(offset + 4);
    const payloadLength = Number(body.readBigUInt64BE(offset + 8));
    offset += HEADER_BYTES;
    if (type === FRAME.end) return frames;
    if (offset + extensionLength + payloadLength > body.length)
      throw new EngineError(`A frame announces ${payloadLength} bytes, but the body ends before.`);
    const payloadStart = offset + extensionLength;
    frames.push({
      type,
      extension: body.subarray(offset, payloadStart),
      payload: body.subarray(payloadStart, payloadStart + payloadLength),
    });
    offset = payloadStart + payloadLength;
  }
}

/** FullFile: the whole text is one chunk, an empty one is none. */
export function textChunks(text: string): Buffer[] {
  return text === '' ? [] : [Buffer.from(text)];
}
