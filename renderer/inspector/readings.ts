import type { ExchangeDetail, ExchangeRow } from '../../preload/contract.ts';
import { formatTime } from '../ui/format.ts';
import { meaningOfPlain, wishOfPlain } from './plain-requests.ts';
import { capitalize, gather, type Facts, type Reading } from './readings/facts.ts';
import { unknownOperation, wordsOf } from './readings/operation-words.ts';
import { refusals } from './readings/refusals.ts';

export { headerOf, type Reading } from './readings/facts.ts';

/** What happened, in words; `nameOf` knows people by the ids that headers carry. */
export function readingOf(
  row: ExchangeRow,
  detail: ExchangeDetail | null,
  nameOf: (personId: string) => string = (personId) => personId,
): Reading {
  const facts = gather(row, detail, nameOf);
  if (row.outcome === 'ok') return readSuccess(facts);
  const told = { wish: wishOf(facts), left: leftOf(facts) };
  if (row.outcome === 'pending') {
    return {
      title: `${facts.operation} is running`,
      words: `${facts.who} asked at ${formatTime(row.realAt)} to ${told.wish}, and waits for the answer.`,
    };
  }
  const { short, words } = refusals[row.outcome](facts, told);
  return { title: `${facts.operation} ${short}`, words: capitalize(words) };
}

function readSuccess(facts: Facts): Reading {
  const { row, who, operation } = facts;
  if (row.operation !== null) return (wordsOf(row.operation) ?? unknownOperation).done(facts);
  const meaning = meaningOfPlain(row);
  const asked = meaning === null ? row.path : `${row.fileName ?? row.path}: ${meaning}`;
  return {
    title: operation,
    words: `${who} asked for ${asked}. This is no WOPI operation; the host answered ${row.status ?? 'nothing'}.`,
  };
}

function wishOf(facts: Facts): string {
  const { row, operation } = facts;
  if (row.operation !== null) return (wordsOf(row.operation) ?? unknownOperation).wish(facts);
  return wishOfPlain(row) ?? `have an answer to ${operation}`;
}

/** What a refusal left as it was; nothing for what only reads. */
function leftOf(facts: Facts): string {
  return (facts.row.operation === null ? undefined : wordsOf(facts.row.operation)?.left?.(facts)) ?? '';
}
