import type { ClientProfile } from '../profile.ts';
import { OF_EVERY_EDITOR, specification } from '../profile.ts';

/** Judged by the specification alone. */
export const unknown: ClientProfile = {
  name: 'another client',
  clients: /^/,
  habit: 'Nothing is known of this client, so only what the specification asks of every client is expected.',
  source: specification('The WOPI protocol', 'rest/'),
  expects: { lock: OF_EVERY_EDITOR.lock, refresh: OF_EVERY_EDITOR.refresh, unlock: OF_EVERY_EDITOR.unlock },
};
