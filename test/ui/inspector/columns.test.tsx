import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { ApiContext, createClient } from '../../../renderer/api/client.ts';
import { arrange, FIRST_CHOICE } from '../../../renderer/inspector/column-choice.ts';
import { columns } from '../../../renderer/inspector/columns.tsx';
import { fitColumns, leastWidth } from '../../../renderer/ui/columns.ts';
import { fakeChannel } from '../support/fake-channel.tsx';
import { exchange } from '../support/fixtures.ts';

afterEach(cleanup);

const usual = exchange({
  operation: 'Lock',
  method: 'POST',
  status: 409,
  outcome: 'locked-by-other',
  lockId: '{"S":"4f1c22d0-77aa","F":4}',
  requestBytes: 2_048,
  findings: { errors: 2, warnings: 1, notes: 0 },
  mark: { isPinned: true, colour: 'red', note: 'lost the lock', tags: ['demo', 'word'] },
});
const bare = exchange({
  id: 2,
  sessionId: null,
  correlationId: null,
  tokenId: null,
  operation: null,
  path: '/favicon.ico',
  fileName: null,
  personName: null,
  personId: null,
  client: '',
  status: null,
  outcome: 'aborted',
  durationMs: 812,
});
const pending = exchange({ id: 3, status: null, outcome: 'pending', durationMs: null, lockId: '' });

const channel = fakeChannel(undefined, [], {
  listRowFacts: async ({ ids }) =>
    ids.map((id) => ({
      id,
      remoteAddress: '192.0.2.7',
      versionBefore: id === usual.id ? '16' : null,
      versionAfter: id === usual.id ? '17' : null,
    })),
});

// oxfmt-ignore
const expected: Record<string, [usual: string, bare: string, pending: string]> = {
  mark:      ['pinned; red; note “lost the lock”; tagged demo, word', '', ''],
  tags:      ['demo word',             '',                 ''],
  note:      ['lost the lock',         '',                 ''],
  time:      ['14:15:01.000',          '14:15:02.000',     '14:15:03.000'],
  operation: ['Lock',                  'Icon',             'CheckFileInfo'],
  file:      ['Budget.xlsx',           '/favicon.ico',     'Budget.xlsx'],
  person:    ['OOlivia',               '–',                'OOlivia'],
  client:    ['Sandbox Editor',        '–',                'Sandbox Editor'],
  status:    ['409',                   '…',                '…'],
  outcome:   ['different lock held',   'client went away', 'running'],
  findings:  ['2 errors, 1 warning',   '',                 ''],
  lock:      ['4f1c22d…77aa',          '–',                'empty'],
  duration:  ['11 ms',                 '812 ms',           '…'],
  request:   ['2.0 KB',                '0',                '0'],
  response:  ['2.1 KB',                '2.1 KB',           '2.1 KB'],
  method:    ['POST',                  'GET',              'GET'],
  path:      ['/wopi/files/f-budget',  '/favicon.ico',     '/wopi/files/f-budget'],
  session:   ['4f1c22d…9a9a',          '–',                '4f1c22d…9a9a'],
  correlation: ['0b6e7c1…2b11',        '–',                '0b6e7c1…2b11'],
  token:     ['t-1',                   '–',                't-1'],
  version:   ['16 → 17',               '–',                '–'],
  address:   ['192.0.2.7',             '192.0.2.7',        '–'],
};

describe.each(columns)('column $id', (column) => {
  const texts = expected[column.id];

  test.each([usual, bare, pending].map((row, index) => [index, row] as const))('shows row %i', async (index, row) => {
    render(
      <ApiContext value={createClient(channel)}>
        <div data-testid="cell">{column.cell(row)}</div>
      </ApiContext>,
    );
    await waitFor(() => expect(screen.getByTestId('cell').textContent).toContain(texts?.[index]));
  });
});

test('every column can be sorted, by the host: it knows all rows', () => {
  expect(columns.filter(({ sort }) => sort !== 'by-host')).toEqual([]);
});

test('a narrow list leaves out what matters least, and never what happened', () => {
  const first = arrange(columns, FIRST_CHOICE);
  for (const room of [1_400, 1_000, 900, 700, 592]) {
    const shown = fitColumns(first, room);
    expect(leastWidth(shown)).toBeLessThanOrEqual(room);
    expect(shown.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['time', 'operation', 'file', 'status', 'outcome']),
    );
  }
  expect(fitColumns(first, 1_400)).toHaveLength(first.length);
});
