import type { XmlElement } from '../wopi/protocol/xml.ts';
import { attributesOf } from './attributes.ts';
import { CasesError } from './model.ts';
import type { Signatures } from './signing.ts';

/** How the proof of one request is made wrong, or only different. */
export interface ProofMutation {
  /** Signs as if it were this moment, epoch milliseconds. */
  at: number | undefined;
  apply(signatures: Signatures): Signatures;
}

/** base64 of "INVALID". */
const INVALID = Buffer.from('INVALID').toString('base64');

export function readProofMutation(element: XmlElement | undefined): ProofMutation | undefined {
  if (!element) return undefined;
  const attributes = attributesOf(element);
  const relation = attributes.choice('KeyRelation', ['Synced', 'Behind', 'Ahead']) ?? 'Synced';
  const spoilsCurrent = attributes.flag('MutateCurrent', false);
  const spoilsOld = attributes.flag('MutateOld', false);
  const timestamp = attributes.text('Timestamp');
  const at = timestamp === undefined ? undefined : Date.parse(timestamp);
  if (Number.isNaN(at)) throw new CasesError(`Timestamp="${timestamp ?? ''}" is no date.`);
  return {
    at,
    apply({ proof, proofOld }) {
      // The host is behind: it knows today's old key as its current one. Ahead: the other way round.
      if (relation === 'Behind') return { proof: proofOld, proofOld: INVALID };
      if (relation === 'Ahead') return { proof: INVALID, proofOld: proof };
      return { proof: spoilsCurrent ? INVALID : proof, proofOld: spoilsOld ? INVALID : proofOld };
    },
  };
}
