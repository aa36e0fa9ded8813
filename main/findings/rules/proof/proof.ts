import { rule } from '../../rule.ts';
import type { Seen } from '../../seen.ts';
import { span } from '../../words.ts';

const PAGE = 'online/scenarios/proofkeys';
/** .NET ticks: 100 ns since the year 1. */
const TICKS_PER_MS = 10_000n;
const EPOCH_TICKS = 621_355_968_000_000_000n;
const OLDEST_MS = 20 * 60 * 1000;

export function ticksToMs(text: string): number | null {
  if (!/^\d{1,19}$/.test(text)) return null;
  const ticks = BigInt(text) - EPOCH_TICKS;
  return ticks < 0n ? null : Number(ticks / TICKS_PER_MS);
}

function msToTicks(milliseconds: number): string {
  return String(BigInt(milliseconds) * TICKS_PER_MS + EPOCH_TICKS);
}

const signed = (at: number): Record<string, string> => ({
  'X-WOPI-Proof': 'c2ln',
  'X-WOPI-ProofOld': 'c2ln',
  'X-WOPI-TimeStamp': msToTicks(at),
});
const START = Date.UTC(2026, 0, 5, 9);
const verdict = (
  kind: 'failed' | 'verified' | 'unsigned',
  explanation: string,
): { proof: { verdict: typeof kind; explanation: string } } => ({
  proof: { verdict: kind, explanation },
});

export const proofFailed = rule({
  id: 'proof-failed',
  severity: 'error',
  topic: 'proof',
  side: 'host',
  mistakes: [91, 92],
  isProvocable: true,
  title: 'The signature does not fit',
  what: 'X-WOPI-Proof and X-WOPI-ProofOld were checked against the keys of discovery, and neither fits.',
  why: 'Either the request is forged, or the host computes other bytes than the client signed: another scheme, host, port or path behind a proxy, a re-encoded query, or an outdated key.',
  fix: 'Compute with the address the client called, in upper case and with the query untouched; set the public URL; refresh discovery.',
  spec: PAGE,
  inspect({ exchange: { proof } }) {
    return proof.verdict === 'failed' ? proof.explanation.slice(0, 400) : null;
  },
  outranks: ['host-failed', 'timestamp-stale'],
  good: [
    [
      'it fits',
      ['GetFile', { request: signed(START), facts: verdict('verified', 'Signed by Office with the current key.') }],
    ],
  ],
  bad: [
    [
      'it does not',
      [
        'GetFile',
        { status: 500, request: signed(START), facts: verdict('failed', 'The signature fits none of the keys.') },
      ],
    ],
  ],
});

export const proofOldKey = rule({
  id: 'proof-old-key',
  severity: 'information',
  topic: 'proof',
  side: 'host',
  mistakes: [93],
  title: 'The signature fits an old key',
  what: 'The client changed its key, and the host’s discovery is older; or discovery is newer than this machine of the client.',
  why: 'It works during the change only. A host that caches discovery too long refuses everything afterwards.',
  fix: 'Refresh discovery now, and again every day.',
  spec: PAGE,
  inspect: ({ exchange: { proof } }) =>
    proof.verdict === 'verified' && /ProofOld|old key/i.test(proof.explanation) ? proof.explanation : null,
  good: [
    [
      'the current key',
      ['GetFile', { request: signed(START), facts: verdict('verified', 'Signed by Office with the current key.') }],
    ],
  ],
  bad: [
    [
      'the old one',
      [
        'GetFile',
        {
          request: signed(START),
          facts: verdict('verified', 'Signed by Office with X-WOPI-ProofOld and the current key.'),
        },
      ],
    ],
  ],
});

