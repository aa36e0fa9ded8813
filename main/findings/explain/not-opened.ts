import { inspectAll } from '../engine.ts';
import { RULES } from '../rules/index.ts';
import type { Observed } from '../seen.ts';
import type { Explain, Story } from './story.ts';
import { answer, isRefused, reasonOf } from './story.ts';

export const whyNotOpened: Explain = (story) => {
  const calls = story.filter(({ isWopi }) => isWopi);
  const page = story.findLast(({ isWopi, isHtml, succeeded }) => !isWopi && isHtml && succeeded);
  const afterPage = page ? calls.filter(({ id }) => id > page.id) : calls;
  if (page && afterPage.length === 0)
    return answer(
      'The host page was delivered, and no client asked for the file afterwards: the client cannot reach this address, or refuses it.',
      page,
    );
  const checks = afterPage.filter(({ operation }) => operation === 'CheckFileInfo');
  const check = checks.at(-1);
  if (!check) return answer('No CheckFileInfo of this file is recorded; every session begins with it.', calls.at(-1));
  if (check.status === null) return answer('CheckFileInfo broke off before the answer was out.', check);
  if (isRefused(check))
    return answer(
      `CheckFileInfo, the first request of every session, was answered ${check.status}${reasonOf(check)}.`,
      check,
    );
  const read = afterPage.findLast(({ operation, id }) => operation === 'GetFile' && id > check.id);
  if (!read) return withoutGetFile(afterPage, check.id);
  if (read.status === null) return answer('GetFile broke off before the whole file was out.', read);
  if (isRefused(read)) return answer(`GetFile was answered ${read.status}${reasonOf(read)}.`, read);
  return answer(`As far as the host can see it did open: the client read ${read.exchange.responseBytes} bytes.`, read);
};

/** The client has stopped after CheckFileInfo: what it said, decides. */
function withoutGetFile(story: Story, checkId: number): ReturnType<Explain> {
  const check = story.find(({ id }) => id === checkId);
  const fault = inspectAll(RULES, story.map(toObserved)).find(
    ({ exchangeId, severity }) => exchangeId === checkId && severity === 'error',
  );
  if (fault) {
    const rule = RULES.find(({ id }) => id === fault.rule);
    return answer(`The client stopped after CheckFileInfo. ${rule?.title ?? ''}: ${fault.evidence}`, check);
  }
  if (check?.result?.['Size'] === 0)
    return answer(
      'The file has 0 bytes, so there is nothing to read; it has to be opened with the action editnew.',
      check,
    );
  return answer(
    'CheckFileInfo was answered, and no GetFile followed (yet): the client stopped by itself, or reads FileUrl.',
    check,
  );
}

function toObserved(seen: Story[number]): Observed {
  return {
    exchange: seen.exchange,
    requestSha256: seen.requestSha256,
    responseSha256: seen.responseSha256,
    read: (side) => seen.bytes(side),
  };
}
