import { expect, test } from 'vitest';
import { readForm } from '../../../renderer/bodies/form.ts';
import { JSON_START, layOutJson, problemOfJson } from '../../../renderer/bodies/layout-json.ts';
import { layOutXml } from '../../../renderer/bodies/layout-xml.ts';
import { readMultipart } from '../../../renderer/bodies/multipart.ts';
import { momentsIn } from '../../../renderer/bodies/times.ts';

// oxfmt-ignore
const json: [text: string, shown: string][] = [
  ['{"a":[1,2],"b":{}}',             '{\n  "a": [\n    1,\n    2\n  ],\n  "b": {}\n}'],
  ['{"ticks":639310400991234567}',   '{\n  "ticks": 639310400991234567\n}'],
  ['{"a":1,"a":2}',                  '{\n  "a": 1,\n  "a": 2\n}'],
  [String.raw`["a\"{,b", ""]`,       '[\n  ' + String.raw`"a\"{,b"` + ',\n  ""\n]'],
  ['{"a":[1',                        '{\n  "a": [\n    1'],
  [']]}',                            '\n]\n]\n}'],
  ['[ ]',                            '[]'],
  ['true',                           'true'],
];

test.each(json)('JSON %j', (text, shown) => {
  expect(layOutJson(text).text).toBe(shown);
});

test('JSON is laid out over pages, also when one ends inside a text', () => {
  const text = String.raw`{"a":"x\\,{y","b":[{"c":"\"z"}]}`;
  for (let cut = 0; cut <= text.length; cut += 1) {
    const first = layOutJson(text.slice(0, cut), JSON_START);
    const second = layOutJson(text.slice(cut), first.end);
    expect((first.text + second.text).replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
    expect(second.end).toEqual(JSON_START);
  }
});

test('hostile nesting stays as long as it is', () => {
  const { text } = layOutJson('['.repeat(200_000));
  expect(text.length).toBeLessThan(200_000 * 90);
  expect(layOutXml('<a>'.repeat(50_000)).length).toBeLessThan(50_000 * 90);
  expect(layOutXml('<!--'.repeat(100_000)).length).toBe(400_000);
});

test('what is no JSON says why', () => {
  expect(problemOfJson('{"a":1}')).toBeNull();
  expect(problemOfJson('{"a":')).toMatch(/^This is not valid JSON: .*[^.]\. It is shown as far as it goes\.$/);
});

// oxfmt-ignore
const xml: [text: string, shown: string][] = [
  ['<a><b>x</b><c/></a>',                       '<a>\n  <b>x</b>\n  <c/>\n</a>'],
  ['<?xml version="1.0"?><a></a>',              '<?xml version="1.0"?>\n<a></a>'],
  ['<t xml:space="preserve"> </t>',             '<t xml:space="preserve"> </t>'],
  ['<a>\n  <b>\n</b></a>',                      '<a>\n  <b>\n</b>\n</a>'],
  ['<a><!-- > --><![CDATA[<x>]]></a>',          '<a>\n  <!-- > -->\n  <![CDATA[<x>]]>\n</a>'],
  ['<a>text <b>bold</b> more</a>',              '<a>\n  text\n  <b>bold</b>\n  more\n</a>'],
  ['<a><b',                                     '<a>\n  <b'],
  ['</a></b>',                                  '</a>\n</b>'],
];

test.each(xml)('XML %j', (text, shown) => {
  expect(layOutXml(text)).toBe(shown);
});

test('a form keeps order and doubles', () => {
  expect(readForm('b=1&a=x+y&b=%C3%A9&c')).toEqual([
    { name: 'b', value: '1' },
    { name: 'a', value: 'x y' },
    { name: 'b', value: 'é' },
    { name: 'c', value: '' },
  ]);
});

const multipart = (text: string, type = 'multipart/form-data; boundary="b1"') =>
  readMultipart(type, new TextEncoder().encode(text.replaceAll('\n', '\r\n')));

test('a multipart body is taken apart', () => {
  const reading = multipart(
    '--b1\nContent-Disposition: form-data; name="note"\n\nhello\n--b1\nContent-Disposition: form-data; name="f"; filename="x.json"\nContent-Type: application/json\n\n{}\n--b1--\n',
  );
  expect(reading).toMatchObject({
    notice: null,
    parts: [
      { name: 'note', fileName: null, contentType: null },
      { name: 'f', fileName: 'x.json', contentType: 'application/json' },
    ],
  });
  if (!('parts' in reading)) return;
  expect(reading.parts.map(({ start, end }) => end - start)).toEqual([5, 2]);
});

test('a multipart body that is cut, empty or without its boundary says so', () => {
  expect(multipart('--b1\nA: b\n\nhello')).toMatchObject({ notice: expect.stringContaining('cut'), parts: [{}] });
  expect(multipart('nothing')).toMatchObject({ problem: expect.stringContaining('does not occur') });
  expect(multipart('--b1--', 'multipart/mixed')).toMatchObject({ problem: expect.stringContaining('no boundary') });
  expect(multipart('--b1\n\nno head\n--b1--')).toMatchObject({ parts: [{ headers: [] }] });
});

test('times in a body are found, with all digits of ticks', () => {
  const found = momentsIn(
    '{"AccessTokenExpiry":1795000000000,"a":{"LastModifiedTime":"2026-11-23T14:15:00Z","ticks":639310400991234567,"Size":123456789012}}',
  );
  expect(found.map(({ path, written }) => [path, written])).toEqual([
    ['AccessTokenExpiry', 'milliseconds'],
    ['LastModifiedTime', 'text'],
    ['ticks', 'ticks'],
  ]);
});
