import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { AnnotationLine, ExchangeLine, FindingLine, Manifest } from './capture-format.ts';
import {
  ANNOTATION_LINE,
  BODY_LINE,
  CAPTURE_VERSION,
  EXCHANGE_LINE,
  FINDING_LINE,
  MANIFEST,
  PARTS,
} from './capture-format.ts';
import { LIMITS, UnreadableFile } from './limits.ts';
import { isDeeperThan, linesOf } from './lines.ts';
import type { Archive, ArchiveEntry } from './zip-read.ts';
import { openArchive } from './zip-read.ts';

/** What a capture file holds, in the order in which it can be taken over: bodies before the exchanges that have them. */
export type CaptureItem =
  | { kind: 'manifest'; manifest: Manifest }
  | { kind: 'small-body'; sha256: string; bytes: Uint8Array }
  /** Has to be read to its end before the next item. */
  | { kind: 'large-body'; sha256: string; size: number; content: AsyncIterable<Uint8Array> }
  | { kind: 'exchange'; exchange: ExchangeLine }
  /** Comes last. */
  | { kind: 'notes'; notes: AsyncIterable<CaptureNote> };

/** What rules found and people added, by exchange. */
export type CaptureNote =
  | { kind: 'finding'; finding: FindingLine }
  | { kind: 'annotation'; annotation: AnnotationLine };

const LARGE_BODY = /^bodies\/([0-9a-f]{64})$/;

/** @throws UnreadableFile whose message says what is wrong with the file */
export async function* readCapture(path: string): AsyncGenerator<CaptureItem> {
  const archive = await openArchive(path);
  const manifest = await readManifest(archive);
  yield { kind: 'manifest', manifest };
  for await (const { sha256, text, base64 } of lines(archive, PARTS.smallBodies, BODY_LINE)) {
    const bytes = text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text);
    checkHash(createHash('sha256').update(bytes).digest('hex'), sha256);
    yield { kind: 'small-body', sha256, bytes };
  }
  for (const entry of archive.entries.values()) {
    const sha256 = LARGE_BODY.exec(entry.name)?.[1];
    if (sha256 === undefined) continue;
    yield { kind: 'large-body', sha256, size: entry.size, content: hashed(archive.read(entry), sha256) };
  }
  let last = 0;
  let count = 0;
  for await (const exchange of lines(archive, PARTS.exchanges, EXCHANGE_LINE)) {
    if (exchange.id <= last)
      throw new UnreadableFile(`The capture file is damaged: exchange ${exchange.id} comes after exchange ${last}.`);
    last = exchange.id;
    count += 1;
    if (count > LIMITS.exchanges)
      throw new UnreadableFile(
        `The capture file has more than ${LIMITS.exchanges} exchanges, which is the most that can be opened.`,
      );
    yield { kind: 'exchange', exchange };
  }
  if (count !== manifest.exchanges)
    throw new UnreadableFile(
      `The capture file is damaged: it announces ${manifest.exchanges} exchanges and holds ${count}.`,
    );
  yield { kind: 'notes', notes: readNotes(archive) };
}

async function* readNotes(archive: Archive): AsyncGenerator<CaptureNote> {
  for await (const finding of lines(archive, PARTS.findings, FINDING_LINE)) yield { kind: 'finding', finding };
  for await (const annotation of lines(archive, PARTS.annotations, ANNOTATION_LINE))
    yield { kind: 'annotation', annotation };
}

async function readManifest(archive: Archive): Promise<Manifest> {
  const entry = archive.entries.get(PARTS.manifest);
  if (!entry) throw new UnreadableFile(`The file is an archive without ${PARTS.manifest}, so it is no capture file.`);
  if (entry.size > LIMITS.manifestBytes)
    throw new UnreadableFile(`${PARTS.manifest} of the capture file is larger than 1 MiB.`);
  const parts: Uint8Array[] = [];
  for await (const part of archive.read(entry)) parts.push(part);
  const json = parse(Buffer.concat(parts).toString('utf8'), PARTS.manifest);
  const { format, version } = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  if (format !== 'wopicapture')
    throw new UnreadableFile(`${PARTS.manifest} does not say that this is a capture file (format “wopicapture”).`);
  if (typeof version === 'number' && version > CAPTURE_VERSION)
    throw new UnreadableFile(
      `The capture file has version ${version} of the format and this WOPI Sandbox knows version ${CAPTURE_VERSION}. Update the app to open it.`,
    );
  return checked(MANIFEST, json, PARTS.manifest);
}

async function* lines<Schema extends z.ZodType>(
  archive: Archive,
  part: string,
  schema: Schema,
): AsyncGenerator<z.infer<Schema>> {
  const entry: ArchiveEntry | undefined = archive.entries.get(part);
  if (!entry) {
    if (part === PARTS.exchanges) throw new UnreadableFile(`The capture file has no ${PARTS.exchanges}.`);
    return;
  }
  let number = 0;
  for await (const line of linesOf(archive.read(entry), { what: part, longest: LIMITS.lineBytes })) {
    number += 1;
    const where = `Line ${number} of ${part}`;
    if (isDeeperThan(line, LIMITS.depth))
      throw new UnreadableFile(`${where} nests objects and lists more than ${LIMITS.depth} deep.`);
    yield checked(schema, parse(line, where), where);
  }
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UnreadableFile(`${where} is no correct JSON; the capture file is damaged.`);
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, json: unknown, where: string): z.infer<Schema> {
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const name = issue?.path.join('.') ?? '';
  throw new UnreadableFile(
    `${where} is not what a capture file has there${name === '' ? '' : ` (“${name}”)`}: ${issue?.message ?? 'not understood'}.`,
  );
}

async function* hashed(content: AsyncIterable<Uint8Array>, expected: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const bytes of content) {
    hash.update(bytes);
    yield bytes;
  }
  checkHash(hash.digest('hex'), expected);
}

function checkHash(actual: string, expected: string): void {
  if (actual === expected) return;
  throw new UnreadableFile(`The capture file is damaged: the body named ${expected.slice(0, 12)}… has other bytes.`);
}
