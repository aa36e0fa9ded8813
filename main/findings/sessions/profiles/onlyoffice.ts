import type { ClientProfile } from '../profile.ts';
import { OF_EVERY_EDITOR } from '../profile.ts';

/** Its document server keeps one session for all editors of a document. */
export const onlyoffice: ClientProfile = {
  name: 'ONLYOFFICE',
  clients: /ONLYOFFICE/i,
  habit:
    'Asks CheckFileInfo, locks where SupportsLocks is true, reads, refreshes the lock every 10 minutes by default, saves some seconds after the last editor has left, and unlocks then.',
  source: {
    text: 'ONLYOFFICE Docs, the WOPI protocol',
    url: 'https://api.onlyoffice.com/docs/docs-api/more-information/wopi/',
  },
  expects: OF_EVERY_EDITOR,
};
