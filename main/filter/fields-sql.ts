import type { Outcome } from '../../preload/contract.ts';
import { instantOf } from '../../preload/filter/amounts.ts';
import type { FieldName } from '../../preload/filter/fields.ts';
import { familyWords, operationsOf } from '../../preload/filter/operation-families.ts';
import { outcomes, outcomeText, outcomeWords, successWords } from '../../preload/filter/outcome-words.ts';
import { lowerAscii, type Reach, textMatcher } from '../../preload/filter/text-match.ts';
import type { FieldTest, TextTest } from '../../preload/filter/tree.ts';
import { FALSE, join, list, raw, sql, type Parameter, type Sql, TRUE } from './sql.ts';
import { isAmong } from './ids.ts';
import { likePattern, textFits, writeSpec } from './text-sql.ts';

export interface FilterMoment {
  /** Wall clock, that spans and times of the day are counted from. */
  now: number;
  /** Ids of rules whose findings do not count. */
  muted?: readonly string[];
  /**
   * How much is looked at with one statement: many exchanges (each distinct text is searched once), or a few that have just
   * come (only what they refer to is searched).
   */
  span?: 'many' | 'few';
  /**
   * Runs a query and answers its ids. With it, texts and bodies are searched now and once, and the condition only holds
   * what was found: for exchanges that are looked at window by window. What is stored later needs a condition of its own.
   */
  ask?: (query: string, parameters: readonly Parameter[]) => number[];
}

type Compile = (test: FieldTest, moment: FilterMoment) => Sql;
type TextColumn =
  | 'method'
  | 'path'
  | 'operation'
  | 'file_id'
  | 'file_name'
  | 'person_id'
  | 'person_name'
  | 'client'
  | 'lock_id'
  | 'session_id'
  | 'token_id';

export const fieldSql: Readonly<Record<FieldName, Compile>> = {
  op: (test, moment) =>
    test.kind === 'choice' ? familySql(test.value) : textField('operation', 'whole')(test, moment),
  status: numberField('e.status'),
  outcome: (test) => outcomeSql(test),
  file: (test, moment) =>
    isNothing(test)
      ? textField('file_name', 'part')(test, moment)
      : join([textField('file_name', 'part')(test, moment), textField('file_id', 'whole')(test, moment)], 'OR'),
  person: (test, moment) =>
    join(
      [textField('person_name', 'part')(test, moment), textField('person_id', 'part')(test, moment)],
      isNothing(test) ? 'AND' : 'OR',
    ),
  client: textField('client', 'part'),
  session: textField('session_id', 'part'),
  correlation: (test) =>
    isNothing(test) ? raw("COALESCE(e.correlation_id, '') = ''") : textFits('e.correlation_id', asText(test), 'part'),
  method: textField('method', 'whole'),
  path: textField('path', 'part'),
  header: (test) => headerSql(test),
  body: (test, moment) => bodySql(asText(test), moment),
  lock: textField('lock_id', 'part'),
  token: textField('token_id', 'part'),
  finding: findingSql,
  size: numberField('(e.request_bytes + e.response_bytes)'),
  duration: (test, moment) =>
    test.kind === 'compare' && test.sign === '='
      ? sql`(e.duration_ms >= ${test.value - 0.5} AND e.duration_ms < ${test.value + 0.5})`
      : numberField('e.duration_ms')(test, moment),
  since: (test, { now }) =>
    test.kind === 'moment' ? sql`e.real_at >= ${instantOf(test.moment, now, 'since')}` : FALSE,
  until: (test, { now }) =>
    test.kind === 'moment' ? sql`e.real_at <= ${instantOf(test.moment, now, 'until')}` : FALSE,
  pinned: (test, moment) => {
    const isPinned = annotated(raw('is_pinned <> 0'), moment);
    return test.kind === 'choice' && test.value === 'no' ? sql`NOT ${isPinned}` : isPinned;
  },
  tag: (test, moment) =>
    isNothing(test)
      ? sql`NOT ${annotated(raw(`EXISTS (SELECT 1 FROM ${TAGS})`), moment)}`
      : annotated(sql`EXISTS (SELECT 1 FROM ${raw(TAGS)} WHERE ${textFits('value', asText(test), 'whole')})`, moment),
  note: annotationField('note', 'part'),
  colour: annotationField('colour', 'whole'),
};

