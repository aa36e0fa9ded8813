import type { IncomingMessage } from 'node:http';
import type { ProofMode, ProofReading } from '../../../preload/contract.ts';
import { WopiHeader } from '../protocol/headers.ts';
import type { ProofKeys } from '../protocol/proof.ts';
import { verifyProof } from '../protocol/proof.ts';
import { headerOf } from './capture.ts';

export interface ProofSource {
  name: string;
  keys: ProofKeys;
  /** Fetches the discovery document again, in the background and not too often. */
  refresh(): void;
}

export interface ProofChecker {
  /** Cases that judge this host have their own tokens, with which signatures always count. */
  mode(accessToken: string): ProofMode;
  /** Keys of every discovery document in use. */
  sources(): readonly ProofSource[];
  /** Bases a client may have called; never taken from the request. */
  bases(): readonly string[];
  now(): number;
}

const COMBINATIONS = {
  current: 'the current key',
  'old-with-current': 'X-WOPI-ProofOld and the current key',
  'current-with-old': 'X-WOPI-Proof and the old key',
} as const;

const UNCHECKED: ProofReading = { verdict: 'unchecked', explanation: 'Proof checking is off (Settings).' };

/** Judges the signature of a request; `verdict: 'failed' | 'unsigned'` is a refusal in mode "enforce". */
export function checkProof(request: IncomingMessage, accessToken: string, checker: ProofChecker): ProofReading {
  if (checker.mode(accessToken) === 'off') return UNCHECKED;
  const header = (name: string): string => headerOf(request, name.toLowerCase()) ?? '';
  const proof = header(WopiHeader.Proof);
  const proofOld = header(WopiHeader.ProofOld);
  if (proof === '' && proofOld === '')
    return { verdict: 'unsigned', explanation: `The request carries no ${WopiHeader.Proof}.` };
  let reason = 'No discovery document with proof keys is loaded (Discovery).';
  const sources = checker.sources();
  for (const { name, keys, refresh } of sources) {
    for (const base of checker.bases()) {
      const url = base + (request.url ?? '');
      const verdict = verifyProof({
        accessToken,
        url,
        timestamp: header(WopiHeader.TimeStamp),
        proof,
        proofOld,
        keys,
        nowMs: checker.now(),
      });
      if (verdict.ok && verdict.combination !== 'current') refresh();
      if (verdict.ok)
        return { verdict: 'verified', explanation: `Signed by ${name} with ${COMBINATIONS[verdict.combination]}.` };
      reason = verdict.reason;
    }
  }
  // The client may sign with keys that are newer than what is known here.
  for (const { refresh } of sources) refresh();
  return { verdict: 'failed', explanation: reason };
}
