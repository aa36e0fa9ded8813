import { create } from 'zustand';
import type { Draft } from './wish.ts';

/** What was filled in stays while the window is open, so that the same host is judged again without typing. */
export const useDraft = create<{ draft: Draft | null }>(() => ({ draft: null }));
