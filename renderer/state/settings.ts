import { create } from 'zustand';
import type { Settings } from '../../preload/contract.ts';
import type { Slice } from './store.ts';

export interface SettingsState {
  /** null until the first snapshot arrived. */
  settings: Settings | null;
}

export const useSettings = create<SettingsState>(() => ({ settings: null }));

export const settingsSlice: Slice = {
  reset: ({ settings }) => useSettings.setState({ settings }),
  apply: (event) => {
    if (event.type === 'settings') useSettings.setState({ settings: event.settings });
  },
};
