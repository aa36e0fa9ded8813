import { createPublicKey, generateKeyPair, generateKeyPairSync, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyObject } from 'node:crypto';
import { quote } from './quote.ts';

/**
 * Proof keys: how a WOPI client shows that a request is its own, and how a host checks that. The signature covers
 * the token, the complete URL and the time, not the method, the headers or the body.
 */

/** The `proof-key` element of a discovery document, '' for an attribute it does not have. */
export type ProofKeys = {
  value: string;
  modulus: string;
  exponent: string;
  oldValue: string;
  oldModulus: string;
  oldExponent: string;
};

/** Which proof header fitted which key. Anything but 'current' means that the discovery document should be read again. */
export type ProofCombination = 'current' | 'old-with-current' | 'current-with-old';

export type ProofVerdict = { ok: true; combination: ProofCombination } | { ok: false; reason: string };

export const PROOF_WINDOW_MS = 20 * 60 * 1000;
/** The specification is silent about clocks that run ahead; small differences are no attack. */
const CLOCK_SKEW_MS = 5 * 60 * 1000;

// ---- time ----------------------------------------------------------------------------------------------------

/** 1970-01-01 in .NET ticks: units of 100 ns since 0001-01-01. Ticks exceed what a double holds exactly. */
const EPOCH_TICKS = 621_355_968_000_000_000n;
const TICKS_PER_MS = 10_000n;
const MAX_INT64 = 2n ** 63n - 1n;

export function ticksFromMs(epochMs: number): bigint {
  return BigInt(Math.trunc(epochMs)) * TICKS_PER_MS + EPOCH_TICKS;
}

export function msFromTicks(ticks: bigint): number {
  return Number((ticks - EPOCH_TICKS) / TICKS_PER_MS);
}

// ---- signing -------------------------------------------------------------------------------------------------

type ProofInput = { accessToken: string; url: string; timestamp: bigint | string };

/** The bytes that are signed: token, upper-cased URL and ticks, each behind its length (all big-endian). */
export function proofBytes({ accessToken, url, timestamp }: ProofInput): Buffer {
  const ticks = Buffer.alloc(8);
  ticks.writeBigInt64BE(BigInt(timestamp));
  return Buffer.concat([accessToken, asciiUpperCase(url), ticks].flatMap((part) => withLength(Buffer.from(part))));
}

/** The X-WOPI-Proof value for the bytes: RSA PKCS#1 v1.5 over SHA-256, in base64. */
export function signProof(bytes: Buffer, privateKey: string | KeyObject): string {
  return sign('sha256', bytes, privateKey).toString('base64');
}

const KEY_OPTIONS = {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const;

/** Like {@link generateProofKey}, without holding up the thread. */
export async function generateProofKeyInBackground(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', KEY_OPTIONS);
  return privateKey;
}

export function generateProofKey(): string {
  return generateKeyPairSync('rsa', KEY_OPTIONS).privateKey;
}

/** The public half as discovery publishes it, in both of its formats. */
export function publicProofKey(privateKeyPem: string): { value: string; modulus: string; exponent: string } {
  const { n = '', e = '' } = createPublicKey(privateKeyPem).export({ format: 'jwk' });
  const modulus = Buffer.from(n, 'base64url');
  const exponent = Buffer.from(e, 'base64url');
  return {
    value: capiBlob(modulus, exponent).toString('base64'),
    modulus: modulus.toString('base64'),
    exponent: exponent.toString('base64'),
  };
}

function withLength(part: Buffer): Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(part.length);
  return [length, part];
}

