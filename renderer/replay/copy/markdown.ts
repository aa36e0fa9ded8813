import type { ExchangeDetail, FileMoment, Finding, Header, RuleRow } from '../../../preload/contract.ts';
import { decodedName } from '../../inspector/utf7.ts';
import { formatBytes, formatDuration } from '../../ui/format.ts';
import { specLinkOf } from './spec-links.ts';

export interface ReportedExchange {
  detail: ExchangeDetail;
  /** What happened, in words. */
  title: string;
  words: string;
  findings: readonly Finding[];
  rules: readonly RuleRow[];
  /** As text; null for bytes and for what is not kept. */
  requestText: string | null;
  responseText: string | null;
}

/** A bug report is read by people: a body longer than this is told by its size and beginning. */
const SHOWN_CHARACTERS = 8_000;

/** Everything about an exchange, ready for a bug report; secrets are the markers of the recording. */
export function writeMarkdown(exchange: ReportedExchange, level = 2): string {
  const { detail, title, words } = exchange;
  const head = '#'.repeat(level);
  return [
    `${head} ${inline(title)}`,
    '',
    inline(words),
    '',
    ...facts(detail),
    ...findingLines(exchange, head),
    `${head}# Request`,
    '',
    fenced(
      'http',
      message(
        `${detail.method} ${detail.url} HTTP/${detail.httpVersion}`,
        detail.requestHeaders,
        bodyText(exchange.requestText, detail.requestBody.size, detail.requestBody.missing),
      ),
    ),
    '',
    ...decodedLines(detail.requestHeaders),
    `${head}# Answer`,
    '',
    ...(detail.status === null
      ? ['There was no answer.', '']
      : [
          fenced(
            'http',
            message(
              `HTTP/${detail.httpVersion} ${detail.status}`,
              detail.responseHeaders,
              bodyText(exchange.responseText, detail.responseBody.size, detail.responseBody.missing),
            ),
          ),
          '',
          ...decodedLines(detail.responseHeaders),
        ]),
  ]
    .join('\n')
    .trimEnd();
}

function facts(detail: ExchangeDetail): string[] {
  const spec = specLinkOf(detail);
  const rows: [string, string | null][] = [
    [
      'Operation',
      detail.operation === null ? null : spec === null ? detail.operation : `[${detail.operation}](${spec})`,
    ],
    ['Status', detail.status === null ? 'none' : `${detail.status}, ${detail.outcome}`],
    ['Why', detail.explanation === null ? null : inline(detail.explanation)],
    ['File', detail.fileName === null ? null : inline(detail.fileName)],
    ['Person', detail.personName === null ? null : inline(detail.personName)],
    ['Client', detail.client === '' ? null : inline(detail.client)],
    ['When', new Date(detail.realAt).toISOString()],
    ['Took', formatDuration(detail.durationMs)],
    ['Correlation id', code(detail.correlationId)],
    ['Session id', code(detail.sessionId)],
    ['Lock', change(detail, ({ lockId }) => lockId ?? 'none')],
    ['Version', change(detail, ({ version }) => version ?? '–')],
    ['Proof', `${detail.proof.verdict}: ${inline(detail.proof.explanation)}`],
  ];
  const shown = rows.filter(([, value]) => value !== null);
  return ['| | |', '|---|---|', ...shown.map(([name, value]) => `| ${name} | ${value} |`), ''];
}

function change({ before, after }: ExchangeDetail, read: (moment: FileMoment) => string): string | null {
  if (!before && !after) return null;
  const [from, to] = [before && read(before), after && read(after)];
  return from === to || from === null || to === null ? code(to ?? from) : `${code(from)} → ${code(to)}`;
}

function findingLines({ findings, rules }: ReportedExchange, head: string): string[] {
  if (findings.length === 0) return [];
  const lines = findings.map(({ rule: id, severity, evidence }) => {
    const rule = rules.find((each) => each.id === id);
    const title = rule ? `[${inline(rule.title)}](${rule.spec})` : inline(id);
    return `- **${severity}** ${title}: ${inline(evidence)}${rule ? ` ${inline(rule.fix)}` : ''}`;
  });
  return [`${head}# Findings`, '', ...lines, ''];
}

function decodedLines(headers: readonly Header[]): string[] {
  const lines = headers.flatMap(({ name, value }) => {
    const said = decodedName(name, value);
    return said === null ? [] : [`${name} says “${inline(said)}”.`];
  });
  return lines.length === 0 ? [] : [...lines, ''];
}

function message(first: string, headers: readonly Header[], body: string | null): string {
  const lines = [first, ...headers.map(({ name, value }) => `${name}: ${value}`)];
  return body === null ? lines.join('\n') : `${lines.join('\n')}\n\n${body}`;
}

function bodyText(text: string | null, size: number, missing: string | null): string | null {
  if (size === 0) return null;
  if (text === null)
    return `(${formatBytes(size)}${missing === null ? ' that are no text' : `, not kept: ${missing}`})`;
  if (text.length <= SHOWN_CHARACTERS) return text;
  return `${text.slice(0, SHOWN_CHARACTERS)}\n… (${formatBytes(size)} in all, cut here)`;
}

/** A fence longer than any run of backticks inside, so that nothing a client sent can end it. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** One line of prose: what came from outside cannot begin a heading, a table cell, a link or an element. */
function inline(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>|#]/g, '\\$&');
}

function code(text: string | null): string | null {
  if (text === null) return null;
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padded = /^`|`$/.test(text) ? ` ${text} ` : text;
  return `${fence}${padded.replaceAll(/\s/g, ' ').replaceAll('|', '\\|')}${fence}`;
}
