import type { ClientProfile } from '../profile.ts';
import { OF_EVERY_EDITOR, specification } from '../profile.ts';

/** The client of this product, which does what the specification says. */
export const sandboxEditor: ClientProfile = {
  name: 'Sandbox Editor',
  clients: /Sandbox Editor/i,
  habit:
    'Asks CheckFileInfo, locks, reads, refreshes the lock every ten minutes, saves about a second after the last key, and unlocks when the last editor leaves. Further editors of a document join the lock that is there.',
  source: specification('The WOPI protocol, as the editor follows it', 'rest/'),
  expects: OF_EVERY_EDITOR,
};
