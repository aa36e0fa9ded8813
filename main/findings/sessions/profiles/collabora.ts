import type { ClientProfile } from '../profile.ts';
import { OF_EVERY_EDITOR } from '../profile.ts';

const SDK = {
  text: 'Collabora Online, WOPI extensions of the SDK',
  url: 'https://sdk.collaboraonline.com/docs/advanced_integration.html',
};

/** Locks only where CheckFileInfo says SupportsLocks, and has no GetLock; it locks again in place of RefreshLock. */
export const collabora: ClientProfile = {
  name: 'Collabora Online',
  clients: /Collabora|COOL|LOOL/i,
  habit:
    'Asks CheckFileInfo and reads; where SupportsLocks is true it locks, locks again every 15 minutes by default, and unlocks when the last view is closed. It tells conflicts by X-COOL-WOPI-Timestamp.',
  source: SDK,
  expects: {
    check: OF_EVERY_EDITOR.check,
    read: OF_EVERY_EDITOR.read,
    lock: OF_EVERY_EDITOR.lock,
    refresh: OF_EVERY_EDITOR.refresh,
    unlock: OF_EVERY_EDITOR.unlock,
  },
};
