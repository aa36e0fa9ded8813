import { expect, test } from 'vitest';
import { kindOf, mismatchOf, viewsFor } from '../../../renderer/bodies/body-kind.ts';
import { charsetOf } from '../../../renderer/bodies/charset.ts';

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
  ['picture by its bytes',      'application/octet-stream',        png,                       ['image', 'hex', 'text']],
  ['picture by type',           'image/webp',                      Uint8Array.of(1, 2, 3),    ['image', 'hex', 'text']],
  ['drawing',                   'image/svg+xml',                   bytes('<svg/>'),           ['image', 'xml', 'text', 'hex']],
  ['Office document',           'application/octet-stream',        Uint8Array.of(0x50, 0x4b, 3, 4, 0), ['package', 'hex', 'text']],
  ['JSON by type, bytes by look', 'application/json',              Uint8Array.of(0, 1, 2),    ['hex', 'text']],
  ['a form',                    'application/x-www-form-urlencoded', bytes('a=1&b=2'),       ['form', 'text', 'hex']],
  ['parts',                     'multipart/form-data; boundary=x', bytes('--x'),             ['multipart', 'text', 'hex']],
  ['UTF-16',                    'application/json',                Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x7d, 0), ['json', 'text', 'hex']],
  ['no UTF-8',                  null,                              Uint8Array.of(0xc3, 0x28, 0x41), ['hex', 'text']],
];

test.each(cases)('%s', (_what, type, start, views) => {
  expect(viewsFor(type, start)).toEqual(views);
});

const zip = Uint8Array.of(0x50, 0x4b, 3, 4, 0);
const utf16 = Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x7d, 0);

// oxfmt-ignore
const mismatches: [type: string | null, start: Uint8Array, words: RegExp | null][] = [
  ['application/json',                  bytes('{"a":1}'),         null],
  ['application/json',                  bytes('true'),            null],
  ['application/json',                  bytes('<!doctype html>'), /says JSON, but the body begins like XML or HTML/],
  ['application/json',                  zip,                      /begins like a ZIP archive/],
  ['application/json',                  utf16,                    null],
  ['text/plain',                        bytes('{"a":1}'),         null],
  ['text/plain',                        Uint8Array.of(0, 1, 2),   /begins like bytes that are no text/],
  ['image/png',                         png,                      null],
  ['image/png',                         bytes('<html>'),          /says an image/],
  ['image/svg+xml',                     bytes('<svg/>'),          null],
  ['application/x-www-form-urlencoded', zip,                      /says a form/],
  ['application/x-www-form-urlencoded', bytes('a=1'),             null],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', zip, null],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), /old kind/],
  ['application/octet-stream',          zip,                      null],
  [null,                                bytes('x'),               null],
  ['application/json',                  new Uint8Array(0),        null],
];

test.each(mismatches)('%j that begins with %j', (type, start, words) => {
  const told = mismatchOf(type, start);
  if (words === null) expect(told).toBeNull();
  else expect(told).toMatch(words);
});

test('the byte order mark decides over the character set that is named', () => {
  expect(charsetOf('text/plain; charset=utf-8', utf16)).toMatchObject({ label: 'utf-16le' });
  expect(charsetOf('text/plain; charset=utf-8', utf16).notice).toMatch(/says utf-8, but .* utf-16le/);
  expect(charsetOf('text/plain; charset="ISO-8859-1"', bytes('x'))).toEqual({ label: 'windows-1252', notice: null });
  expect(charsetOf('text/plain; charset=klingon', bytes('x')).notice).toMatch(/“klingon” is unknown/);
  expect(kindOf(Uint8Array.of(0x67, 0x72, 0xfc, 0x6e), 'text/plain; charset=latin1')).toBe('text');
  expect(kindOf(Uint8Array.of(0x67, 0x72, 0xfc, 0x6e), 'text/plain')).toBe('bytes');
});
