import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { OpenedCapture } from '../../preload/contract.ts';
import type { Manifest } from '../recordings/capture-format.ts';
import { CAPTURE_ENDING } from '../recordings/capture-format.ts';
import { readCapture } from '../recordings/capture-read.ts';
import { createDecoder } from '../recordings/decode.ts';
import { readHar } from '../recordings/har-read.ts';
import { LIMITS, sizeWords, UnreadableFile } from '../recordings/limits.ts';
import { toFinished } from '../recordings/taken-over.ts';
import type { CaptureFiles } from '../store/capture-files.ts';
import type { CaptureTotals, CaptureWriter } from '../store/capture-writer.ts';
import type { FinishedExchange } from '../store/exchange-record.ts';
import type { NewBody } from '../store/traffic-writer.ts';

interface Opening {
  captures: CaptureFiles;
  path: string;
  fileName: string;
  now: number;
}

type Told = Pick<OpenedCapture, 'format' | 'madeBy' | 'hidden' | 'remarks'>;

/** Makes a capture of a file, whatever it is. @throws UnreadableFile; nothing is left behind then */
export async function openCaptureFile({ captures, path, fileName, now }: Opening): Promise<OpenedCapture> {
  const format = await formatOf(path, fileName);
  const { id, writer } = captures.begin();
  try {
    const { totals, told } = format === 'capture' ? await takeCapture(path, writer) : await takeHar(path, writer);
    const capture: OpenedCapture = {
      id,
      name: fileName.replace(/\.(wopicapture|har|json)$/i, '').slice(0, 200) || fileName,
      fileName,
      openedAt: now,
      ...told,
      ...totals,
    };
    captures.keep(capture);
    return capture;
  } catch (error) {
    await writer.close();
    captures.abandon(id);
    throw error;
  }
}

/** What a file is says its beginning, not its name. */
async function formatOf(path: string, fileName: string): Promise<'har' | 'capture'> {
  const { size } = await stat(path);
  if (size === 0) throw new UnreadableFile(`“${fileName}” is empty.`);
  const file = await open(path, 'r');
  const head = Buffer.alloc(64);
  try {
    await file.read(head, 0, head.length, 0);
  } finally {
    await file.close();
  }
  if (head.toString('latin1', 0, 2) === 'PK') return 'capture';
  if (/^(?:\u00ef\u00bb\u00bf)?\s*\{/.test(head.toString('latin1'))) return 'har';
  throw new UnreadableFile(
    `“${fileName}” is neither a capture file (${CAPTURE_ENDING}) nor a HAR: it begins as no archive and as no JSON object. Export HAR from the program that recorded it.`,
  );
}

const BATCH = 200;
const BATCH_BYTES = 8 * 1024 * 1024;

/** Collects what goes to the writer together. */
function batches(writer: CaptureWriter) {
  let exchanges: FinishedExchange[] = [];
  let bodies: NewBody[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (exchanges.length === 0 && bodies.length === 0) return;
    const batch = { exchanges, bodies };
    exchanges = [];
    bodies = [];
    bytes = 0;
    await writer.write(batch.exchanges, batch.bodies);
  };
  return {
    flush,
    async body(body: NewBody) {
      bodies.push(body);
      bytes += body.bytes?.length ?? 0;
      if (bytes > BATCH_BYTES) await flush();
    },
    async exchange(exchange: FinishedExchange) {
      exchanges.push(exchange);
      if (exchanges.length >= BATCH) await flush();
    },
  };
}

const LARGEST_IN_DATABASE = 1024 * 1024;
const MOST_REMARKS = 20;

async function takeHar(path: string, writer: CaptureWriter): Promise<{ totals: CaptureTotals; told: Told }> {
  const decode = createDecoder();
  const batch = batches(writer);
  const known = new Set<string>();
  const problems: string[] = [];
  let problemCount = 0;
  let madeBy = '';
  let count = 0;
  for await (const reading of readHar(createReadStream(path, { highWaterMark: 256 * 1024 }))) {
    madeBy = reading.madeBy;
    if ('problem' in reading.item) {
      problemCount += 1;
      if (problems.length < MOST_REMARKS) problems.push(reading.item.problem);
      continue;
    }
    count += 1;
    const exchange = decode.exchange(reading.item.exchange, count);
    for (const { sha256, bytes } of [exchange.requestBody, exchange.responseBody]) {
      if (sha256 === null || bytes === null || known.has(sha256)) continue;
      known.add(sha256);
      if (bytes.length > LARGEST_IN_DATABASE) await writer.writeLarge(sha256, piecesOf(bytes));
      await batch.body({ sha256, exchangeId: count, bytes: bytes.length > LARGEST_IN_DATABASE ? null : bytes });
    }
    await batch.exchange(exchange);
  }
  await batch.flush();
  if (count === 0) {
    throw new UnreadableFile(
      problems[0] === undefined
        ? 'The HAR file holds no requests.'
        : `The HAR file holds no request that can be read. ${problems[0]}`,
    );
  }
  if (problemCount > problems.length) problems.push(`… and ${problemCount - problems.length} more entries like these.`);
  const remarks = problemCount === 0 ? [] : [`${problemCount} entries were not taken over.`, ...problems];
  const totals = await writer.finish(decode.learned(), null);
  return { totals, told: { format: 'har', madeBy, hidden: null, remarks } };
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function takeCapture(path: string, writer: CaptureWriter): Promise<{ totals: CaptureTotals; told: Told }> {
  const batch = batches(writer);
  const sizes = new Map<string, number>();
  let manifest: Manifest | undefined;
  let lost = 0;
  let totals: CaptureTotals | undefined;
  for await (const item of readCapture(path)) {
    switch (item.kind) {
      case 'manifest':
        ({ manifest } = item);
        break;
      case 'small-body':
        sizes.set(item.sha256, item.bytes.length);
        await batch.body({ sha256: item.sha256, exchangeId: 1, bytes: item.bytes });
        break;
      case 'large-body':
        sizes.set(item.sha256, item.size);
        await writer.writeLarge(item.sha256, item.content);
        await batch.body({ sha256: item.sha256, exchangeId: 1, bytes: null });
        break;
      case 'exchange': {
        const { exchange, missing } = toFinished(item.exchange, sizes);
        lost += missing;
        await batch.exchange(exchange);
        break;
      }
      case 'notes':
        await batch.flush();
        totals = await writer.finish(null, item.notes);
    }
  }
  if (!manifest || !totals) throw new UnreadableFile('The capture file ends before its last part.');
  const { product, productVersion, hidden, remarks } = manifest;
  const told: Told = {
    format: 'capture',
    madeBy: `${product} ${productVersion}`.trim(),
    hidden,
    remarks: lost === 0 ? remarks : [...remarks, `${lost} bodies that exchanges refer to are not in the file.`],
  };
  return { totals, told };
}

export function checkFileSize(size: number): void {
  if (size <= LIMITS.fileBytes) return;
  throw new Error(
    `The file has ${sizeWords(size)}; at most ${sizeWords(LIMITS.fileBytes)} can be opened. Export a shorter time.`,
  );
}
