import type { HostEvent, Snapshot } from '../../preload/contract.ts';

/** One noun of the host's state. Slices are zustand stores; `slices.ts` lists them in the order they are fed. */
export interface Slice {
  reset: (snapshot: Snapshot) => void;
  apply: (event: HostEvent) => void;
}
