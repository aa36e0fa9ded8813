import { instantOf } from '../../preload/filter/amounts.ts';
import { familyOf, familyWords } from '../../preload/filter/operation-families.ts';
import { outcomes, outcomeText, outcomeWords } from '../../preload/filter/outcome-words.ts';
import { textMatcher, type Reach } from '../../preload/filter/text-match.ts';
import type { FieldTest, FilterTree, TextTest } from '../../preload/filter/tree.ts';
import type { PlainExchange } from './plain-exchange.ts';

/** What a filter means, said once more in plain JavaScript over one exchange: the measure of the SQL. */
export function matchesPlainly(
  tree: FilterTree,
  exchange: PlainExchange,
  now: number,
  muted: readonly string[],
): boolean {
  const matches = (part: FilterTree): boolean => matchesPlainly(part, exchange, now, muted);
  switch (tree.kind) {
    case 'and':
      return tree.parts.every(matches);
    case 'or':
      return tree.parts.some(matches);
    case 'not':
      return !matches(tree.part);
    case 'words':
      return hasWords(tree.test, exchange);
    case 'field':
      return tree.tests.some((test) => FIELDS[tree.field](test, exchange, { now, muted }));
  }
}

type Ask = (test: FieldTest, exchange: PlainExchange, moment: { now: number; muted: readonly string[] }) => boolean;

const isNothing = (test: FieldTest): boolean => test.kind === 'literal' && test.text === '';

function fits(text: string | null, test: FieldTest, reach: Reach): boolean {
  if (test.kind !== 'literal' && test.kind !== 'pattern' && test.kind !== 'regex') return false;
  return text !== null && textMatcher(test, reach)(text);
}

function text(read: (exchange: PlainExchange) => string | null, reach: Reach): Ask {
  return (test, exchange) => (isNothing(test) ? (read(exchange) ?? '') === '' : fits(read(exchange), test, reach));
}

function number(read: (exchange: PlainExchange) => number | null): Ask {
  return (test, exchange) => {
    const found = read(exchange);
    if (test.kind === 'choice') return found === null;
    if (found === null) return false;
    if (test.kind === 'range') return found >= test.low && found <= test.high;
    if (test.kind !== 'compare') return false;
    const { value } = test;
    return { '<': found < value, '<=': found <= value, '>': found > value, '>=': found >= value, '=': found === value }[
      test.sign
    ];
  };
}

function findingAsk(test: FieldTest, { findings }: PlainExchange, { muted }: { muted: readonly string[] }): boolean {
  const counted = findings.filter(({ rule }) => !muted.includes(rule));
  if (isNothing(test)) return counted.length === 0;
  if (test.kind !== 'choice') return counted.some(({ rule }) => fits(rule, test, 'whole'));
  return counted.some(({ severity }) => test.value === 'any' || severity === test.value);
}

const FIELDS: Record<Extract<FilterTree, { kind: 'field' }>['field'], Ask> = {
  op: (test, exchange, moment) =>
    test.kind === 'choice'
      ? familyOf(exchange.operation) === familyWords[test.value as keyof typeof familyWords]
      : text(({ operation }) => operation, 'whole')(test, exchange, moment),
  status: number(({ status }) => status),
  outcome: (test, exchange) => {
    if (test.kind === 'choice')
      return exchange.outcome === test.value || outcomes[exchange.outcome].tone === test.value;
    return !isNothing(test) && fits(outcomeText(exchange), test, 'inside');
  },
  file: (test, { fileName, fileId }) =>
    isNothing(test) ? (fileName ?? '') === '' : fits(fileName, test, 'part') || fits(fileId, test, 'whole'),
  person: (test, { personName, personId }) =>
    isNothing(test)
      ? (personName ?? '') === '' && (personId ?? '') === ''
      : fits(personName, test, 'part') || fits(personId, test, 'part'),
  client: text(({ client }) => client, 'part'),
  session: text(({ sessionId }) => sessionId, 'part'),
  correlation: text(({ correlationId }) => correlationId, 'part'),
  method: text(({ method }) => method, 'whole'),
  path: text(({ path }) => path, 'part'),
  header: (test, { requestHeaders, responseHeaders }) =>
    test.kind === 'header' &&
    [...requestHeaders, ...responseHeaders].some(
      ([name, value]) =>
        fits(name, test.name, 'whole') &&
        (test.value === null || fits(value, test.value, isNothing(test.value) ? 'whole' : 'part')),
    ),
  body: (test, { requestBody, responseBody, requestBytes, responseBytes }) =>
    isNothing(test)
      ? requestBytes === 0 && responseBytes === 0
      : [requestBody, responseBody].some((body) => body !== null && hasInside(body, test)),
  lock: text(({ lockId }) => lockId, 'part'),
  token: text(({ tokenId }) => tokenId, 'part'),
  finding: findingAsk,
  size: number(({ requestBytes, responseBytes }) => requestBytes + responseBytes),
  duration: (test, exchange, moment) =>
    test.kind === 'compare' && test.sign === '='
      ? exchange.durationMs !== null && Math.round(exchange.durationMs) === Math.round(test.value)
      : number(({ durationMs }) => durationMs)(test, exchange, moment),
  since: (test, { realAt }, { now }) => test.kind === 'moment' && realAt >= instantOf(test.moment, now, 'since'),
  until: (test, { realAt }, { now }) => test.kind === 'moment' && realAt <= instantOf(test.moment, now, 'until'),
  pinned: (test, { annotation }) =>
    test.kind === 'choice' && (annotation?.isPinned ?? false) === (test.value === 'yes'),
  tag: (test, { annotation }) =>
    isNothing(test)
      ? (annotation?.tags ?? []).length === 0
      : (annotation?.tags ?? []).some((tag) => fits(tag, test, 'whole')),
  note: text(({ annotation }) => annotation?.note ?? null, 'part'),
  colour: text(({ annotation }) => annotation?.colour ?? null, 'whole'),
};

/** Bytes of bodies are compared letter by letter of ASCII; patterns and expressions as texts. */
function hasInside(body: string, test: FieldTest): boolean {
  if (test.kind !== 'literal') return fits(body, test, 'inside');
  const lower = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  return lower(body).includes(lower(test.text));
}

function hasWords(test: TextTest, exchange: PlainExchange): boolean {
  if (isNothing(test)) return true;
  const { operation, fileName, personName, client, path, lockId, status, sessionId, correlationId } = exchange;
  const isId = test.kind === 'literal' && /^[0-9a-f-]{6,}$/i.test(test.text);
  const searched = [operation, fileName, personName, client, path, lockId, outcomeWords(exchange)];
  if (status !== null) searched.push(String(status));
  if (isId) searched.push(sessionId, correlationId);
  return searched.some((one) => fits(one, test, 'part'));
}
