import { JSON_OPERATIONS } from '../../operations.ts';
import { rule } from '../../rule.ts';
import type { Seen } from '../../seen.ts';
import { shown } from '../../words.ts';

const BYTE_ORDER_MARK = '\uFEFF';

export const answerNotJson = rule({
  id: 'answer-not-json',
  severity: 'error',
  topic: 'file-info',
  side: 'host',
  mistakes: [32],
  title: 'The answer is not JSON',
  what: 'The body cannot be read as JSON: it is XML or HTML, begins with a byte order mark, has text behind the object, or is cut.',
  why: 'It may look right in a browser, but the client stops with a parse error.',
  fix: 'Send exactly one JSON object in UTF-8 without byte order mark, whatever the Accept header says, and no error page with status 200.',
  spec: 'rest/files/checkfileinfo',
  on: JSON_OPERATIONS,
  inspect(now) {
    if (!now.succeeded || now.json) return null;
    const text = now.text('response');
    if (text === null) return null;
    const fault = faultOf(text, now);
    return fault === null ? null : `The answer of ${now.operation ?? ''} ${fault}.`;
  },
  outranks: ['json-content-type'],
  good: [['an object', ['CheckFileInfo']]],
  bad: [
    [
      'XML',
      ['CheckFileInfo', { body: '<FileInfo><Size>3</Size></FileInfo>', answer: { 'Content-Type': 'application/xml' } }],
    ],
    ['a byte order mark', ['RenameFile', { body: '\uFEFF{"Name":"a"}' }]],
    ['text behind', ['RenameFile', { body: '{"Name":"a"}OK' }]],
    ['nothing', ['CheckFileInfo', { body: '' }]],
  ],
});

function faultOf(text: string, { json }: Seen): string | null {
  if (text === '') return 'has no body';
  if (text.startsWith(BYTE_ORDER_MARK)) return 'begins with a byte order mark';
  if (json) return null;
  if (/^\s*</.test(text)) return /^\s*<!doctype html|^\s*<html/i.test(text) ? 'is an HTML page' : 'is XML';
  return `is not JSON: ${shown(text.slice(0, 60))}`;
}

export const jsonContentType = rule({
  id: 'json-content-type',
  severity: 'warning',
  topic: 'file-info',
  side: 'host',
  mistakes: [32],
  title: 'JSON is not called JSON',
  what: 'The body is JSON, but Content-Type does not say application/json.',
  why: 'Clients may refuse other content types, and proxies treat the body as a page.',
  fix: 'Send Content-Type: application/json; charset=utf-8.',
  spec: 'rest/common-headers',
  on: JSON_OPERATIONS,
  inspect(now) {
    if (!now.succeeded || now.exchange.responseBytes === 0) return null;
    const type = now.contentType;
    return /^application\/(?:[\w.+-]+\+)?json\b/.test(type)
      ? null
      : `Content-Type is ${type === '' ? 'missing' : shown(type)}.`;
  },
  good: [['application/json', ['CheckFileInfo']]],
  bad: [
    ['text/html', ['CheckFileInfo', { answer: { 'Content-Type': 'text/html' } }]],
    ['none', ['CheckFileInfo', { answer: { 'Content-Type': null } }]],
  ],
});
