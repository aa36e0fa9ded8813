import { useEffect, useState } from 'react';
import { useSandbox } from './store.ts';

/** Virtual now: what the server said with its last state, and the wall time since. Ticks once a second. */
export function useVirtualNow(): number {
  const base = useSandbox((store) => store.state?.now ?? 0);
  const stateAt = useSandbox((store) => store.stateAt);
  const [wall, setWall] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setWall(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return base + Math.max(0, wall - stateAt);
}