export const proofRefusalStatus = rule({
  id: 'proof-refusal-status',
  severity: 'error',
  topic: 'proof',
  side: 'host',
  mistakes: [94],
  title: 'A failed proof is not answered with 500',
  what: 'The signature does not fit, and the request was answered 401 or 403.',
  why: 'The validator expects 500. A client that gets 401 believes its token to be over.',
  fix: 'Answer 500 with X-WOPI-ServerError when the proof fails.',
  spec: PAGE,
  inspect: (now) =>
    now.exchange.proof.verdict === 'failed' && (now.status === 401 || now.status === 403)
      ? `The proof failed; the answer is ${now.status}.`
      : null,
  outranks: ['proof-failed', 'status-not-of-the-protocol', 'token-refused-early', 'check-file-info-failed'],
  good: [
    [
      'it fits',
      ['GetFile', { request: signed(START), facts: verdict('verified', 'Signed by Office with the current key.') }],
    ],
  ],
  bad: [
    [
      '401',
      [
        'GetFile',
        { status: 401, request: signed(START), facts: verdict('failed', 'The signature fits none of the keys.') },
      ],
    ],
  ],
});

export const timestampStale = rule({
  id: 'timestamp-stale',
  severity: 'warning',
  topic: 'proof',
  side: 'host',
  mistakes: [94],
  title: 'An old signature is accepted',
  what: 'X-WOPI-TimeStamp is more than 20 minutes old, and the request was carried out.',
  why: 'Somebody who recorded a request can send it again. (Or a clock is wrong.)',
  fix: 'Refuse signatures older than 20 minutes with 500, and keep the clock right.',
  spec: PAGE,
  inspect(now) {
    const age = ageOf(now);
    if (age === null || !now.succeeded || now.exchange.proof.verdict === 'unsigned') return null;
    return age > OLDEST_MS ? `The signature is ${span(age)} old.` : null;
  },
  good: [['fresh', ['GetFile', { request: signed(START) }]]],
  bad: [['an hour old', ['GetFile', { request: signed(START - 3_600_000) }]]],
});

/** By whichever clock it is younger: the host’s may have been set forward for a trial. */
function ageOf(now: Seen): number | null {
  const signedAt = ticksToMs(now.header('X-WOPI-TimeStamp') ?? '');
  return signedAt === null ? null : Math.min(now.at, now.exchange.realAt) - signedAt;
}

export const timestampForm = rule({
  id: 'timestamp-form',
  severity: 'warning',
  topic: 'proof',
  side: 'client',
  mistakes: [92],
  title: 'X-WOPI-TimeStamp is not in ticks',
  what: 'The time of signing is missing beside a signature, or is not written in .NET ticks (18 digits, 100 ns since the year 1).',
  why: 'The host signs other bytes than the client and refuses.',
  fix: 'Send milliseconds × 10000 + 621355968000000000.',
  spec: PAGE,
  inspect(now) {
    const isSigned = Boolean(now.header('X-WOPI-Proof'));
    const stamp = now.header('X-WOPI-TimeStamp');
    if (stamp === null) return isSigned ? 'X-WOPI-Proof came without X-WOPI-TimeStamp.' : null;
    return ticksToMs(stamp) === null ? `X-WOPI-TimeStamp is “${stamp.slice(0, 40)}”.` : null;
  },
  good: [['ticks', ['GetFile', { request: signed(START) }]]],
  bad: [
    ['milliseconds', ['GetFile', { request: { 'X-WOPI-Proof': 'c2ln', 'X-WOPI-TimeStamp': '1767603600000' } }]],
    ['none', ['GetFile', { request: { 'X-WOPI-Proof': 'c2ln' } }]],
  ],
});

export const validatorUnsigned = rule({
  id: 'validator-unsigned',
  severity: 'information',
  topic: 'proof',
  side: 'client',
  mistakes: [95],
  title: 'The command-line validator signs nothing',
  what: 'The request comes from Microsoft’s validator, which sends no proof headers when it is run from the command line.',
  why: 'Its three proof tests fail, and everything else as well where proofs are enforced.',
  fix: 'Do not enforce proofs while the command-line validator runs.',
  spec: 'online/build-test-ship/validator',
  on: ['CheckFileInfo'],
  inspect(now) {
    const isValidator = /WOPI ?Validator/i.test(now.header('User-Agent') ?? '');
    return isValidator && now.header('X-WOPI-Proof') === null
      ? 'The validator’s CheckFileInfo came without X-WOPI-Proof.'
      : null;
  },
  good: [['signed', ['CheckFileInfo', { client: 'Microsoft Office WOPI Validator/1.0', request: signed(START) }]]],
  bad: [['unsigned', ['CheckFileInfo', { client: 'Microsoft Office WOPI Validator/1.0' }]]],
});
