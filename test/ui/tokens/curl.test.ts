import { expect, it } from 'vitest';
import { checkFileInfoCurl, checkFileInfoUrl, shellQuote } from '../../../renderer/tokens/curl.ts';

it.each([
  ['plain', "'plain'"],
  ["it's", "'it'\\''s'"],
  ['$HOME `id` "', `'$HOME \`id\` "'`],
  ['', "''"],
])('quotes %j for the shell', (text, expected) => {
  expect(shellQuote(text)).toBe(expected);
});

it('asks for CheckFileInfo with the token in the query', () => {
  expect(checkFileInfoUrl('http://127.0.0.1:8880/wopi/files/abc', 'a.b-c_d')).toBe(
    'http://127.0.0.1:8880/wopi/files/abc?access_token=a.b-c_d',
  );
  expect(checkFileInfoUrl('http://h/wopi/files/abc?x=1', 'a+b')).toBe('http://h/wopi/files/abc?x=1&access_token=a%2Bb');
  expect(checkFileInfoCurl('http://h/wopi/files/abc', 't')).toBe("curl -sS 'http://h/wopi/files/abc?access_token=t'");
});