const TAGS = "json_each(CASE WHEN json_valid(tags) THEN tags ELSE '[]' END)";

/** Where text without a field is looked for. */
export function wordsSql(test: TextTest, moment: FilterMoment): Sql {
  if (isNothing(test)) return TRUE;
  const found = SEARCHED.map((column) => textField(column, 'part')(test, moment));
  found.push(outcomeSql(test, 'part', outcomeWords));
  const statuses = statusesOf(test);
  if (statuses.length > 0) found.push(sql`e.status IN (${raw(statuses.join(', '))})`);
  if (test.kind === 'literal' && LIKE_AN_ID.test(test.text)) {
    found.push(textField('session_id', 'part')(test, moment), textFits('e.correlation_id', test, 'part'));
  }
  return join(found, 'OR');
}

const SEARCHED: readonly TextColumn[] = ['operation', 'file_name', 'person_name', 'client', 'path', 'lock_id'];
/** Sessions and correlations are looked at only for what may be one of their ids: they are many. */
const LIKE_AN_ID = /^[0-9a-f-]{6,}$/i;

function statusesOf(test: TextTest): number[] {
  const matches = textMatcher(test, 'part');
  return Array.from({ length: 1000 }, (_, status) => status).filter((status) => matches(String(status)));
}

function isNothing(test: FieldTest): boolean {
  return test.kind === 'literal' && test.text === '';
}

/** The parser lets nothing else through for fields of texts. */
function asText(test: FieldTest): TextTest {
  if (test.kind === 'literal' || test.kind === 'pattern' || test.kind === 'regex') return test;
  throw new TypeError(`A test of kind ${test.kind} cannot be asked of a text.`);
}

function textField(column: TextColumn, reach: Reach): Compile {
  return (test, moment) => {
    const own = raw(`e.${column}`);
    if (isNothing(test)) return sql`(${own} IS NULL OR ${own} = (SELECT id FROM texts WHERE text = ''))`;
    const fits = textFits('text', asText(test), reach);
    if (moment.span === 'few') return sql`EXISTS (SELECT 1 FROM texts WHERE id = ${own} AND ${fits})`;
    return isAmong([own], sql`SELECT id FROM texts WHERE ${fits}`, moment);
  };
}

/** Few known texts: the index of the texts finds them. */
function isOneOf(column: 'operation' | 'outcome', values: readonly string[]): Sql {
  return values.length === 0
    ? FALSE
    : sql`${raw(`e.${column}`)} IN (SELECT id FROM texts WHERE text IN (${list(values)}))`;
}

function numberField(expression: string): Compile {
  const number = raw(expression);
  return (test) => {
    if (test.kind === 'compare') return sql`${number} ${raw(test.sign)} ${test.value}`;
    if (test.kind === 'range') return sql`${number} BETWEEN ${test.low} AND ${test.high}`;
    return sql`${number} IS NULL`;
  };
}

function familySql(word: string): Sql {
  const family = new Map<string, (typeof familyWords)[keyof typeof familyWords]>(Object.entries(familyWords)).get(word);
  if (family === undefined) return FALSE;
  if (family !== 'read') return isOneOf('operation', operationsOf(family, true));
  return sql`(e.operation IS NOT NULL AND NOT ${isOneOf('operation', operationsOf('read', false))})`;
}

/** Outcomes are few and their words are known, so they are looked through here instead of in the database. */
function outcomeSql(test: FieldTest, reach: Reach = 'inside', textOf = outcomeText): Sql {
  const codes = Object.keys(outcomes) as Outcome[];
  if (test.kind === 'choice') {
    const { value } = test;
    return isOneOf(
      'outcome',
      codes.filter((code) => code === value || outcomes[code].tone === value),
    );
  }
  if (isNothing(test)) return FALSE;
  const matches = textMatcher(asText(test), reach);
  const others = codes.filter((code) => code !== 'ok' && matches(textOf({ outcome: code, operation: null })));
  const operations = Object.keys(successWords);
  const said = operations.filter((operation) => matches(textOf({ outcome: 'ok', operation })));
  const unsaid = operations.filter((operation) => !said.includes(operation));
  const isOk = isOneOf('outcome', ['ok']);
  const plainly = matches(textOf({ outcome: 'ok', operation: null }))
    ? sql`(${isOk} AND (e.operation IS NULL OR NOT ${isOneOf('operation', unsaid)}))`
    : sql`(${isOk} AND ${isOneOf('operation', said)})`;
  return join([isOneOf('outcome', others), plainly], 'OR');
}

