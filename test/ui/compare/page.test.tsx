import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AdminApi } from '../../../preload/contract.ts';
import { forgetFirst } from '../../../renderer/compare/choice.ts';
import { document as wordDocument } from '../bodies/documents.ts';
import { fakeChannel, renderApp } from '../support/fake-channel.tsx';
import { exchange, exchangeDetail, snapshot } from '../support/fixtures.ts';

const bodies: Record<string, Uint8Array> = {
  '1 response': new TextEncoder().encode('{"Version":"16","Name":"a","Same":true}'),
  '2 response': new TextEncoder().encode('{"Name":"b","Version":"16","Same":true,"New":[1]}'),
  '3 request': wordDocument({ text: 'Hello' }),
  '4 request': wordDocument({ text: 'Hullo', parts: { 'word/new.xml': '<n/>' } }),
};

const details = [
  exchangeDetail({ id: 1, status: 200, responseBytes: 39 }),
  exchangeDetail({
    id: 2,
    status: 409,
    outcome: 'locked-by-other',
    requestHeaders: [{ name: 'X-WOPI-Lock', value: 'other' }],
    responseBytes: 50,
  }),
  exchangeDetail({ id: 3, operation: 'PutFile', requestBytes: bodies['3 request']?.length ?? 0, responseBytes: 0 }),
  exchangeDetail({ id: 4, operation: 'PutFile', requestBytes: bodies['4 request']?.length ?? 0, responseBytes: 0 }),
];

const api: Partial<AdminApi> = {
  getExchange: async ({ id }) => {
    const found = details.find((each) => each.id === id);
    if (!found) throw new Error(`Exchange ${id} is not kept any more.`);
    const side = (name: 'request' | 'response') => {
      const bytes = bodies[`${id} ${name}`];
      const info = found[`${name}Body`];
      return bytes ? { ...info, size: bytes.length, kept: bytes.length } : { ...info, size: 0, kept: 0 };
    };
    return { ...found, requestBody: side('request'), responseBody: side('response') };
  },
  getBody: async ({ id, side, offset, length }) => {
    const bytes = bodies[`${id} ${side}`] ?? new Uint8Array(0);
    const slice = bytes.subarray(offset, offset + length);
    return { base64: btoa(String.fromCharCode(...slice)), offset, total: bytes.length };
  },
  listRelated: async () => ({ groups: [], searched: 10 }),
};

beforeEach(() => {
  forgetFirst();
  window.location.hash = '';
});
afterEach(cleanup);

async function show(place: string): Promise<void> {
  const rows = details.map(({ id, operation }) => exchange({ id, operation }));
  await renderApp(fakeChannel(snapshot(), rows, api), place);
}

const lines = (name: string): string[] =>
  [...screen.getByRole('table', { name }).querySelectorAll('tbody tr')].map((row) => row.textContent ?? '');

test('a link to two requests shows what differs: facts, headers, structure, text and bytes', async () => {
  await show('/traffic?compare=1,2');
  expect(await screen.findByRole('heading', { name: 'Requests 1 and 2 compared' })).toBeTruthy();
  expect(await screen.findByText(/^Status, outcome and answer body differ/)).toBeTruthy();
  expect(lines('Facts that differ')).toContain('Status200409');
  expect(lines('Headers of the request that differ')).toContain('X-WOPI-Locknot thereother');
  expect((await screen.findAllByText('Neither has a body.')).length).toBe(1);
  expect(await screen.findByText(/^2 places differ, 2 values are the same/)).toBeTruthy();
  expect(lines('Places that differ')).toEqual(['Name"a""b"', 'Newnot there[1]']);
  await userEvent.click(screen.getByRole('button', { name: 'Text' }));
  expect(await screen.findByRole('table', { name: 'Lines that differ' })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Bytes' }));
  expect(await screen.findByText(/The first difference is at byte 2 \(0x2\)/)).toBeTruthy();
  await userEvent.keyboard('s');
  expect(await screen.findByRole('heading', { name: 'Requests 2 and 1 compared' })).toBeTruthy();
  await userEvent.keyboard('{Escape}');
  expect(await screen.findByRole('grid', { name: 'Requests' })).toBeTruthy();
});

test('documents are compared part by part', async () => {
  await show('/traffic?compare=3,4');
  expect(await screen.findByText('2 parts of 6 differ, by size or checksum.')).toBeTruthy();
  const [parts] = screen.getAllByRole('table', { name: 'Parts' });
  if (!parts) throw new Error('No table of parts.');
  expect(within(parts).getByRole('button', { name: 'word/document.xml' })).toBeTruthy();
  expect(parts.textContent).toContain('word/new.xmlonly on the right');
  const differences = await screen.findByRole('table', { name: 'Lines that differ' });
  expect([...differences.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual(['e', 'u']);
});

test('requests that are not kept any more are said', async () => {
  await show('/traffic?compare=1,99');
  expect(await screen.findByText(/Exchange 99 is not kept any more/)).toBeTruthy();
});

test('one request waits, the next one is compared with it, by button and by key', async () => {
  await show('/traffic?x=2');
  await userEvent.click(await screen.findByRole('button', { name: /^Compare\b/ }));
  expect(await screen.findByRole('button', { name: /^Choose another one/ })).toBeTruthy();
  window.location.hash = '#/traffic?x=1';
  await screen.findByRole('button', { name: /^Compare with 2/ });
  await userEvent.keyboard('d');
  await waitFor(() => expect(window.location.hash).toContain('compare=1%2C2'));
  expect(await screen.findByRole('heading', { name: 'Requests 1 and 2 compared' })).toBeTruthy();
});
