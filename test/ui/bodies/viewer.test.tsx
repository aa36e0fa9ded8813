import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FluentProvider } from '@fluentui/react-components';
import { afterEach, expect, test } from 'vitest';
import { collect } from '../../../renderer/bodies/download.ts';
import { bytesAtHand, recordedBody, type ByteSource } from '../../../renderer/bodies/source.ts';
import { Viewer } from '../../../renderer/bodies/viewer.tsx';
import { themes } from '../../../renderer/ui/theme.ts';
import '../support/calm-dom.ts';
import { document as wordDocument } from './documents.ts';

afterEach(cleanup);

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

function show(source: ByteSource, contentType: string | null): void {
  render(
    <FluentProvider theme={themes.light}>
      <Viewer
        source={source}
        contentType={contentType}
        fileName="body.bin"
        requestAt={Date.UTC(2026, 10, 23, 14, 15)}
      />
    </FluentProvider>,
  );
}

/** A body of any length that counts what is read of it. */
function counted(
  size: number,
  at: (offset: number) => number,
): ByteSource & { readBytes: () => number; largest: () => number } {
  let readBytes = 0;
  let largest = 0;
  return {
    size,
    readBytes: () => readBytes,
    largest: () => largest,
    async read(offset, length) {
      const count = Math.max(0, Math.min(length, size - offset));
      readBytes += count;
      largest = Math.max(largest, count);
      return Uint8Array.from({ length: count }, (_, index) => at(offset + index));
    },
  };
}

/** Colours come later, line by line; the text is there at once. */
async function laidOut(): Promise<void> {
  await waitFor(() =>
    expect(document.querySelector('.cm-content')?.textContent).toMatch(/"name": "value",(?: {2})+"n": 1/),
  );
}

