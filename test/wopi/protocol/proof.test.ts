import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  generateProofKey,
  msFromTicks,
  PROOF_WINDOW_MS,
  proofBytes,
  publicProofKey,
  signProof,
  ticksFromMs,
  verifyProof,
} from '../../../main/wopi/protocol/proof.ts';
import type { ProofKeys } from '../../../main/wopi/protocol/proof.ts';
import published from '../../fixtures/proof-vectors.json' with { type: 'json' };

type Input = Parameters<typeof verifyProof>[0];

function vector(name: string) {
  const found = published.vectors.find((one) => one.name === name);
  if (found === undefined) throw new Error(`No published vector ${name}`);
  return found;
}

/** The vector as a request that arrives a second after it was signed. */
function request(name: string, change: Partial<Input> = {}): Input {
  const { accessToken, url, timestamp, proof, proofOld } = vector(name);
  const nowMs = msFromTicks(BigInt(timestamp)) + 1000;
  return { accessToken, url, timestamp, proof, proofOld, keys: published.keys, nowMs, ...change };
}

/** 'current' and so on, or the reason of the refusal. */
function verdict(input: Input): string {
  const result = verifyProof(input);
  return result.ok ? result.combination : result.reason;
}

function swapped(keys: ProofKeys): ProofKeys {
  return {
    value: keys.oldValue,
    modulus: keys.oldModulus,
    exponent: keys.oldExponent,
    oldValue: keys.value,
    oldModulus: keys.modulus,
    oldExponent: keys.exponent,
  };
}

describe('published vectors', () => {
  it.each(published.vectors)(
    '$name: the signed bytes',
    ({ accessToken, url, timestamp, tokenBytes, urlBytes, totalBytes, sha256 }) => {
      const bytes = proofBytes({ accessToken, url, timestamp });
      expect(bytes.length).toBe(totalBytes);
      expect(bytes.readUInt32BE(0)).toBe(tokenBytes);
      expect(bytes.readUInt32BE(4 + tokenBytes)).toBe(urlBytes);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      expect(proofBytes({ accessToken, url, timestamp: BigInt(timestamp) })).toEqual(bytes);
    },
  );

  it.each(published.vectors)('$name: the verdict is $combination', ({ name, combination }) => {
    expect(verdict(request(name))).toEqual(combination ?? expect.stringContaining('Neither'));
  });

  it.each(published.vectors)('$name: the blob format gives the same verdict', ({ name, combination }) => {
    const keys = { ...published.keys, modulus: '', exponent: '', oldModulus: '', oldExponent: '' };
    expect(verdict(request(name, { keys }))).toEqual(combination ?? expect.stringContaining('Neither'));
  });
});

describe('changes of a published vector', () => {
  const base = vector('proof_current_key1');
  const decoded = decodeURIComponent(base.accessToken);
  const blob = (algorithm: string) => {
    const bytes = Buffer.from(published.keys.value, 'base64');
    Buffer.from(algorithm, 'hex').copy(bytes, 4);
    return bytes.toString('base64');
  };
  const zeroed = Buffer.concat([Buffer.alloc(1), Buffer.from(published.keys.modulus, 'base64')]).toString('base64');

  // oxfmt-ignore
  it.each<[string, Partial<Input>, string | RegExp]>([
    ['another token',                     { accessToken: `Z${base.accessToken.slice(1)}` },                /Neither/],
    ['http in place of https',            { url: base.url.replace('https', 'http') },                      /Neither.*public address/],
    ['another path',                      { url: base.url.replace('/files/v', '/files/w') },               /Neither/],
    ['an explicit default port',          { url: base.url.replace('.com/', '.com:443/') },                 /Neither/],
    ['a URL in another case',             { url: base.url.replace('contoso', 'CONTOSO') },                 'current'],
    ['a tick later',                      { timestamp: String(BigInt(base.timestamp) + 1n) },              /Neither/],
    ['a tick earlier',                    { timestamp: String(BigInt(base.timestamp) - 1n) },              /Neither/],
    ['proofs swapped',                    { proof: base.proofOld, proofOld: base.proof },                  'old-with-current'],
    ['keys swapped',                      { keys: swapped(published.keys) },                               'current-with-old'],
    ['the decoded token',                 { accessToken: decoded },                                        'current'],
    ['no X-WOPI-ProofOld',                { proofOld: '' },                                                'current'],
    ['only X-WOPI-ProofOld',              { proof: '', proofOld: base.proof },                             'old-with-current'],
    ['no proof headers',                  { proof: '', proofOld: '' },                                     /missing/],
    ['a proof that is not base64',        { proof: '###', proofOld: '' },                                  /Neither/],
    ['twenty minutes later',              { nowMs: msFromTicks(BigInt(base.timestamp)) + PROOF_WINDOW_MS }, 'current'],
    ['twenty minutes and a bit later',    { nowMs: msFromTicks(BigInt(base.timestamp)) + PROOF_WINDOW_MS + 1 }, /old; at most 20/],
    ['today',                             { nowMs: 1_790_000_000_000 },                                    /old; at most 20/],
    ['five minutes early',                { nowMs: msFromTicks(BigInt(base.timestamp)) - 300_000 },        'current'],
    ['more than five minutes early',      { nowMs: msFromTicks(BigInt(base.timestamp)) - 300_001 },        /in the future/],
    ['no timestamp',                      { timestamp: '' },                                               /ticks/],
    ['a date as timestamp',               { timestamp: '2015-04-25T20:16:01Z' },                           /ticks/],
    ['a hexadecimal timestamp',           { timestamp: '0x10' },                                           /ticks/],
    ['a timestamp beyond 64 bits',        { timestamp: '9223372036854775808' },                            /ticks/],
    ['milliseconds in place of ticks',    { timestamp: '1429992961077' },                                  /old/],
    ['no old key',                        { keys: { ...published.keys, oldValue: '', oldModulus: '', oldExponent: '' } }, 'current'],
    ['no keys',                           { keys: { value: '', modulus: '', exponent: '', oldValue: '', oldModulus: '', oldExponent: '' } }, /no usable/],
    ['a blob that is none',               { keys: { ...published.keys, modulus: '', value: 'AAAA' } },     /no usable/],
    ['a blob cut short',                  { keys: { ...published.keys, modulus: '', value: published.keys.value.slice(0, 100) } }, /no usable/],
    ['a blob for signatures',             { keys: { ...published.keys, modulus: '', value: blob('00240000') } }, 'current'],
    ['a modulus with a leading zero',     { keys: { ...published.keys, modulus: zeroed } },                'current'],
    ['a modulus that is no number',       { keys: { ...published.keys, modulus: '!' } },                   /no usable|Neither/],
  ])('%s', (_, change, expected) => {
    expect(verdict(request('proof_current_key1', change))).toEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    );
  });

  it('ProofOld with the old key is refused', () => {
    expect(verdict(request('old_proof_current_key1', { keys: swapped(published.keys) }))).toMatch(/never accepted/);
  });

  it('no reason shows the token', () => {
    for (const name of ['invalid1', 'proof_current_key1']) {
      const { accessToken } = vector(name);
      expect(verdict(request(name, { proof: '###', proofOld: '###' }))).not.toContain(accessToken.slice(0, 12));
    }
  });
});

