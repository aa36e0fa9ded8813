import type { Notice, Publish } from '../preload/contract.ts';
import type { Notices } from './admin/api.ts';

/** Things the user should know and may put away; they live as long as the app runs. */
export function createNotices(publish: Publish): Notices {
  const notices = new Map<number, Notice>();
  let lastId = 0;
  return {
    add(input) {
      lastId += 1;
      const notice = { ...input, id: lastId };
      notices.set(lastId, notice);
      publish({ type: 'notice', notice });
    },
    dismiss(noticeId) {
      if (notices.delete(noticeId)) publish({ type: 'notice-dismissed', noticeId });
    },
    list: () => [...notices.values()],
  };
}
