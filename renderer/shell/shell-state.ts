import { create } from 'zustand';

/** What stands over the page. */
export const useShell = create<{ dialog: 'palette' | 'shortcuts' | 'jump' | null }>(() => ({ dialog: null }));