describe('own keys', () => {
  const [currentPem, oldPem, strangerPem] = [generateProofKey(), generateProofKey(), generateProofKey()] as const;
  const current = publicProofKey(currentPem);
  const old = publicProofKey(oldPem);
  const keys: ProofKeys = { ...current, oldValue: old.value, oldModulus: old.modulus, oldExponent: old.exponent };
  const nowMs = 1_790_000_000_000;
  const call = {
    accessToken: 'eyJ.a-b_c~1',
    url: 'https://host.example:8443/wopi/files/f1/contents?access_token=eyJ.a-b_c~1&sc=%2f',
    timestamp: String(ticksFromMs(nowMs)),
  };
  const signed = (pem: string, change: Partial<typeof call> = {}) => signProof(proofBytes({ ...call, ...change }), pem);

  // The seven cases of the official validator.
  // oxfmt-ignore
  it.each<[string, string, string, string, string | RegExp]>([
    ['both valid',                                    signed(currentPem), signed(oldPem),     call.timestamp, 'current'],
    ['Proof valid, ProofOld garbage',                 signed(currentPem), 'Z2FyYmFnZQ==',     call.timestamp, 'current'],
    ['Proof invalid, ProofOld with the current key',  signed(strangerPem), signed(currentPem), call.timestamp, 'old-with-current'],
    ['Proof with the old key, ProofOld invalid',      signed(oldPem),     signed(strangerPem), call.timestamp, 'current-with-old'],
    ['Proof invalid, ProofOld with the old key',      signed(strangerPem), signed(oldPem),    call.timestamp, /never accepted/],
    ['both invalid',                                  signed(strangerPem), signed(strangerPem), call.timestamp, /Neither/],
    ['valid, but of 2015',                            signed(currentPem, { timestamp: '635655897610773532' }), '', '635655897610773532', /old; at most/],
  ])('%s', (_, proof, proofOld, timestamp, expected) => {
    const result = verdict({ ...call, proof, proofOld, timestamp, keys, nowMs });
    expect(result).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });

  it('publishes the key in both formats', () => {
    expect(publicProofKey(currentPem)).toEqual(current);
    expect(current.exponent).toBe('AQAB');
    const blob = Buffer.from(current.value, 'base64');
    expect(blob.subarray(0, 20).toString('hex')).toBe('0602000000a40000525341310008000001000100');
    expect(Buffer.from(blob.subarray(20)).reverse().toString('base64')).toBe(current.modulus);
  });

  it('accepts what it signed and nothing that differs', () => {
    const part = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(part, part, fc.bigInt({ min: 0n, max: 10n ** 8n }), fc.boolean(), (token, query, tick, tamper) => {
        const url = `https://host.example/wopi/files/${query}`;
        const timestamp = ticksFromMs(nowMs) + tick;
        const proof = signProof(proofBytes({ accessToken: token, url, timestamp }), currentPem);
        const seen = {
          accessToken: tamper ? `${token}x` : token,
          url,
          timestamp: String(timestamp),
          proof,
          proofOld: '',
          keys,
          nowMs,
        };
        expect(verifyProof(seen).ok).toBe(!tamper);
      }),
      { numRuns: 50 },
    );
  });
});

describe('ticks', () => {
  // oxfmt-ignore
  it.each<[string, bigint]>([
    ['1970-01-01T00:00:00.000Z', 621_355_968_000_000_000n],
    ['2015-04-25T20:16:01.077Z', 635_655_897_610_770_000n],
    ['0001-01-01T00:00:00.000Z', 0n],
  ])('%s is %i', (date, ticks) => {
    expect(ticksFromMs(Date.parse(date))).toBe(ticks);
    expect(msFromTicks(ticks)).toBe(Date.parse(date));
  });

  it('brings every millisecond back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (ms) => {
        expect(msFromTicks(ticksFromMs(ms))).toBe(ms);
      }),
    );
  });
});
