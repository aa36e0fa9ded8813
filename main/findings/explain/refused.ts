import type { Seen } from '../seen.ts';
import { lockShown } from '../words.ts';
import { presentedLock } from '../lock-reading.ts';
import type { Explain, Story } from './story.ts';
import { answer, isRefused, reasonOf, time, who } from './story.ts';

const TAKERS = new Set(['Lock', 'UnlockAndRelock']);

export const whyRefused: Explain = (story) => {
  const refused = story.findLast(isRefused);
  if (!refused) return answer('Nothing was refused in the recorded traffic of this file.', null);
  const name = refused.operation ?? `${refused.exchange.method} ${refused.exchange.path}`;
  const byStatus: Record<number, () => ReturnType<Explain>> = {
    401: () => answer(`${name} was answered 401${reasonOf(refused) || ttlWords(refused)}.`, refused),
    404: () =>
      answer(
        `${name} was answered 404${reasonOf(refused) || ': the file does not exist for this person, or the right is missing (the protocol has no 403)'}.`,
        refused,
      ),
    409: () => conflict(story, refused, name),
    413: () =>
      answer(
        `${name} was answered 413${reasonOf(refused) || ': the body is larger than the host, or something in front of it, takes'}.`,
        refused,
      ),
    500: () =>
      answer(
        `${name} was answered 500${refused.exchange.proof.verdict === 'failed' ? `: the proof failed. ${refused.exchange.proof.explanation.replace(/\.$/, '')}` : reasonOf(refused) || ': the host failed'}.`,
        refused,
      ),
    501: () => answer(`${name} was answered 501${reasonOf(refused) || ': the host does not offer it'}.`, refused),
  };
  return (
    byStatus[refused.status ?? 0]?.() ??
    answer(`${name} was answered ${refused.status ?? ''}${reasonOf(refused)}.`, refused)
  );
};

function ttlWords({ token, at }: Seen): string {
  const ttl = Number(token?.ttl ?? 0);
  if (!token) return ': it carries no access token';
  return ttl > 0 && ttl <= at ? `: the token ended at ${time(ttl)}` : ': the host does not accept its access token';
}

/** A conflict is explained by whoever holds the lock. */
function conflict(story: Story, refused: Seen, name: string): ReturnType<Explain> {
  const held = refused.answered('X-WOPI-Lock');
  const sent = presentedLock(refused);
  if (held === null || held === '') {
    const isTaken = refused.operation === 'PutRelativeFile' || refused.operation === 'CreateChildFile';
    if (isTaken) return answer(`${name} was answered 409${reasonOf(refused) || ': the name is taken'}.`, refused);
    const gone = story.findLast(
      ({ id, operation, succeeded }) => id < refused.id && operation === 'Unlock' && succeeded,
    );
    const why = gone
      ? `${who(gone)} gave the lock back at ${time(gone.at)} (exchange ${gone.id})`
      : 'nobody had locked it, or the lock had ended';
    return answer(`${name} carried ${lockShown(sent)}, but the file is not locked: ${why}.`, refused);
  }
  const taker = story.findLast(
    (seen) =>
      seen.id < refused.id && seen.succeeded && TAKERS.has(seen.operation ?? '') && seen.header('X-WOPI-Lock') === held,
  );
  const holder = taker ? `, taken by ${who(taker)} at ${time(taker.at)} (exchange ${taker.id})` : '';
  return answer(`${name} carried ${lockShown(sent)}, but held is ${lockShown(held)}${holder}.`, refused);
}
