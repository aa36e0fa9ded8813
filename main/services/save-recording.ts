import type { WriteStream } from 'node:fs';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import type { RecordingFormat } from '../../preload/contract.ts';
import { writeCapture } from '../recordings/capture-write.ts';
import type { Spool } from '../recordings/capture-write.ts';
import type { HarPart } from '../recordings/har-file.ts';
import { harFile } from '../recordings/har-file.ts';
import { leaving } from '../recordings/leaving.ts';
import type { Redactor } from '../recordings/redaction.ts';
import type { Environment } from '../recordings/support-bundle.ts';
import { writeSupportBundle } from '../recordings/support-bundle.ts';
import { createArchive } from '../recordings/zip-write.ts';
import type { RecordedTraffic, StoredSelection } from '../store/recorded-traffic.ts';
import type { SaveWatch } from './running-saves.ts';

export interface SaveWish {
  traffic: RecordedTraffic;
  selection: StoredSelection;
  format: RecordingFormat;
  redactor: Redactor;
  environment: Environment;
  /** Where the file is to stand; one that is there stays whole until the new one is. */
  path: string;
  /** For what has to wait while it is written. */
  scratch: string;
  watch: SaveWatch;
}

export interface Saved {
  exchangeCount: number;
  bytes: number;
  remarks: string[];
}

/** What may wait for the disk: lines are short, and waiting for each few of them takes longer than writing them. */
const AHEAD_BYTES = 256 * 1024;

/** Writes the file beside its place and moves it there when it is complete; nothing is left of one that is not. */
export async function saveRecordingFile(wish: SaveWish): Promise<Saved> {
  const part = `${wish.path}.${randomBytes(4).toString('hex')}.part`;
  const spools: { path: string; output: WriteStream }[] = [];
  const output = createWriteStream(part, { flags: 'wx', highWaterMark: AHEAD_BYTES });
  // Asked for with every write; an error nobody listens to would end the process.
  let failure: Error | null = null;
  output.on('error', (error) => (failure = error));
  const write = async (bytes: Uint8Array | string): Promise<void> => {
    if (failure) throw failure;
    wish.watch.note({ bytes: output.bytesWritten });
    if (!output.write(bytes)) await drained(output);
  };
  const spool = (name: string): Spool => {
    const path = join(wish.scratch, `${randomBytes(8).toString('hex')}.${name}`);
    const lines = createWriteStream(path, { highWaterMark: AHEAD_BYTES });
    spools.push({ path, output: lines });
    return fileSpool(path, lines);
  };
  try {
    const traffic = watched(wish.traffic, wish.watch);
    const { exchangeCount, remarks } = await writeFormat({ ...wish, traffic }, write, spool);
    output.end();
    await once(output, 'close');
    if (failure) throw failure as Error;
    const { size } = await stat(part);
    await rename(part, wish.path);
    return { exchangeCount, remarks, bytes: size };
  } catch (error) {
    await abandoned(output);
    await rm(part, { force: true });
    throw error;
  } finally {
    for (const { path, output: lines } of spools) {
      await abandoned(lines);
      await rm(path, { force: true });
    }
  }
}

/** The traffic, telling how much of it was read; whoever reads on after the save was stopped reads nothing. */
function watched(traffic: RecordedTraffic, { note }: SaveWatch): RecordedTraffic {
  let exchanges = 0;
  return {
    ...traffic,
    *exchanges(ids) {
      for (const one of traffic.exchanges(ids)) {
        note({ exchanges });
        yield one;
        exchanges += 1;
      }
      note({ exchanges });
    },
    bytes(...what) {
      note({ exchanges });
      return traffic.bytes(...what);
    },
  };
}

async function writeFormat(
  { traffic, selection, format, redactor, environment }: SaveWish,
  write: (bytes: Uint8Array | string) => Promise<void>,
  spool: (name: string) => Spool,
): Promise<Omit<Saved, 'bytes'>> {
  const { product, now, subject } = environment;
  switch (format) {
    case 'har': {
      const part: HarPart = { exchanges: 0, leftOut: 0 };
      const exchanges = leaving(traffic, selection, redactor);
      const notes = hiddenWords(redactor);
      for await (const text of harFile(exchanges, { version: product.version, notes, part })) await write(text);
      const remarks =
        part.leftOut === 0
          ? []
          : [`${part.leftOut} bodies are not in the file or not whole; each entry says why in its comment.`];
      return { exchangeCount: part.exchanges, remarks };
    }
    case 'capture': {
      const archive = createArchive(write);
      const manifest = await writeCapture({
        traffic,
        selection,
        redactor,
        archive,
        spool,
        name: subject,
        product,
        now,
      });
      return { exchangeCount: manifest.exchanges, remarks: manifest.remarks };
    }
    case 'support': {
      const archive = createArchive(write);
      const { exchanges, remarks } = await writeSupportBundle({ traffic, selection, redactor, archive, environment });
      return { exchangeCount: exchanges, remarks };
    }
  }
}

function hiddenWords(redactor: Redactor): string[] {
  const kinds = redactor.parts().flatMap(({ kind, isOn }) => (isOn ? [kind] : []));
  return [`Hidden before it was saved: ${kinds.join(', ')}.`];
}

function fileSpool(path: string, output: WriteStream): Spool {
  let failure: Error | null = null;
  output.on('error', (error) => (failure = error));
  return {
    async write(line) {
      if (failure) throw failure;
      if (!output.write(`${line}\n`)) await drained(output);
    },
    async *read() {
      output.end();
      if (!output.closed) await once(output, 'close');
      if (failure) throw failure;
      for await (const chunk of createReadStream(path)) yield chunk as Buffer;
    },
  };
}

/** A file that is still being opened would come into being after it was removed. */
async function abandoned(output: WriteStream): Promise<void> {
  if (output.closed) return;
  await new Promise<void>((resolve) => {
    output.once('close', () => resolve()).destroy();
  });
}

/** Takes its listeners along: a long file waits thousands of times. */
function drained(output: WriteStream): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      output.off('drain', done).off('close', done);
      resolve();
    };
    output.on('drain', done).on('close', done);
  });
}
