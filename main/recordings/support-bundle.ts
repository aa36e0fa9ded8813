import type { RedactionPart, Settings } from '../../preload/contract.ts';
import type { RecordedTraffic, StoredSelection } from '../store/recorded-traffic.ts';
import type { HarPart } from './har-file.ts';
import { harFile } from './har-file.ts';
import type { Leaving } from './leaving.ts';
import { leaving } from './leaving.ts';
import type { Redactor } from './redaction.ts';
import type { ArchiveWriter } from './zip-write.ts';
import { textContent } from './zip-write.ts';

/** What support has to know of the place where it happened. */
export interface Environment {
  product: { name: string; version: string };
  runtime: Record<string, string>;
  settings: Settings;
  /** As it was loaded, by name of its source. */
  discovery: { name: string; text: string }[];
  /** Last lines of the log. */
  log: readonly string[];
  now: number;
  /** What the exchanges are: "Session …", "File …". */
  subject: string;
}

/** Settings that are secrets, or name somebody. */
const SECRET_SETTINGS: readonly (keyof Settings)[] = [
  'oauthClientSecret',
  'signInCode',
  'oauthRedirectUris',
  'oauthClientId',
];

// oxfmt-ignore
const COLUMNS: readonly (readonly [string, (one: Leaving) => string | number | null])[] = [
  ['UTC time',                    ({ exchange }) => new Date(exchange.realAt).toISOString()],
  ['Operation',                   ({ exchange }) => exchange.operation ?? `${exchange.method} ${exchange.path}`],
  ['Status',                      ({ exchange }) => exchange.status],
  ['X-WOPI-CorrelationId',        ({ exchange }) => exchange.correlationId],
  ['X-WOPI-SessionId',            ({ exchange }) => exchange.sessionId],
  ['X-UserSessionId',             header('X-UserSessionId')],
  ['X-WOPI-DeviceId',             header('X-WOPI-DeviceId')],
  ['X-WOPI-MachineName',          header('X-WOPI-MachineName')],
  ['X-WOPI-ClientVersion',        header('X-WOPI-ClientVersion')],
  ['X-WOPI-AppEndpoint',          header('X-WOPI-AppEndpoint')],
  ['X-WOPI-RequestingApplication', header('X-WOPI-RequestingApplication')],
  ['Answer X-WOPI-ServerError',   answered('X-WOPI-ServerError')],
  ['Answer X-WOPI-ServerVersion', answered('X-WOPI-ServerVersion')],
  ['Milliseconds',                ({ exchange }) => exchange.durationMs],
  ['Outcome',                     ({ exchange }) => exchange.outcome],
];

export interface BundleWish {
  traffic: RecordedTraffic;
  selection: StoredSelection;
  redactor: Redactor;
  archive: ArchiveWriter;
  environment: Environment;
}

/** An archive for Microsoft's support: who asked what when, in the words and ids they search their own logs by. */
export async function writeSupportBundle(wish: BundleWish): Promise<{ exchanges: number; remarks: string[] }> {
  const { traffic, selection, redactor, archive, environment } = wish;
  const { product, settings, discovery, log } = environment;
  const rows: string[] = [COLUMNS.map(([name]) => name).join('\t')];
  const seen: Seen = { correlations: new Set(), sessions: new Set(), firstAt: null, lastAt: null };
  const part: HarPart = { exchanges: 0, leftOut: 0 };

  async function* watched(): AsyncGenerator<Leaving> {
    for await (const one of leaving(traffic, selection, redactor)) {
      notice(seen, one);
      if (rows.length <= MOST_ROWS) rows.push(COLUMNS.map(([, read]) => cell(read(one))).join('\t'));
      yield one;
    }
  }
  await archive.add('traffic.har', bytesOf(harFile(watched(), { version: product.version, notes: [], part })));
  await archive.add('correlation-ids.tsv', textContent(`${rows.join('\n')}\n`));
  const shown = { ...settings } as Record<string, unknown>;
  for (const name of SECRET_SETTINGS) shown[name] = '(left out)';
  shown['folder'] = '(left out)';
  const kept = { ...environment.runtime, product: `${product.name} ${product.version}` };
  await archive.add(
    'environment.json',
    textContent(`${redactor.text(JSON.stringify({ ...kept, settings: shown }, null, 2))}\n`),
  );
  for (const [index, { text }] of discovery.entries())
    await archive.add(`discovery-${index + 1}.json`, textContent(redactor.text(text)));
  await archive.add('log.ndjson', textContent(log.map((line) => redactor.text(line)).join('')));
  const remarks = remarksOf(part, rows.length - 1);
  await archive.add('README.txt', textContent(readme(environment, seen, part, redactor.parts(), remarks)));
  await archive.finish();
  return { exchanges: part.exchanges, remarks };
}

