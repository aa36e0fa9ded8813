import { z } from 'zod';
import type { ExchangeDetail } from '../../preload/contract.ts';
import { LIMITS } from './limits.ts';

/** Of the format, not of the product: a reader refuses what is newer than itself. */
export const CAPTURE_VERSION = 1;
export const CAPTURE_ENDING = '.wopicapture';

/** Entries of the archive. */
export const PARTS = {
  manifest: 'manifest.json',
  exchanges: 'exchanges.ndjson',
  /** Small bodies, each once, a line each. */
  smallBodies: 'bodies.ndjson',
  /** Larger ones: an entry each, named by their hash. */
  largeBodies: 'bodies/',
  findings: 'findings.ndjson',
  annotations: 'annotations.ndjson',
} as const;

const count = z.int().min(0);
const time = z.int().min(0).max(8_640_000_000_000_000);
const kind = z.enum(['tokens', 'proof', 'people', 'files', 'addresses', 'bodies']);

export const MANIFEST = z.object({
  format: z.literal('wopicapture'),
  version: z.int().min(1),
  product: z.string().max(200),
  productVersion: z.string().max(100),
  name: z.string().max(300).catch(''),
  createdAt: time,
  firstAt: time.nullable(),
  lastAt: time.nullable(),
  exchanges: count,
  bodies: count,
  findings: count,
  annotations: count,
  hidden: z.array(kind).max(20),
  remarks: z.array(z.string().max(2000)).max(1000),
});
export type Manifest = z.infer<typeof MANIFEST>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.string().max(LIMITS.headerCharacters);
const maybe = text.nullable();
const header = z.object({ name: text, value: text, hidden: z.boolean().optional() });
const body = z.object({
  size: count,
  contentType: maybe,
  kept: count,
  missing: maybe,
  hidden: count.optional(),
  sha256: sha256.nullable(),
});
const moment = z
  .object({ version: maybe, lockId: maybe, lockExpiresAt: z.number().nullable(), size: z.number().nullable() })
  .nullable();

export const OUTCOMES = [
  'pending',
  'ok',
  'locked-by-other',
  'not-locked',
  'name-taken',
  'not-empty',
  'changed-meanwhile',
  'token-missing',
  'token-forged',
  'token-expired',
  'token-revoked',
  'token-other-file',
  'proof-failed',
  'no-permission',
  'not-found',
  'not-implemented',
  'bad-request',
  'bad-name',
  'too-large',
  'server-error',
  'aborted',
] as const satisfies readonly ExchangeDetail['outcome'][];

/** One exchange as it stands in the file: what the app shows of it, and where its bodies are. */
export const EXCHANGE_LINE = z.object({
  id: z.int().min(1),
  realAt: time,
  at: time,
  method: text,
  path: text,
  operation: maybe,
  fileId: maybe,
  fileName: maybe,
  personId: maybe,
  personName: maybe,
  client: text,
  status: z.int().min(0).max(999).nullable(),
  outcome: z.enum(OUTCOMES),
  durationMs: z.number().nullable(),
  requestBytes: count,
  responseBytes: count,
  lockId: maybe,
  sessionId: maybe,
  correlationId: maybe,
  tokenId: maybe,
  url: text,
  httpVersion: text,
  remoteAddress: text,
  requestHeaders: z.array(header).max(LIMITS.headers),
  responseHeaders: z.array(header).max(LIMITS.headers),
  requestBody: body,
  responseBody: body,
  before: moment,
  after: moment,
  proof: z.object({ verdict: z.enum(['verified', 'failed', 'unsigned', 'unchecked']), explanation: text }),
  explanation: maybe,
  firstByteMs: z.number().nullable(),
  replayOf: z.int().optional(),
});
export type ExchangeLine = z.infer<typeof EXCHANGE_LINE>;

export const BODY_LINE = z
  .object({ sha256, text: z.string().optional(), base64: z.string().optional() })
  .refine((line) => (line.text === undefined) !== (line.base64 === undefined), 'either text or base64 is expected');

export const FINDING_LINE = z.object({
  exchangeId: z.int().min(1),
  rule: z.string().min(1).max(100),
  severity: z.enum(['error', 'warning', 'information']),
  evidence: z.string().max(4000),
});
export type FindingLine = z.infer<typeof FINDING_LINE>;

export const ANNOTATION_LINE = z.object({
  exchangeId: z.int().min(1),
  isPinned: z.boolean(),
  colour: z.enum(['red', 'amber', 'green', 'blue', 'violet']).nullable().catch(null),
  note: z.string().max(100_000).nullable(),
  tags: z.array(z.string().max(200)).max(200),
});
export type AnnotationLine = z.infer<typeof ANNOTATION_LINE>;
