import type { Json, Seen } from '../seen.ts';
import { lockShown } from '../words.ts';
import type { Explain } from './story.ts';
import { answer, isRefused, lastOf, reasonOf, who } from './story.ts';

/** The first that holds decides. */
const CONDITIONS: readonly [holds: (info: Json) => boolean, because: string][] = [
  [(info) => info['UserCanWrite'] !== true, 'UserCanWrite is not true, so this person may only read'],
  [(info) => info['ReadOnly'] === true, 'ReadOnly is true'],
  [(info) => info['SupportsUpdate'] !== true, 'SupportsUpdate is not true, so the host takes no saves'],
  [(info) => info['SupportsLocks'] !== true, 'SupportsLocks is not true, and without locks nobody may edit'],
  [(info) => info['WebEditingDisabled'] === true, 'WebEditingDisabled is true'],
  [(info) => info['RestrictedWebViewOnly'] === true, 'RestrictedWebViewOnly is true'],
  [(info) => info['TemporarilyNotWritable'] === true, 'TemporarilyNotWritable is true'],
];
const WRITES = new Set(['Lock', 'RefreshLock', 'PutFile']);

export const whyReadOnly: Explain = (story) => {
  const check = lastOf(story, 'CheckFileInfo');
  if (!check)
    return answer(
      'No CheckFileInfo of this file is recorded, and that is where a client learns whether it may write.',
      null,
    );
  if (isRefused(check))
    return answer(
      `CheckFileInfo was answered ${check.status ?? ''}${reasonOf(check)}, so nothing opened at all.`,
      check,
    );
  const info = check.result;
  if (!info)
    return answer(
      'The last CheckFileInfo holds nothing that can be read as JSON, so the client knows of no right to write.',
      check,
    );
  const broken = CONDITIONS.find(([holds]) => holds(info));
  if (broken) return answer(`CheckFileInfo says so: ${broken[1]}.`, check);
  const refused = story.findLast((seen) => WRITES.has(seen.operation ?? '') && isRefused(seen) && isAfter(seen, check));
  const granted = story.findLast((seen) => WRITES.has(seen.operation ?? '') && seen.succeeded);
  if (refused && (granted?.id ?? 0) < refused.id) {
    const held = refused.answered('X-WOPI-Lock');
    return refused.status === 409 && held
      ? answer(`${refused.operation ?? ''} was refused because the file is locked with ${lockShown(held)}.`, refused)
      : answer(`${refused.operation ?? ''} was answered ${refused.status ?? ''}${reasonOf(refused)}.`, refused);
  }
  if (granted)
    return answer(
      `It is not read-only: ${who(granted)} could write, ${granted.operation ?? ''} was answered 200.`,
      granted,
    );
  if (info['LicenseCheckForEditIsEnabled'] === true)
    return answer(
      'CheckFileInfo allows writing, but LicenseCheckForEditIsEnabled is true: without a licence Office opens for reading only.',
      check,
    );
  return answer(
    'CheckFileInfo allows writing and the client never asked for a lock: it was opened with an action for reading, or edits only once somebody types.',
    check,
  );
};

function isAfter(seen: Seen, check: Seen): boolean {
  return seen.id > check.id;
}
