import type { Facilities } from './facilities.ts';
import type { Facility, Need, Reply } from './trial.ts';

/** For each facility: why it is missing, or undefined when it is there. */
const FACILITIES: Readonly<Record<Facility, (info: Reply, facilities: Facilities) => string | undefined>> = {
  'a second person': (_info, { second }) =>
    second ? undefined : 'It needs the token of a second person for the same file',
  'a reader': (_info, { reader }) => (reader ? undefined : 'It needs the token of a person who may only read the file'),
  'a clock that can be jumped': (_info, { jumpClock }) =>
    jumpClock
      ? undefined
      : 'It moves the clock of the host: only WOPI Sandbox lets it be moved, when cases with delays are included',
  'a signed-in person': (_info, { signIn }) =>
    signIn ? undefined : 'It needs an OAuth token, which can be had for WOPI Sandbox itself only',
  PutRelativeFile: (info) =>
    info.at('SupportsUpdate') !== true
      ? 'SupportsUpdate is not true in CheckFileInfo'
      : info.at('UserCanNotWriteRelative') === true
        ? 'UserCanNotWriteRelative is true in CheckFileInfo'
        : undefined,
  'ReadOnly links': (info) => {
    const types = info.at('SupportedShareUrlTypes');
    return Array.isArray(types) && types.includes('ReadOnly')
      ? undefined
      : 'SupportedShareUrlTypes has no ReadOnly in CheckFileInfo';
  },
  FileUrl: (info) => (info.text('FileUrl') === '' ? 'FileUrl is missing in CheckFileInfo' : undefined),
};

/** Why a case cannot run here; undefined when it can. */
export function missingNeed(needs: readonly Need[], info: Reply, facilities: Facilities): string | undefined {
  if (info.status !== 200) return `CheckFileInfo was answered ${info.answer.problem ?? String(info.status)}`;
  for (const need of needs) {
    const missing = isFacility(need)
      ? FACILITIES[need](info, facilities)
      : info.at(need) === true
        ? undefined
        : `${need} is not true in CheckFileInfo`;
    if (missing !== undefined) return missing;
  }
  return undefined;
}

function isFacility(need: Need): need is Facility {
  return Object.hasOwn(FACILITIES, need);
}
