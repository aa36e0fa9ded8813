import { generateProofKey, proofBytes, publicProofKey, signProof, ticksFromMs } from '../wopi/protocol/proof.ts';
import type { ProofKeys } from '../wopi/protocol/proof.ts';
import { WopiHeader } from '../wopi/protocol/headers.ts';

/** Private keys as PEM. */
export interface EditorKeys {
  current: string;
  old: string;
}

export interface KeyStore {
  load(): EditorKeys | null;
  save(keys: EditorKeys): void;
}

export interface ProofSigner {
  /** The three headers that prove a request; `url` is the exact URL sent, `accessToken` the decoded token. */
  headers(url: string, accessToken: string): Record<string, string>;
  publicKeys(): ProofKeys;
  rotate(): void;
}

/** The editor's proof keys: made at the first start, kept by `store`, old and current swapped along on rotation. */
export function createProofSigner(store: KeyStore, now: () => number): ProofSigner {
  let keys = store.load();
  const loaded = (): EditorKeys => {
    if (keys === null) replace({ current: generateProofKey(), old: generateProofKey() });
    return keys as EditorKeys;
  };
  const replace = (next: EditorKeys): void => {
    store.save(next);
    keys = next;
  };

  return {
    headers(url, accessToken) {
      const { current, old } = loaded();
      const timestamp = ticksFromMs(now());
      const bytes = proofBytes({ accessToken, url, timestamp });
      return {
        [WopiHeader.TimeStamp]: String(timestamp),
        [WopiHeader.Proof]: signProof(bytes, current),
        [WopiHeader.ProofOld]: signProof(bytes, old),
      };
    },
    publicKeys() {
      const current = publicProofKey(loaded().current);
      const old = publicProofKey(loaded().old);
      return { ...current, oldValue: old.value, oldModulus: old.modulus, oldExponent: old.exponent };
    },
    rotate() {
      replace({ current: generateProofKey(), old: loaded().current });
    },
  };
}
