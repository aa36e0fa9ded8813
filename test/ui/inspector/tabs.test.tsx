import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FluentProvider } from '@fluentui/react-components';
import { afterEach, describe, expect, test } from 'vitest';
import type { AdminApi, ExchangeDetail } from '../../../preload/contract.ts';
import { ApiContext } from '../../../renderer/api/client.ts';
import { tabs } from '../../../renderer/inspector/tabs.tsx';
import { themes } from '../../../renderer/ui/theme.ts';
import '../support/calm-dom.ts';
import { exchangeDetail } from '../support/fixtures.ts';

afterEach(cleanup);

const json = btoa('{"BaseFileName":"Budget.xlsx"}');
const related = {
  searched: 10_000,
  groups: [
    { kind: 'session', value: 's-1', count: 12, position: 3, previousId: 7, nextId: null },
    { kind: 'version', value: '17', count: 2, position: 1, previousId: null, nextId: 9 },
    { kind: 'correlation', value: 'c-1', count: 1, position: 1, previousId: null, nextId: null },
  ],
};
const api = {
  listRelated: async () => related,
  getBody: async ({ offset }: { offset: number }) => ({ base64: offset === 0 ? json : '', offset, total: 30 }),
} as unknown as AdminApi;

function show(id: string, detail: ExchangeDetail, onFilter: (filter: string) => void = () => undefined): void {
  const tab = tabs.find((each) => each.id === id);
  if (!tab) throw new Error(`No tab is called ${id}.`);
  const { view: View } = tab;
  render(
    <FluentProvider theme={themes.light}>
      <ApiContext value={api}>
        <View detail={detail} onFilter={onFilter} />
      </ApiContext>
    </FluentProvider>,
  );
}

const refused = exchangeDetail({
  operation: 'Lock',
  method: 'POST',
  status: 409,
  outcome: 'locked-by-other',
  explanation: 'The file is locked with another id.',
  before: { version: '16', lockId: 'abc-held1-9', lockExpiresAt: 0, size: 10 },
  requestHeaders: [
    { name: 'X-WOPI-Lock', value: 'abc-asked2-9' },
    { name: 'Authorization', value: 'Bearer •••', hidden: true },
    { name: 'X-WOPI-Proof', value: 'q'.repeat(344) },
    { name: 'Accept', value: '' },
  ],
});

describe.each(tabs)('tab $id', ({ id, title }) => {
  test.each([
    ['a finished request', exchangeDetail({ requestBytes: 30, responseBytes: 30 })],
    ['a refused one', refused],
    [
      'a pending one',
      exchangeDetail({
        status: null,
        outcome: 'pending',
        durationMs: null,
        firstByteMs: null,
        before: null,
        after: null,
      }),
    ],
    [
      'one without any context',
      exchangeDetail({
        fileName: null,
        personName: null,
        client: '',
        tokenId: null,
        correlationId: null,
        sessionId: null,
        requestHeaders: [],
        responseHeaders: [],
      }),
    ],
  ])('shows %s', (_what, detail) => {
    show(id, detail);
    expect(title(detail)).not.toBe('');
    expect(document.body.textContent).not.toMatch(/undefined|NaN|\[object/);
  });
});

test('the overview sets the two lock ids side by side and narrows the list', async () => {
  const filters: string[] = [];
  show('overview', { ...refused, fileName: 'Plan, last.docx' }, (filter) => filters.push(filter));
  expect(screen.getByText('held1', { selector: 'mark' }).dataset['kind']).toBe('held');
  expect(screen.getByText('asked2', { selector: 'mark' }).dataset['kind']).toBe('asked');
  await userEvent.click(screen.getByRole('button', { name: 'Plan, last.docx' }));
  await userEvent.click(screen.getByRole('button', { name: 'Sandbox Editor' }));
  expect(filters).toEqual(['file:"Plan, last.docx"', 'client:"Sandbox Editor"']);
  expect(screen.getByRole('link', { name: 't-1' }).getAttribute('href')).toBe('#/people?token=t-1');
});

test('headers: those of the protocol first and explained, secrets marked, long values opened on demand', async () => {
  show('request', refused);
  const names = screen.getAllByRole('rowheader').map(({ textContent }) => textContent);
  expect(names).toEqual(['X-WOPI-Lock', 'X-WOPI-Proof', 'access_token', 'Authorization', 'Accept']);
  expect(screen.getByLabelText('Secret')).toBeTruthy();
  expect(screen.getByText('Signature of this request with the current key of the client')).toBeTruthy();
  expect(screen.getByText('empty')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'all 344 characters' }));
  expect(screen.getByText('q'.repeat(344))).toBeTruthy();
});

