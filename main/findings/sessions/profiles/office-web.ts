import type { ClientProfile } from '../profile.ts';
import { OF_EVERY_EDITOR, specification } from '../profile.ts';

/** Word, Excel and PowerPoint in the browser. */
export const officeWeb: ClientProfile = {
  name: 'Office for the web',
  clients: /Office for the web|Office Online/i,
  habit:
    'Asks CheckFileInfo, locks, reads, refreshes the lock every few minutes (Excel at most every 15), saves about every 30 seconds (Excel 2 minutes) and unlocks when the last editor leaves. It probes with wrong lock ids to learn the one that is held: a 409 with the lock is the right answer.',
  source: specification('Co-authoring with Office for the web', 'online/scenarios/coauth'),
  expects: OF_EVERY_EDITOR,
};
