import { WopiHeader } from '../wopi/protocol/headers.ts';
import { proofBytes, publicProofKey, signProof, ticksFromMs } from '../wopi/protocol/proof.ts';
import type { ProofKeys } from '../wopi/protocol/proof.ts';
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
    proof: signProof(bytes, input.keys.current),
    proofOld: signProof(bytes, input.keys.old),
  });
  return [
    [WopiHeader.Proof, proof],
    [WopiHeader.ProofOld, proofOld],
    [WopiHeader.TimeStamp, String(timestamp)],
  ];
}

/** What a discovery document with these keys would publish. */
export function toProofKeys({ current, old }: SigningKeys): ProofKeys {
  const [now, before] = [publicProofKey(current), publicProofKey(old)];
  return {
    value: now.value,
    modulus: now.modulus,
    exponent: now.exponent,
    oldValue: before.value,
    oldModulus: before.modulus,
    oldExponent: before.exponent,
  };
}