test('headers: in the order they were sent, moments and names decoded, what does not show is written out', async () => {
  const detail = exchangeDetail({
    at: Date.UTC(2026, 10, 23, 14, 15, 0),
    requestHeaders: [
      { name: 'Accept', value: '*/*' },
      { name: 'X-WOPI-TimeStamp', value: '639310400991234567' },
      { name: 'X-WOPI-RelativeTarget', value: '+AOk-t+AOk-.docx' },
      { name: 'X-WOPI-RequestedName', value: '+A-' },
      { name: 'X-WOPI-Lock', value: 'abc\u202edef' },
      { name: 'X-WOPI-MaxExpectedSize', value: '2147483647' },
      { name: 'X-Name', value: 'tÃ©tÃ©' },
    ],
  });
  show('request', detail);
  expect(screen.getByText(/^\.NET ticks: .*877 ms before the request$/)).toBeTruthy();
  expect(screen.getByText('says “été.docx”')).toBeTruthy();
  expect(screen.getByText(/not legal UTF-7/)).toBeTruthy();
  expect(screen.getByText('2.0 GB')).toBeTruthy();
  expect(screen.getByText(/says “tété” when its bytes are read as UTF-8/)).toBeTruthy();
  expect(screen.getByText('U+202E').title).toBe('right-to-left override');
  screen.getByRole('button', { name: 'X-WOPI-Lock' }).focus();
  expect(await screen.findByText(/Up to 1,024 ASCII characters/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'As sent' }));
  expect(document.querySelector('pre')?.textContent).toContain(
    'Accept: */*X-WOPI-TimeStamp: 639310400991234567X-WOPI-RelativeTarget: +AOk-t+AOk-.docxX-WOPI-RequestedName: +A-X-WOPI-Lock: abcU+202Edef',
  );
});

test('before and after stand side by side, and what changed stands out', () => {
  show(
    'overview',
    exchangeDetail({
      before: { version: '16', lockId: 'a', lockExpiresAt: null, size: 1024 },
      after: { version: '17', lockId: 'a', lockExpiresAt: null, size: 1024 },
    }),
  );
  const table = screen.getByRole('table');
  expect([...table.querySelectorAll('tr')].map((row) => row.textContent)).toEqual([
    'WhatBeforeAfter',
    'Locka unchanged',
    'Lock until– unchanged',
    'Version1617',
    'Size1.0 KB unchanged',
  ]);
  expect([...table.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['17']);
});

test('related requests: how many, all of them as a filter, the one before and after', async () => {
  const filters: string[] = [];
  show('overview', exchangeDetail(), (filter) => filters.push(filter));
  expect((await screen.findByText('Same session')).closest('tr')?.textContent).toBe('Same sessions-13 of 12‹›');
  expect(screen.queryByText('Same correlation')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: '12' }));
  expect(filters).toEqual(['session:s-1']);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Next of the same session' }).disabled).toBe(true);
  await userEvent.click(screen.getByRole('button', { name: 'Next of the same version' }));
  expect(window.location.hash).toContain('x=9');
});

test('a body is read, laid out, and can be looked at as bytes', async () => {
  show('response-body', exchangeDetail({ responseBytes: 30 }));
  expect(await screen.findByText('"BaseFileName"')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Hex' }));
  expect(screen.getByText(/^7b 22 42/)).toBeTruthy();
});

test.each([
  [
    'not kept',
    { size: 5_000_000, kept: 0, contentType: null, missing: 'Bodies above 1 MB are not kept (Settings).' },
    /Bodies above 1 MB are not kept/,
  ],
  [
    'cut',
    { size: 5_000_000, kept: 30, contentType: null, missing: 'Bodies are kept up to 30 B.' },
    /Bodies are kept up to 30 B\. 30 B of 4\.8 MB are kept/,
  ],
  ['absent', { size: 0, kept: 0, contentType: null, missing: null }, /There is no body/],
])('a body that is %s says why', async (_what, responseBody, words) => {
  show('response-body', exchangeDetail({ responseBody }));
  expect((await screen.findAllByText(words)).length).toBeGreaterThan(0);
});

test('bodies have a tab only where there is one', () => {
  const shownFor = (detail: ExchangeDetail): string[] =>
    tabs.filter(({ isShown }) => isShown?.(detail) ?? true).map(({ id }) => id);
  expect(shownFor(exchangeDetail({ requestBytes: 0, responseBytes: 0 }))).toEqual([
    'overview',
    'request',
    'response',
    'timing',
  ]);
  expect(shownFor(exchangeDetail({ requestBytes: 4, responseBytes: 4 }))).toHaveLength(6);
});
