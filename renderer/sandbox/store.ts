import { create } from 'zustand';
import type { EditorState } from '../../preload/editor-contract.ts';

/** `over`: the server does not know this session any more; only the host page can make a new one. */
export type Link = 'connecting' | 'open' | 'lost' | 'over';

export interface Rescue {
  /** Why this text is not in the document. */
  why: string;
  name: string;
  text: string;
}

interface SandboxStore {
  link: Link;
  state: EditorState | null;
  /** Wall time when `state` arrived: countdowns go on from there. */
  stateAt: number;
  /** Changes in this page that have not reached the server. */
  hasUnsent: boolean;
  /** Set when somebody else's version came while this page held changes (.docx, .xlsx). */
  stale: { revision: number; by: string | null } | null;
  /** Text that could not be worked into the document; kept until it is put away. */
  rescue: Rescue | null;
  /** The last copy that was stored, and the host page that opens it. */
  copy: { name: string; url: string } | null;
  isPanelOpen: boolean;
}

export const useSandbox = create<SandboxStore>(() => ({
  link: 'connecting',
  state: null,
  stateAt: 0,
  hasUnsent: false,
  stale: null,
  rescue: null,
  copy: null,
  isPanelOpen: window.innerWidth >= 1100,
}));

/** Whether this person may change the document now. */
export function mayType({ state, link }: Pick<SandboxStore, 'state' | 'link'>): boolean {
  return link !== 'over' && state?.mode === 'editing' && state.people.some(({ isYou, canWrite }) => isYou && canWrite);
}