const HEADER_SIDES = ['requestHeaders', 'responseHeaders'] as const;

/** Headers lie in the JSON of the details. Reading it takes long; most can be ruled out by a look at its text. */
function headerSql(test: FieldTest): Sql {
  if (test.kind !== 'header') return FALSE;
  const { name, value } = test;
  const names = writeSpec(name, 'whole');
  const values = value === null ? '' : writeSpec(value, isNothing(value) ? 'whole' : 'part');
  const sides = HEADER_SIDES.map((side) => {
    const headers = raw(`json_extract(detail, '$.${side}.text'), json_extract(detail, '$.${side}.flat')`);
    return sql`filter_header(${names}, ${values}, ${headers})`;
  });
  const exact = sql`CASE WHEN json_valid(detail) THEN ${join(sides, 'OR')} ELSE 0 END`;
  const rough = sql`detail LIKE ${`${roughly(name)}${roughly(value)}`} ESCAPE '\\'`;
  return sql`EXISTS (SELECT 1 FROM exchange_details WHERE exchange_details.id = e.id AND ${rough} AND ${exact})`;
}

/** In JSON a value stands somewhere behind its name. */
function roughly(test: TextTest | null): string {
  const isPlain = test !== null && test.kind !== 'regex' && AS_IT_IS_IN_JSON.test(test.text);
  return isPlain ? likePattern(test, 'inside') : '%';
}

const AS_IT_IS_IN_JSON = /^(?:(?!["\\])[\x20-\x7e])+$/;

function bodySql(test: TextTest, moment: FilterMoment): Sql {
  if (isNothing(test)) return raw('(e.request_bytes = 0 AND e.response_bytes = 0)');
  const fits =
    test.kind === 'literal'
      ? sql`instr(lower(bytes), ${lowerAscii(test.text)})`
      : sql`filter_body(${writeSpec(test, 'inside')}, bytes)`;
  // What is NULL here lies in a file: a large body, or a document that is kept as a file version.
  const where = sql`CASE WHEN bytes IS NULL THEN filter_kept(${writeSpec(test, 'inside')}, sha256) ELSE ${fits} END`;
  // Without asking beforehand, every statement would look through all the bodies there are.
  if (!moment.ask || moment.span === 'few')
    return sql`EXISTS (SELECT 1 FROM captured_bodies WHERE captured_bodies.id IN (e.request_body, e.response_body) AND ${where})`;
  return isAmong(
    [raw('e.request_body'), raw('e.response_body')],
    // The newest first: reading files may take longer than there is time for.
    sql`SELECT id FROM captured_bodies WHERE ${where} ORDER BY id DESC`,
    moment,
  );
}

function findingSql(test: FieldTest, { muted = [] }: FilterMoment): Sql {
  const counted = sql`rule NOT IN (SELECT value FROM json_each(${JSON.stringify(muted)}))`;
  const found = (condition: Sql): Sql =>
    sql`EXISTS (SELECT 1 FROM findings WHERE findings.exchange_id = e.id AND ${condition})`;
  if (isNothing(test)) return sql`NOT ${found(counted)}`;
  if (test.kind !== 'choice') return found(sql`${textFits('rule', asText(test), 'whole')} AND ${counted}`);
  return found(test.value === 'any' ? counted : sql`severity = ${test.value} AND ${counted}`);
}

function annotated(condition: Sql, { span }: FilterMoment): Sql {
  return span === 'few'
    ? sql`EXISTS (SELECT 1 FROM annotations WHERE annotations.exchange_id = e.id AND ${condition})`
    : sql`e.id IN (SELECT exchange_id FROM annotations WHERE ${condition})`;
}

function annotationField(column: 'note' | 'colour', reach: Reach): Compile {
  return (test, moment) =>
    isNothing(test)
      ? sql`NOT ${annotated(raw(`COALESCE(${column}, '') <> ''`), moment)}`
      : annotated(textFits(column, asText(test), reach), moment);
}