const MOST_ROWS = 100_000;
const MOST_LISTED = 50;

interface Seen {
  correlations: Set<string>;
  sessions: Set<string>;
  firstAt: number | null;
  lastAt: number | null;
}

function notice(seen: Seen, { exchange: { correlationId, sessionId, realAt } }: Leaving): void {
  if (correlationId && seen.correlations.size < MOST_LISTED) seen.correlations.add(correlationId);
  if (sessionId && seen.sessions.size < MOST_LISTED) seen.sessions.add(sessionId);
  seen.firstAt = Math.min(seen.firstAt ?? Infinity, realAt);
  seen.lastAt = Math.max(seen.lastAt ?? 0, realAt);
}

function remarksOf({ leftOut, exchanges }: HarPart, rows: number): string[] {
  const remarks: string[] = [];
  if (leftOut > 0)
    remarks.push(`${leftOut} bodies are not in the file or not whole; each entry says why in its comment.`);
  if (rows < exchanges)
    remarks.push(`correlation-ids.tsv lists the first ${rows} of ${exchanges} requests; traffic.har holds all.`);
  return remarks;
}

function readme(
  environment: Environment,
  seen: Seen,
  part: HarPart,
  parts: readonly RedactionPart[],
  remarks: readonly string[],
): string {
  const { product, subject, discovery, now } = environment;
  const utc = (at: number | null): string => (at === null ? '-' : new Date(at).toISOString());
  const list = (ids: ReadonlySet<string>): string[] =>
    ids.size === 0 ? ['  (none was sent)'] : [...ids].map((id) => `  ${id}`);
  return `${[
    `Support bundle of ${product.name} ${product.version}, made ${utc(now)}`,
    '',
    `What: ${subject}`,
    `Requests: ${part.exchanges}`,
    `First (UTC): ${utc(seen.firstAt)}`,
    `Last (UTC):  ${utc(seen.lastAt)}`,
    '',
    `Session ids (X-WOPI-SessionId${full(seen.sessions)}):`,
    ...list(seen.sessions),
    '',
    `Correlation ids (X-WOPI-CorrelationId${full(seen.correlations)}):`,
    ...list(seen.correlations),
    '',
    'Files in this archive',
    '  correlation-ids.tsv  one line a request: UTC time, operation, status, and every id Office servers log',
    '  traffic.har          the requests and answers, HAR 1.2; opens in browsers, Fiddler, Charles and mitmproxy',
    '  environment.json     versions and settings, without secrets',
    ...discovery.map(({ name }, index) => `  discovery-${index + 1}.json     what discovery said: ${name}`),
    '  log.ndjson           the last lines of the log of WOPI Sandbox',
    '',
    'What was hidden',
    ...parts.map(
      ({ kind, isOn, count }) => `  ${HIDDEN_WORDS[kind]}: ${isOn ? `hidden, ${count} times` : 'not hidden'}`,
    ),
    '  Secrets (tokens, cookies, keys) are never stored by the app and so are in no file of it.',
    ...(remarks.length > 0 ? ['', 'Not in this archive', ...remarks.map((remark) => `  ${remark}`)] : []),
    '',
    'Please add in your own words: what was done, what was expected, what happened, and since when.',
  ].join('\r\n')}\r\n`;
}

const HIDDEN_WORDS: Record<RedactionPart['kind'], string> = {
  tokens: 'Access tokens and cookies',
  proof: 'Proof signatures',
  people: 'Names of people and mail addresses',
  files: 'File names',
  addresses: 'Host names and addresses',
  bodies: 'Contents of documents',
};

function full(ids: ReadonlySet<string>): string {
  return ids.size >= MOST_LISTED ? `, the first ${MOST_LISTED}` : '';
}

function header(wanted: string): (one: Leaving) => string | null {
  return ({ exchange }) =>
    exchange.requestHeaders.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())?.value ?? null;
}

function answered(wanted: string): (one: Leaving) => string | null {
  return ({ exchange }) =>
    exchange.responseHeaders.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())?.value ?? null;
}

/** A value from outside must not open columns, or formulas of the program that reads them. */
function cell(value: string | number | null): string {
  const text = String(value ?? '').replaceAll(/[\t\r\n]/g, ' ');
  return /^[=+@-]/.test(text) ? `'${text}` : text;
}

async function* bytesOf(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text);
}
