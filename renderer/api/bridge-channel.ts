import type { Channel } from '../../preload/contract.ts';

declare global {
  interface Window {
    /** Exposed by preload/bridge.ts when the page runs in the desktop app. */
    wopiSandbox?: Channel;
  }
}

export function findBridge(): Channel | null {
  return window.wopiSandbox ?? null;
}
