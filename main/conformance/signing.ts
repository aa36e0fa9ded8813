import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { WopiHeader } from '../wopi/protocol/headers.ts';
import { proofBytes, signProof, ticksFromMs } from '../wopi/protocol/proof.ts';
import type { HeaderPair } from './requests/kind.ts';

/** The private halves, as PEM. A host that is to verify needs the public ones. */
export interface SigningKeys {
  current: string;
  old: string;
}

export interface Signatures {
  proof: string;
  proofOld: string;
}

/** The headers that prove where a request comes from. `mutate` may spoil what was signed. */
export function proofHeaders(
  input: { accessToken: string; url: string; at: number; keys: SigningKeys },
  mutate: (signatures: Signatures) => Signatures = (signatures) => signatures,
): HeaderPair[] {
  const timestamp = ticksFromMs(input.at);
  const bytes = proofBytes({ accessToken: input.accessToken, url: input.url, timestamp });
  const { proof, proofOld } = mutate({
    proof: signProof(bytes, keyOf(input.keys.current)),
    proofOld: signProof(bytes, keyOf(input.keys.old)),
  });
  return [
    [WopiHeader.Proof, proof],
    [WopiHeader.ProofOld, proofOld],
    [WopiHeader.TimeStamp, String(timestamp)],
  ];
}

/** Reading a key takes as long as signing with it, and a run signs thousands of times with the same two. */
const known = new Map<string, KeyObject>();

function keyOf(pem: string): KeyObject {
  const key = known.get(pem) ?? createPrivateKey(pem);
  if (known.size > 8) known.clear();
  known.set(pem, key);
  return key;
}
