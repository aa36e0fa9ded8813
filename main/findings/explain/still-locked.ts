import { LOCK_LIFE_MS } from '../past.ts';
import type { Seen } from '../seen.ts';
import { lockShown } from '../words.ts';
import type { Explain, Story } from './story.ts';
import { answer, time, who } from './story.ts';

const TAKERS = new Set(['Lock', 'RefreshLock', 'UnlockAndRelock']);

export const whyStillLocked: Explain = (story) => {
  const touched = story.findLast(
    (seen) => seen.succeeded && (TAKERS.has(seen.operation ?? '') || seen.operation === 'Unlock'),
  );
  const told = story.findLast(
    (seen) => seen.answered('X-WOPI-Lock') !== null && (seen.status === 409 || seen.operation === 'GetLock'),
  );
  if (!touched) {
    const held = told?.answered('X-WOPI-Lock');
    if (told && held)
      return answer(
        `It is locked with ${lockShown(held)}, which was taken before the recording began or from outside WOPI.`,
        told,
      );
    return answer('It is not locked, as far as the recorded traffic shows.', told);
  }
  if (touched.operation === 'Unlock') {
    const held = told && told.id > touched.id ? told.answered('X-WOPI-Lock') : null;
    return held
      ? answer(`Unlock was answered 200, but the host still names ${lockShown(held)} afterwards.`, told)
      : answer(`It is not: ${who(touched)} gave the lock back at ${time(touched.at)}.`, touched);
  }
  const id = touched.header('X-WOPI-Lock') ?? '';
  const now = story.at(-1)?.at ?? touched.at;
  const end = touched.at + LOCK_LIFE_MS;
  if (now >= end) {
    const stays = told && told.at >= end && told.answered('X-WOPI-Lock') === id;
    return stays
      ? answer(
          `${lockShown(id)} was last refreshed at ${time(touched.at)} and should have ended at ${time(end)}; the host keeps it longer than 30 minutes.`,
          told,
        )
      : answer(
          `It is not any more: ${lockShown(id)} ended at ${time(end)}, 30 minutes after its last refresh.`,
          touched,
        );
  }
  const attempt = failedUnlock(story, touched);
  if (attempt)
    return answer(
      `Unlock came with ${lockShown(attempt.header('X-WOPI-Lock'))}, but held is ${lockShown(id)}: it stays until ${time(end)}.`,
      attempt,
    );
  return answer(
    `${who(touched)} ${touched.operation === 'RefreshLock' ? 'refreshed' : 'took'} ${lockShown(id)} at ${time(touched.at)} and has not given it back; without a refresh it ends at ${time(end)}.`,
    touched,
  );
};

function failedUnlock(story: Story, since: Seen): Seen | undefined {
  return story.findLast((seen) => seen.operation === 'Unlock' && seen.status === 409 && seen.id > since.id);
}
