import { create } from 'zustand';

export type ConnectionPhase = 'connecting' | 'loading' | 'live' | 'lost';

interface ConnectionStore {
  phase: ConnectionPhase;
  /** Whether a snapshot was ever shown: after that a loss is a banner over the old state, not an empty page. */
  hasShown: boolean;
  attempt: number;
  /** Wall-clock time of the next attempt; null when none is planned. */
  retryAt: number | null;
  /** Why the state could not be loaded although the connection stands. */
  problem: string | null;
}

/** How the page stands with the host. Fed by main.tsx; no slice, because it is not the host's state. */
export const useConnection = create<ConnectionStore>(() => ({
  phase: 'connecting',
  hasShown: false,
  attempt: 0,
  retryAt: null,
  problem: null,
}));