test('JSON of 100 MB shows its beginning laid out, pages on, and reads only what is looked at', async () => {
  const pattern = encode('{"name":"value","n":1},');
  const body = counted(100 * 1024 * 1024, (offset) =>
    offset === 0 ? 0x5b : (pattern[(offset - 1) % pattern.length] ?? 0),
  );
  show(body, 'application/json');
  expect(await screen.findByText(/Laid out page by page: all of it \(100 MB\)/)).toBeTruthy();
  expect(screen.getByText(/^0–131,071/).textContent).toBe('0–131,071 of 104,857,600 bytes');
  await laidOut();
  await userEvent.click(screen.getByRole('button', { name: 'Next page of text' }));
  expect((await screen.findByText(/^131,072–/)).textContent).toContain('262,143');
  await laidOut();
  expect(screen.getByText(/Laid out page by page/)).toBeTruthy();
  await userEvent.type(screen.getByRole('textbox', { name: 'Go to byte' }), '0x6000000{Enter}');
  expect(await screen.findByText(/^100,663,296–/)).toBeTruthy();
  expect(await screen.findByText(/^As it came: all of it/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Hex' }));
  expect(await screen.findByText(/^5b 7b 22/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Last page of bytes' }));
  expect(await screen.findByText('063c0000')).toBeTruthy();
  expect(body.readBytes()).toBeLessThan(2 * 1024 * 1024);
});

test('a page of text is cut between characters', async () => {
  const text = encode(`x${'é'.repeat(800_000)}`);
  show(bytesAtHand(text), 'text/plain');
  await screen.findByText(/^0–131,071/);
  await userEvent.click(screen.getByRole('button', { name: 'Next page of text' }));
  await screen.findByText(/^131,072–/);
  expect(document.body.textContent).not.toContain('\uFFFD');
});

test('a body that is not what it is called says so, and is shown as what it is', async () => {
  show(bytesAtHand(encode('<html><body>502 Bad Gateway</body></html>')), 'application/json');
  expect(await screen.findByText(/says JSON, but the body begins like XML or HTML/)).toBeTruthy();
  const ways = within(screen.getByRole('group', { name: 'Show as' })).getAllByRole('button');
  expect(ways.map(({ textContent }) => textContent)).toEqual(['XML', 'Text', 'Hex']);
});

test('JSON that is cut is shown as far as it goes, with the reason', async () => {
  show(bytesAtHand(encode('{"a":[1,{"b":"tex')), 'application/json');
  expect(await screen.findByText(/^This is not valid JSON/)).toBeTruthy();
  expect(await screen.findByText('"b"')).toBeTruthy();
});

test('times in JSON are told in words', async () => {
  show(bytesAtHand(encode('{"AccessTokenExpiry":1795446900000}')), 'application/json');
  await userEvent.click(await screen.findByText('1 time in this body'));
  expect(screen.getByText(/^milliseconds since 1970: .* after the request$/)).toBeTruthy();
});

test('a form is a table of its fields', async () => {
  show(bytesAtHand(encode('grant_type=refresh_token&scope=a+b&empty=')), 'application/x-www-form-urlencoded');
  expect((await screen.findByRole('table')).textContent).toBe('3 fieldsgrant_typerefresh_tokenscopea bemptyempty');
});

test('parts of a multipart body are listed and opened', async () => {
  const body =
    '--b\r\nContent-Disposition: form-data; name="one"\r\n\r\nhello\r\n--b\r\nContent-Disposition: form-data; name="two"; filename="x.json"\r\nContent-Type: application/json\r\n\r\n{"k":1}\r\n--b--';
  show(bytesAtHand(encode(body)), 'multipart/form-data; boundary=b');
  await userEvent.click(await screen.findByRole('button', { name: 'two (x.json)' }));
  expect(await screen.findByText('"k"')).toBeTruthy();
});

test('an Office document is a tree of parts; the arrow keys walk it, relationships lead on', async () => {
  show(bytesAtHand(wordDocument()), 'application/octet-stream');
  expect(await screen.findByText(/^Word document: 5 parts, .* unpacked$/)).toBeTruthy();
  const main = await screen.findByRole('treeitem', { name: /^document\.xml(?!\.rels)/ });
  expect(main.getAttribute('aria-selected')).toBe('true');
  expect(await screen.findByText('1 relationship of this part')).toBeTruthy();
  await userEvent.click(screen.getByText('1 relationship of this part'));
  await userEvent.click(screen.getByRole('button', { name: 'word/styles.xml' }));
  expect(screen.getByRole('treeitem', { name: /^styles\.xml/ }).getAttribute('aria-selected')).toBe('true');
  screen.getByRole('treeitem', { name: /^styles\.xml/ }).focus();
  await userEvent.keyboard('{ArrowUp}');
  expect(screen.getByRole('treeitem', { name: /^document\.xml(?!\.rels)/ })).toBe(document.activeElement);
});

test('an archive that is cut is refused with the reason, and still to be seen as bytes', async () => {
  show(bytesAtHand(wordDocument().slice(0, 300)), 'application/octet-stream');
  expect(await screen.findByText(/is no whole ZIP archive/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Hex' }));
  expect(await screen.findByText(/^50 4b 03 04/)).toBeTruthy();
});

test('a body is read in slices, kept at hand, and saved slice by slice', async () => {
  const calls: { offset: number; length: number }[] = [];
  const kept = 3 * 1024 * 1024 + 7;
  const source = recordedBody(
    {
      getBody: async ({ offset, length }) => {
        calls.push({ offset, length });
        return { base64: btoa('a'.repeat(length)), offset, total: kept };
      },
    },
    { id: 1, side: 'response', kept },
  );
  expect(await source.read(kept - 3, 10)).toHaveLength(3);
  expect(await source.read(kept, 10)).toHaveLength(0);
  await source.read(kept - 5, 2);
  expect(calls).toEqual([{ offset: 3 * 1024 * 1024, length: 7 }]);
  const shares: number[] = [];
  const blob = await collect(source, {
    onProgress: (share) => shares.push(share),
    signal: new AbortController().signal,
  });
  expect(blob.size).toBe(kept);
  expect(shares.at(-1)).toBe(1);
  expect(Math.max(...calls.map(({ length }) => length))).toBe(256 * 1024);
  const stopped = new AbortController();
  stopped.abort();
  await expect(collect(source, { onProgress: () => undefined, signal: stopped.signal })).rejects.toThrow('abort');
});