/** ASCII only: full Unicode upper-casing depends on the culture and may change the length ("ß", "ı"). */
function asciiUpperCase(url: string): string {
  return url.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

// ---- Windows PUBLICKEYBLOB -----------------------------------------------------------------------------------

const BLOB_HEADER_BYTES = 20;
/** Public key blob, version 2, RSA key exchange, "RSA1". */
const BLOB_START = Buffer.from('0602000000a4000052534131', 'hex');

function capiBlob(modulus: Buffer, exponent: Buffer): Buffer {
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32LE(modulus.length * 8, 0);
  numbers.writeUIntLE(exponent.readUIntBE(0, exponent.length), 4, 4);
  return Buffer.concat([BLOB_START, numbers, Buffer.from(modulus).reverse()]);
}

function fromCapiBlob(value: string): { modulus: Buffer; exponent: Buffer } | undefined {
  const blob = Buffer.from(value, 'base64');
  // Bytes 4 to 7 name the algorithm; installations differ there (key exchange or signature) and mean the same.
  const isRsa = blob.length > BLOB_HEADER_BYTES && blob[0] === 6 && blob.toString('latin1', 8, 12) === 'RSA1';
  if (!isRsa || blob.length !== BLOB_HEADER_BYTES + blob.readUInt32LE(12) / 8) return undefined;
  return {
    modulus: Buffer.from(blob.subarray(BLOB_HEADER_BYTES)).reverse(),
    exponent: Buffer.from(blob.subarray(16, 20)).reverse(),
  };
}

// ---- verifying -----------------------------------------------------------------------------------------------

/**
 * Whether a request carries a valid proof. `accessToken` is the decoded token, `url` the URL as the client called
 * it. Clients disagree on whether the token is signed decoded or as it stands in the query, so both are tried.
 */
export function verifyProof(input: {
  accessToken: string;
  url: string;
  timestamp: string;
  proof: string;
  proofOld: string;
  keys: ProofKeys;
  nowMs: number;
}): ProofVerdict {
  const { accessToken, url, timestamp, proof, proofOld, keys, nowMs } = input;
  const unusable = timestampProblem(timestamp, nowMs) ?? headerProblem(proof, proofOld);
  if (unusable !== undefined) return { ok: false, reason: unusable };

  const current = publicKey(keys.modulus, keys.exponent, keys.value);
  const old = publicKey(keys.oldModulus, keys.oldExponent, keys.oldValue);
  if (current === undefined) {
    return {
      ok: false,
      reason: 'The discovery document has no usable current proof key. Read it again or switch proof checks off.',
    };
  }
  const candidates = signedTokens(accessToken, url).map((token) => proofBytes({ accessToken: token, url, timestamp }));
  const fits = (key: KeyObject | undefined, signature: string) =>
    key !== undefined &&
    signature !== '' &&
    candidates.some((bytes) => verify('sha256', bytes, key, Buffer.from(signature, 'base64')));

  if (fits(current, proof)) return { ok: true, combination: 'current' };
  if (fits(current, proofOld)) return { ok: true, combination: 'old-with-current' };
  if (fits(old, proof)) return { ok: true, combination: 'current-with-old' };
  return {
    ok: false,
    reason: fits(old, proofOld)
      ? 'Only X-WOPI-ProofOld fits, and only with the old key, which is never accepted. Read the discovery document again.'
      : `Neither X-WOPI-Proof nor X-WOPI-ProofOld fits the keys of the discovery document for ${shownAddress(url)}. ` +
        'Check that this is the public address the client called and that the discovery document is its own.',
  };
}

function timestampProblem(timestamp: string, nowMs: number): string | undefined {
  if (!/^\d{1,19}$/.test(timestamp) || BigInt(timestamp) > MAX_INT64) {
    return `X-WOPI-TimeStamp is ${quote(timestamp)}; .NET ticks (100 ns since the year 1) as a decimal number are expected. Send the time of the request.`;
  }
  const age = nowMs - msFromTicks(BigInt(timestamp));
  if (age > PROOF_WINDOW_MS) {
    return `X-WOPI-TimeStamp ${timestamp} is ${minutes(age)} old; at most 20 minutes are accepted. Compare the clocks of host and client.`;
  }
  if (age < -CLOCK_SKEW_MS) {
    return `X-WOPI-TimeStamp ${timestamp} is ${minutes(-age)} in the future; at most 5 minutes are accepted. Compare the clocks of host and client.`;
  }
  return undefined;
}

function minutes(ms: number): string {
  return `${Math.ceil(ms / 60_000)} minutes`;
}

function headerProblem(proof: string, proofOld: string): string | undefined {
  return proof === '' && proofOld === ''
    ? 'X-WOPI-Proof and X-WOPI-ProofOld are missing. Send requests signed with the proof key or switch proof checks off.'
    : undefined;
}

/** The token, and its spelling in the query when that decodes to the same token. */
function signedTokens(accessToken: string, url: string): string[] {
  const raw = /[?&]access_token=([^&#]*)/.exec(url)?.[1];
  const isOtherSpelling = raw !== undefined && raw !== accessToken && decodings(raw).includes(accessToken);
  return isOtherSpelling ? [accessToken, raw] : [accessToken];
}

function decodings(raw: string): string[] {
  try {
    return [decodeURIComponent(raw), decodeURIComponent(raw.replaceAll('+', ' '))];
  } catch {
    return [];
  }
}

/** The URL without its query, which holds the token. */
function shownAddress(url: string): string {
  return quote(url.split('?', 1)[0] ?? '');
}

/** Building a key costs more than a verification; a host meets the same few keys on every request. */
const builtKeys = new Map<string, KeyObject | undefined>();
const MAX_BUILT_KEYS = 16;

function publicKey(modulus: string, exponent: string, value: string): KeyObject | undefined {
  const id = [modulus, exponent, value].join('|');
  if (!builtKeys.has(id)) {
    const [eldest] = builtKeys.keys();
    if (builtKeys.size >= MAX_BUILT_KEYS && eldest !== undefined) builtKeys.delete(eldest);
    builtKeys.set(id, buildKey(modulus, exponent, value));
  }
  return builtKeys.get(id);
}

/** Servers of 2013 publish the blob only. Undefined when neither format holds an RSA key. */
function buildKey(modulus: string, exponent: string, value: string): KeyObject | undefined {
  const numbers =
    modulus === ''
      ? fromCapiBlob(value)
      : { modulus: Buffer.from(modulus, 'base64'), exponent: Buffer.from(exponent || 'AQAB', 'base64') };
  if (numbers === undefined) return undefined;
  try {
    return createPublicKey({
      format: 'jwk',
      key: { kty: 'RSA', n: base64UrlInteger(numbers.modulus), e: base64UrlInteger(numbers.exponent) },
    });
  } catch {
    return undefined;
  }
}

function base64UrlInteger(bytes: Buffer): string {
  const start = bytes.findIndex((byte) => byte !== 0);
  return bytes.subarray(Math.max(start, 0)).toString('base64url');
}
