import { beforeEach, expect, test } from 'vitest';
import { readPastedKey, takeSessionKey } from '../../../renderer/api/session-key.ts';

beforeEach(() => sessionStorage.clear());

// oxfmt-ignore
const cases: [hash: string, key: string | null, left: string][] = [
  ['#key=abc',                               'abc',  ''],
  ['#key=a%2Bb',                             'a+b',  ''],
  ['#key=abc/traffic',                       'abc',  '#/traffic'],
  ['#/traffic?f=op%3ALock&key=abc',          'abc',  '#/traffic?f=op%3ALock'],
  ['#/traffic?key=abc&x=3',                  'abc',  '#/traffic?x=3'],
  ['#/traffic?key=abc',                      'abc',  '#/traffic'],
  ['#/traffic?f=lock',                       null,   '#/traffic?f=lock'],
  ['',                                       null,   ''],
];

test.each(cases)('address %j', (hash, key, left) => {
  window.history.replaceState(null, '', `/${hash}`);
  expect(takeSessionKey()).toBe(key);
  expect(window.location.hash).toBe(left);
});

test('the key stays for the tab', () => {
  window.history.replaceState(null, '', '/#key=abc');
  takeSessionKey();
  expect(takeSessionKey()).toBe('abc');
});

// oxfmt-ignore
const pasted: [text: string, key: string | null][] = [
  ['http://127.0.0.1:8881/#key=abc',                          'abc'],
  ['WOPI Sandbox is at http://127.0.0.1:8881/#key=abc\n',     'abc'],
  ['  abc  ',                                                 'abc'],
  ['http://127.0.0.1:8881/',                                  null],
  ['two words',                                               null],
  ['',                                                        null],
];

test.each(pasted)('pasted %j', (text, key) => {
  expect(readPastedKey(text)).toBe(key);
});
