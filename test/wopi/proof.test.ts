import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedToken } from '../../preload/contract.ts';
import {
  generateProofKey,
  proofBytes,
  publicProofKey,
  signProof,
  ticksFromMs,
} from '../../main/wopi/protocol/proof.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

const current = generateProofKey();
const old = generateProofKey();
const stranger = generateProofKey();

/** Discovery of an editor that signs with these keys. */
function discovery(): string {
  const key = publicProofKey(current);
  const oldKey = publicProofKey(old);
  return `<?xml version="1.0" encoding="utf-8"?>
<wopi-discovery><net-zone name="external-https"><app name="Word"><action name="edit" ext="docx" urlsrc="https://editor.example/edit?"/></app></net-zone>
<proof-key value="${key.value}" modulus="${key.modulus}" exponent="${key.exponent}" oldvalue="${oldKey.value}" oldmodulus="${oldKey.modulus}" oldexponent="${oldKey.exponent}"/></wopi-discovery>`;
}

let host: TestHost;
let token: IssuedToken;
beforeAll(async () => {
  host = await startHost({ files: { 'a.docx': 'a' } });
  await host.api.addDiscoveryFile({ name: 'Test editor', text: discovery() });
  await host.api.updateSettings({ proofMode: 'enforce' });
  token = await host.token('a.docx');
});
afterAll(() => host.stop());

interface Signature {
  proof: string;
  proofOld: string;
  /** Milliseconds between the signing and its arrival. */
  age?: number;
  base?: string;
}

const target = (): string => `${new URL(token.wopiSrc).pathname}?access_token=${token.accessToken}&sc=1`;

async function signed({ proof, proofOld, age = 0, base = host.base }: Signature) {
  const timestamp = ticksFromMs(host.clock.now() - age);
  const bytes = proofBytes({ accessToken: token.accessToken, url: base + target(), timestamp });
  return host.wopi(target(), {
    headers: {
      'X-WOPI-Proof': proof === '' ? 'bm90IGEgcHJvb2Y=' : signProof(bytes, proof),
      'X-WOPI-ProofOld': proofOld === '' ? 'bm90IGEgcHJvb2Y=' : signProof(bytes, proofOld),
      'X-WOPI-TimeStamp': String(timestamp),
    },
  });
}

const MINUTE = 60_000;

describe('a host that enforces proofs', () => {
  // oxfmt-ignore
  it.each<[string, () => Signature, number]>([
    ['takes current and old key in step',                () => ({ proof: current, proofOld: old }),                       200],
    ['takes the current key with garbage beside it',     () => ({ proof: current, proofOld: '' }),                        200],
    ['takes an old proof by the current key',            () => ({ proof: stranger, proofOld: current }),                  200],
    ['takes a proof by the old key',                     () => ({ proof: old, proofOld: '' }),                            200],
    ['refuses an old proof by the old key',              () => ({ proof: '', proofOld: old }),                            500],
    ['refuses two proofs by strangers',                  () => ({ proof: stranger, proofOld: stranger }),                 500],
    ['refuses garbage',                                  () => ({ proof: '', proofOld: '' }),                             500],
    ['takes one that is 20 minutes old',                 () => ({ proof: current, proofOld: old, age: 20 * MINUTE }),     200],
    ['refuses one that is older',                        () => ({ proof: current, proofOld: old, age: 20 * MINUTE + 1 }), 500],
    ['refuses one of 2015',                              () => ({ proof: current, proofOld: old, age: 11 * 365 * 86_400_000 }), 500],
    ['refuses one from the far future',                  () => ({ proof: current, proofOld: old, age: -6 * MINUTE }),     500],
    ['refuses one made for another address',             () => ({ proof: current, proofOld: old, base: 'https://elsewhere.example' }), 500],
  ])('%s', async (_, signature, status) => {
    const answer = await signed(signature());
    expect(answer.status).toBe(status);
    const row = (await host.settled()).at(-1);
    expect(row).toMatchObject(status === 200 ? { outcome: 'ok', proof: { verdict: 'verified' } } : { outcome: 'proof-failed', proof: { verdict: 'failed' } });
    if (status === 500) expect(answer.header('X-WOPI-ServerError')).toBeTruthy();
    if (status === 500) expect(answer.body.length).toBe(0);
  });

  it('refuses a request without proof', async () => {
    expect((await host.wopi(token)).status).toBe(500);
    expect((await host.settled()).at(-1)).toMatchObject({ outcome: 'proof-failed', proof: { verdict: 'unsigned' } });
  });

  it('looks at the proof before the token', async () => {
    expect((await host.wopi(`/wopi/files/${token.token.fileId}?access_token=bad`)).status).toBe(500);
  });

  it('never says more in X-WOPI-ServerError than one line of ASCII, and no token', async () => {
    const answer = await signed({ proof: stranger, proofOld: stranger });
    const text = answer.header('X-WOPI-ServerError') ?? '';
    expect(text).toMatch(/^[\x20-\x7e]+$/);
    expect(text).not.toContain(token.accessToken.slice(-20));
  });

  it('follows the public address once it is set, and still its own', async () => {
    await host.api.updateSettings({ publicUrl: 'https://wopi.example.com' });
    for (const base of ['https://wopi.example.com', host.base]) {
      expect((await signed({ proof: current, proofOld: old, base })).status).toBe(200);
    }
    expect((await signed({ proof: current, proofOld: old, base: 'http://wopi.example.com' })).status).toBe(500);
    await host.api.updateSettings({ publicUrl: null });
  });

  it('judges the age by the clock of the host, also while it is held', async () => {
    await host.api.holdClock();
    await host.api.jumpClock({ milliseconds: 30 * MINUTE });
    expect((await signed({ proof: current, proofOld: old })).status).toBe(500);
    await host.api.resetClock();
    expect((await signed({ proof: current, proofOld: old })).status).toBe(200);
  });
});

describe('a host that only checks proofs', () => {
  it('answers everything and records the verdict', async () => {
    await host.api.updateSettings({ proofMode: 'check' });
    expect((await signed({ proof: stranger, proofOld: stranger })).status).toBe(200);
    expect((await host.settled()).at(-1)?.proof.verdict).toBe('failed');
    expect((await host.wopi(token)).status).toBe(200);
    expect((await host.settled()).at(-1)?.proof.verdict).toBe('unsigned');
    expect((await signed({ proof: current, proofOld: old })).status).toBe(200);
    expect((await host.settled()).at(-1)?.proof.verdict).toBe('verified');
  });
});

describe('a host that does not look at proofs', () => {
  it('says so', async () => {
    await host.api.updateSettings({ proofMode: 'off' });
    expect((await signed({ proof: stranger, proofOld: '' })).status).toBe(200);
    expect((await host.settled()).at(-1)?.proof.verdict).toBe('unchecked');
  });
});
