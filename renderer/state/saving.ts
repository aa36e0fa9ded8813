import { create } from 'zustand';
import type { SaveProgress } from '../../preload/contract.ts';
import type { Slice } from './store.ts';

/** How far the save of this page is; null before anything of it is heard. Saves of other pages are theirs. */
export const useRunningSave = create<{ saveId: string | null; progress: SaveProgress | null }>(() => ({
  saveId: null,
  progress: null,
}));

/** From now on the progress of this save is followed. */
export function followSave(saveId: string | null): void {
  useRunningSave.setState({ saveId, progress: null });
}

export const savingSlice: Slice = {
  // What was missed is told again with the next step.
  reset: () => undefined,
  apply(event) {
    if (event.type !== 'save-progress' || event.progress.saveId !== useRunningSave.getState().saveId) return;
    useRunningSave.setState({ progress: event.progress });
  },
};
