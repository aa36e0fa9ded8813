import { createHash } from 'node:crypto';
import type { BodyInfo, RedactionKind } from '../../preload/contract.ts';
import type { RecordedTraffic, StoredSelection } from '../store/recorded-traffic.ts';
import type { Side } from './body-nature.ts';
import { isUtf8Text, SIDES } from './body-nature.ts';
import type { AnnotationLine, ExchangeLine, FindingLine, Manifest } from './capture-format.ts';
import { CAPTURE_VERSION, PARTS } from './capture-format.ts';
import type { Leaving, LeavingBody } from './leaving.ts';
import { leaving, pieces } from './leaving.ts';
import { SMALL_BODY } from './limits.ts';
import type { Redactor } from './redaction.ts';
import type { ArchiveWriter } from './zip-write.ts';
import { textContent } from './zip-write.ts';

/** Lines that have to wait until the bodies are written: entries of an archive come one after the other. */
export interface Spool {
  write(line: string): Promise<void>;
  read(): AsyncIterable<Uint8Array>;
}

export interface CaptureWish {
  traffic: RecordedTraffic;
  selection: StoredSelection;
  redactor: Redactor;
  archive: ArchiveWriter;
  /** @returns a fresh place for lines */
  spool(name: string): Spool;
  name: string;
  product: { name: string; version: string };
  now: number;
}

interface LargeBody {
  id: number;
  side: Side;
  size: number;
  sha256: string;
}

/** Writes a capture file; nothing of it is held in memory but the hashes of its bodies. @returns what is in it */
export async function writeCapture(wish: CaptureWish): Promise<Manifest> {
  const { traffic, selection, redactor, archive, spool, name, product, now } = wish;
  const exchanges = spool('exchanges');
  const findings = spool('findings');
  const annotations = spool('annotations');
  const counts = { exchanges: 0, bodies: 0, findings: 0, annotations: 0 };
  const written = new Set<string>();
  const large: LargeBody[] = [];
  let leftOut = 0;
  let span: { firstAt: number | null; lastAt: number | null } = { firstAt: null, lastAt: null };

  const hashOf = async (id: number, side: Side, body: LeavingBody): Promise<string | null> => {
    if (body.kind === 'none') return null;
    const hash = createHash('sha256');
    if (body.kind === 'bytes') hash.update(body.bytes);
    else for await (const bytes of pieces(traffic, id, side, body.size)) hash.update(bytes);
    return hash.digest('hex');
  };
  const noteLines = async ({ exchange, findings: found, mark }: Leaving): Promise<void> => {
    for (const { exchangeId, rule, severity, evidence } of found) {
      counts.findings += 1;
      await findings.write(JSON.stringify({ exchangeId, rule, severity, evidence } satisfies FindingLine));
    }
    if (mark === null) return;
    counts.annotations += 1;
    await annotations.write(JSON.stringify({ exchangeId: exchange.id, ...mark } satisfies AnnotationLine));
  };

  async function* smallBodies(): AsyncGenerator<Uint8Array> {
    for await (const one of leaving(traffic, selection, redactor)) {
      const { exchange, bodies } = one;
      const line: Record<Side, BodyInfo & { sha256: string | null }> = {
        request: { ...exchange.requestBody, sha256: null },
        response: { ...exchange.responseBody, sha256: null },
      };
      for (const side of SIDES) {
        const body = bodies[side];
        if (line[side].missing !== null && line[side].kept < line[side].size) leftOut += 1;
        const sha256 = await hashOf(exchange.id, side, body);
        line[side].sha256 = sha256;
        if (sha256 === null || written.has(sha256)) continue;
        written.add(sha256);
        counts.bodies += 1;
        // A changed body exists nowhere else.
        if (body.kind === 'bytes' && (body.isChanged || body.bytes.length <= SMALL_BODY))
          yield Buffer.from(bodyLine(sha256, body.bytes));
        else large.push({ id: exchange.id, side, size: line[side].kept, sha256 });
      }
      const { requestBody: _request, responseBody: _response, findings: _marks, ...rest } = exchange;
      await exchanges.write(
        JSON.stringify({ ...rest, requestBody: line.request, responseBody: line.response } satisfies ExchangeLine),
      );
      await noteLines(one);
      counts.exchanges += 1;
      span = {
        firstAt: Math.min(span.firstAt ?? Infinity, exchange.realAt),
        lastAt: Math.max(span.lastAt ?? 0, exchange.realAt),
      };
    }
  }

  await archive.add(PARTS.smallBodies, smallBodies());
  for (const { id, side, size, sha256 } of large)
    await archive.add(PARTS.largeBodies + sha256, pieces(traffic, id, side, size));
  await archive.add(PARTS.exchanges, exchanges.read());
  await archive.add(PARTS.findings, findings.read());
  await archive.add(PARTS.annotations, annotations.read());
  const manifest: Manifest = {
    format: 'wopicapture',
    version: CAPTURE_VERSION,
    product: product.name,
    productVersion: product.version,
    name,
    createdAt: now,
    ...span,
    ...counts,
    hidden: hiddenKinds(redactor),
    remarks: leftOut === 0 ? [] : [leftOutWords(leftOut)],
  };
  await archive.add(PARTS.manifest, textContent(JSON.stringify(manifest, null, 2)));
  await archive.finish();
  return manifest;
}

export function hiddenKinds(redactor: Redactor): RedactionKind[] {
  return redactor.parts().flatMap(({ kind, isOn }) => (isOn ? [kind] : []));
}

export function leftOutWords(count: number): string {
  return `${count === 1 ? 'One body is' : `${count} bodies are`} not in the file or not whole; each exchange says why.`;
}

function bodyLine(sha256: string, bytes: Uint8Array): string {
  const content = isUtf8Text(bytes)
    ? { text: Buffer.from(bytes).toString('utf8') }
    : { base64: Buffer.from(bytes).toString('base64') };
  return `${JSON.stringify({ sha256, ...content })}\n`;
}
