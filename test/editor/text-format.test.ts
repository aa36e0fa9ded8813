import { ChangeSet, Text } from '@codemirror/state';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextDocument } from '../../main/editor/text-document.ts';
import { decodeText, encodeText } from '../../main/editor/text-format.ts';

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

// oxfmt-ignore
test.each<[string, Buffer, string, string]>([
  ['plain ASCII',              bytes('a\nb'),                                'UTF-8',          'LF'],
  ['UTF-8',                    bytes('naïve 文書\n'),                         'UTF-8',          'LF'],
  ['UTF-8 with BOM, CRLF',     bytes([0xef, 0xbb, 0xbf], 'a\r\nb\r\n'),      'UTF-8 with BOM', 'CRLF'],
  ['UTF-16LE with BOM',        bytes([0xff, 0xfe, 0x61, 0, 0x0a, 0, 0xe9, 0]), 'UTF-16LE with BOM', 'LF'],
  ['UTF-16BE with BOM',        bytes([0xfe, 0xff, 0, 0x61, 0, 0x0d, 0, 0x62]), 'UTF-16BE with BOM', 'CR'],
  ['ISO-8859-1',               bytes([0x6e, 0xef, 0x76, 0x65, 0x0d, 0x0a]),  'ISO-8859-1',     'CRLF'],
  ['old Mac line endings',     bytes('a\rb\r'),                              'UTF-8',          'CR'],
  ['mixed line endings',       bytes('a\r\nb\nc\r\n'),                       'UTF-8',          'mixed, new lines CRLF'],
  ['an empty file',            bytes(''),                                    'UTF-8',          'LF'],
])('%s comes back as it was', (_name, original, encoding, lineEnding) => {
  const opening = TextDocument.open(original);
  if (!opening.ok) throw new Error(opening.reason);
  expect(opening.document.format).toEqual({ encoding, lineEnding });
  expect(Buffer.from(opening.document.encode().bytes).equals(original)).toBe(true);
});

test.each<[string, Buffer, string]>([
  ['zero bytes', bytes('a\0b'), 'zero bytes'],
  ['a wrong byte order mark', bytes([0xff, 0xfe, 0x61]), 'not UTF-16LE throughout'],
  ['UTF-8 with BOM that is none', bytes([0xef, 0xbb, 0xbf, 0xff]), 'not UTF-8 throughout'],
])('%s is no text', (_name, original, reason) => {
  expect(decodeText(original)).toEqual({ ok: false, reason: expect.stringContaining(reason) as string });
});

test('a character ISO-8859-1 cannot hold makes the file UTF-8', () => {
  const format = { encoding: 'ISO-8859-1', hasMark: false, lineEnding: '\n' } as const;
  expect(encodeText(['né'], [], format)).toEqual({ bytes: Buffer.from([0x6e, 0xe9]), encoding: 'ISO-8859-1' });
  expect(encodeText(['né 文'], [], format)).toEqual({ bytes: Buffer.from('né 文'), encoding: 'UTF-8' });
});

test('after any edits, lines that were not touched keep their endings', () => {
  const ending = fc.constantFrom('\n', '\r\n', '\r');
  const line = fc.tuple(
    fc.string({ maxLength: 4 }).map((text) => text.replace(/[\r\n\0\ufeff]/g, '.')),
    ending,
  );
  const edit = fc.record({ at: fc.nat(), remove: fc.nat(6), insert: fc.constantFrom('', 'x', 'y\nz', '\n\n') });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.array(edit, { maxLength: 5 }), (lines, edits) => {
      // A '\n' of its own right after a '\r' would be read as one break.
      const raw = lines.map(([text, end], index) => `${index}${text}${end}`).join('');
      const opening = TextDocument.open(Buffer.from(raw));
      if (!opening.ok) throw new Error(opening.reason);
      const { document } = opening;
      for (const { at, remove, insert } of edits) {
        const text = Text.of(document.text.split('\n'));
        const from = at % (text.length + 1);
        const changes = ChangeSet.of(
          [{ from, to: Math.min(text.length, from + remove), insert: Text.of(insert.split('\n')) }],
          text.length,
        );
        expect(document.push(document.version, [{ clientId: 'a', changes: changes.toJSON() }]).kind).toBe('accepted');
      }
      const saved = Buffer.from(document.encode().bytes).toString();
      expect(saved.replace(/\r\n|\r/g, '\n')).toBe(document.text);
      if (edits.length === 0) expect(saved).toBe(raw);
      const intact = lines
        .map(([text, end], index) => `${index}${text}${end}`)
        .filter(
          (whole, index) =>
            // Without a break behind it a line has lost its ending to an edit.
            document.text
              .split('\n')
              .slice(0, -1)
              .filter((shown) => shown === `${index}${whole.slice(1).replace(/[\r\n]+$/, '')}`).length === 1,
        );
      if (new Set(lines.map(([, end]) => end)).size === 1) for (const whole of intact) expect(saved).toContain(whole);
    }),
    { numRuns: 200 },
  );
});

test('changes made on an older version are worked in; ones sent twice count once', () => {
  const opening = TextDocument.open(Buffer.from('abc'));
  if (!opening.ok) throw new Error(opening.reason);
  const { document } = opening;
  const insert = (clientId: string, at: number, text: string) => ({
    clientId,
    changes: ChangeSet.of([{ from: at, insert: text }], 3).toJSON() as unknown,
  });
  const mine = insert('a', 3, '!');
  expect(document.push(0, [mine]).kind).toBe('accepted');
  expect(document.push(0, [insert('b', 0, '?')]).kind).toBe('accepted');
  expect(document.push(0, [mine])).toEqual({ kind: 'accepted', updates: [] });
  expect([document.text, document.version]).toEqual(['?abc!', 2]);
  expect(document.push(9, [mine]).kind).toBe('outdated');
});
