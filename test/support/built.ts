import { ensureBuilt } from '../../scripts/build.mjs';
import { inTurn } from '../../scripts/turn.mjs';

/** Journeys start the built programs: builds first when a source has changed. */
export function setup(): void {
  inTurn(ensureBuilt);
}
