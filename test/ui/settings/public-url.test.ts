import { expect, it } from 'vitest';
import { readPublicUrl } from '../../../renderer/settings/public-url.ts';

it.each([
  ['demo.example.net', 'begin with https'],
  ['ftp://demo.example.net', 'begin with https'],
  ['https://', 'complete address'],
  ['https://demo.example.net/a b', 'space'],
  ['https://u:p@demo.example.net', 'user name'],
  ['https://demo.example.net/?a=1', 'query'],
  ['https://demo.example.net/#x', 'fragment'],
  ['https://demo.example.net/sub', 'path'],
])('refuses %s', (text, expected) => {
  expect(readPublicUrl(text)).toMatchObject({ kind: 'problem', problem: expect.stringContaining(expected) });
});

it('shows what WOPISrc will look like', () => {
  expect(readPublicUrl(' https://demo.example.net/ ')).toEqual({
    kind: 'ok',
    url: 'https://demo.example.net',
    wopiSrcExample: 'https://demo.example.net/wopi/files/…',
    warning: null,
  });
});

it('warns about addresses Office cannot reach', () => {
  expect(readPublicUrl('http://127.0.0.1:8880')).toMatchObject({
    kind: 'ok',
    warning: expect.stringContaining('loopback'),
  });
  expect(readPublicUrl('http://demo.example.net')).toMatchObject({
    kind: 'ok',
    warning: expect.stringContaining('https only'),
  });
});

it('takes an empty field for no public URL', () => {
  expect(readPublicUrl('  ')).toEqual({ kind: 'empty' });
});
