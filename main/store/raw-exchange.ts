import type { FileMoment, Outcome, ProofReading } from '../../preload/contract.ts';
import type { CapturedBody } from './exchange-record.ts';

/**
 * What the host knows of a request, as it came. The thread that answers does no more than hand this over; taking it
 * apart, hiding its secrets and looking for names happens beside it (`digester.ts`). Secrets are still in it, so it
 * only ever is in memory.
 */
export interface RawExchange {
  id: number;
  realAt: number;
  at: number;
  status: number | null;
  outcome: Outcome;
  durationMs: number | null;
  firstByteMs: number | null;
  requestBytes: number;
  responseBytes: number;
  method: string;
  url: string;
  httpVersion: string;
  remoteAddress: string;
  userAgent: string | null;
  lockId: string | null;
  sessionId: string | null;
  correlationId: string | null;
  /** Names and values in turn, one a line. */
  requestHeaders: string;
  /** The head of the answer as it went out, status line first; empty when none did. */
  responseHead: string;
  operation: string | null;
  fileId: string | null;
  fileName: string | null;
  personId: string | null;
  personName: string | null;
  tokenId: string | null;
  explanation: string | null;
  proof: ProofReading;
  /** The exchange this one repeats. */
  replayOf: number | null;
  before: FileMoment | null;
  after: FileMoment | null;
  requestBody: CapturedBody;
  responseBody: CapturedBody;
}
