import type { AdminApi } from '../../preload/contract.ts';
import type { Annotations } from '../store/annotations.ts';
import type { Exchanges } from '../store/exchanges.ts';

export type MarkingCalls = Pick<AdminApi, 'listRowFacts'>;

interface MarkingOptions {
  exchanges: Exchanges;
  annotations: Annotations;
}

/** What people do with recorded exchanges: add to them, choose among them, throw them away. */
export function createMarking({ exchanges, annotations }: MarkingOptions): MarkingCalls {
  return {
    async listRowFacts({ ids }) {
      await exchanges.flush();
      return annotations.facts(ids);
    },
  };
}
