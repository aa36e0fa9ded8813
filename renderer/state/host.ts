import { create } from 'zustand';
import type { HostState, Notice } from '../../preload/contract.ts';
import type { Slice } from './store.ts';

interface HostStore {
  /** null until the first snapshot. */
  host: HostState | null;
  notices: Notice[];
}

export const useHost = create<HostStore>(() => ({ host: null, notices: [] }));

export const hostSlice: Slice = {
  reset: ({ host, notices }) => useHost.setState({ host, notices }),
  apply: (event) => {
    if (event.type === 'host') useHost.setState({ host: event.host });
    if (event.type === 'notice') {
      useHost.setState(({ notices }) => ({
        notices: [...notices.filter(({ id }) => id !== event.notice.id), event.notice],
      }));
    }
    if (event.type === 'notice-dismissed') {
      useHost.setState(({ notices }) => ({ notices: notices.filter(({ id }) => id !== event.noticeId) }));
    }
  },
};
