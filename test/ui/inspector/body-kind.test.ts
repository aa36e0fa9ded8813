import { expect, test } from 'vitest';
import { prettyJson, viewsFor } from '../../../renderer/inspector/body-kind.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0);

// oxfmt-ignore
const cases: [what: string, type: string | null, start: Uint8Array, views: string[]][] = [
  ['JSON by type',              'application/json; charset=utf-8', bytes('{"a":1}'),          ['json', 'text', 'hex']],
  ['JSON by look',              null,                              bytes(' {"a":1}'),         ['json', 'text', 'hex']],
  ['XML',                       'text/xml',                        bytes('<a/>'),             ['xml', 'text', 'hex']],
  ['HTML error page',           'text/html',                       bytes('<!doctype html>'),  ['xml', 'text', 'hex']],
  ['text',                      'text/plain',                      bytes('grün'),             ['text', 'hex']],
  ['text cut inside a letter',  'text/plain',                      bytes('grü').subarray(0, 3), ['text', 'hex']],
  ['picture by its bytes',      'application/octet-stream',        png,                       ['image', 'hex']],
  ['picture by type',           'image/webp',                      Uint8Array.of(1, 2, 3),    ['image', 'hex']],
  ['drawing',                   'image/svg+xml',                   bytes('<svg/>'),           ['image', 'xml', 'hex']],
  ['Office document',           'application/octet-stream',        Uint8Array.of(0x50, 0x4b, 3, 4, 0), ['hex']],
  ['JSON by type, bytes by look', 'application/json',              Uint8Array.of(0, 1, 2),    ['hex']],
  ['no UTF-8',                  null,                              Uint8Array.of(0xff, 0xfe, 0x41), ['hex']],
];

test.each(cases)('%s', (_what, type, start, views) => {
  expect(viewsFor(type, start)).toEqual(views);
});

test('JSON is laid out, and left alone when it is cut', () => {
  expect(prettyJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(prettyJson('{"a":[1')).toBe('{"a":[1');
});
