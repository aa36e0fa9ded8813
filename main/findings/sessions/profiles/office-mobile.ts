import type { ClientProfile } from '../profile.ts';
import { OF_EVERY_EDITOR, specification } from '../profile.ts';

/** Word, Excel and PowerPoint on phones and tablets. */
export const officeMobile: ClientProfile = {
  name: 'Office for iOS and Android',
  clients: /for iOS|for Android|iPad|iPhone/i,
  habit:
    'Asks CheckFileInfo, then GetLock (or RefreshLock with an id that is surely wrong) and opens only a document that is free; locks, reads, saves under that one lock id and unlocks.',
  source: specification('Operational flows of Office for iOS and Android', 'mobile/scenarios/operational-flows'),
  expects: {
    ...OF_EVERY_EDITOR,
    probe: specification(
      'Before it locks, the app asks whether somebody else holds a lock',
      'mobile/scenarios/operational-flows',
    ),
  },
};
