import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { ApiContext, createClient } from '../../../renderer/api/client.ts';
import { columns } from '../../../renderer/inspector/columns.tsx';
import { readingOf } from '../../../renderer/inspector/readings.ts';
import { Group } from '../../../renderer/inspector/lines.tsx';
import { ExchangeFindings } from '../../../renderer/findings/exchange-findings.tsx';
import { RequestHeaders } from '../../../renderer/inspector/headers.tsx';
import { Shown } from '../../../renderer/ui/shown.tsx';
import { hidesSomething, writtenOut } from '../../../renderer/ui/visible.ts';
import { fakeChannel, renderApp } from '../support/fake-channel.tsx';
import { exchange, exchangeDetail, snapshot } from '../support/fixtures.ts';

afterEach(cleanup);

const RLO = '\u202e';

// oxfmt-ignore
const texts: [given: string, written: string][] = [
  ['Budget.xlsx',                    'Budget.xlsx'],
  ['Überblick – 予算 😀.docx',        'Überblick – 予算 😀.docx'],
  [`invoice${RLO}xslx.exe`,          'invoice⟨U+202E⟩xslx.exe'],
  ['a\u0000b\u001b[31m\u0085',       'a⟨U+0000⟩b⟨U+001B⟩[31m⟨U+0085⟩'],
  ['paypal\u200b.example',           'paypal⟨U+200B⟩.example'],
  ['\ufefflock\u2066id\u2069',       '⟨U+FEFF⟩lock⟨U+2066⟩id⟨U+2069⟩'],
  ['half \ud83d of one',             'half ⟨U+D83D⟩ of one'],
  ['tag\u{e0041}',                   'tag⟨U+E0041⟩'],
];

test.each(texts)('%j is written out as %s', (given, written) => {
  expect(writtenOut(given)).toBe(written);
  expect(hidesSomething(given)).toBe(given !== written);
  render(
    <p data-testid="shown">
      <Shown text={given} />
    </p>,
  );
  const shown = screen.getByTestId('shown');
  expect(shown.textContent).toBe(written.replaceAll(/[⟨⟩]/g, ''));
  for (const mark of shown.querySelectorAll('.ws-written-out')) expect(mark.getAttribute('title')).not.toBe('');
});

describe('nothing from outside hides in Traffic', () => {
  const hostile = `x${RLO}y\u0007`;
  const row = exchange({
    path: `/${hostile}`,
    fileName: hostile,
    personName: hostile,
    client: hostile,
    lockId: hostile,
    sessionId: hostile,
    correlationId: hostile,
    outcome: 'locked-by-other',
    status: 409,
  });
  const detail = exchangeDetail({
    ...row,
    url: `/${hostile}`,
    explanation: hostile,
    requestHeaders: [
      { name: `X-${hostile}`, value: hostile },
      { name: 'X-WOPI-Lock', value: hostile },
      { name: 'X-Long', value: hostile.repeat(200) },
    ],
    before: { version: hostile, lockId: hostile, lockExpiresAt: null, size: 1 },
    after: { version: `${hostile}2`, lockId: null, lockExpiresAt: null, size: 1 },
  });
  const expectPlain = (root: Element): void => {
    expect(hidesSomething(root.textContent.replaceAll('\n', ''))).toBe(false);
    const titles = [...root.querySelectorAll('[title], [aria-label]')].flatMap((element) => [
      element.getAttribute('title') ?? '',
      element.getAttribute('aria-label') ?? '',
    ]);
    for (const title of titles) expect(hidesSomething(title.replaceAll('\n', ''))).toBe(false);
  };

  test.each(columns)('in the column $id', (column) => {
    for (const fileName of [null, hostile]) {
      const cell = column.cell({ ...row, fileName });
      expectPlain(render(<ApiContext value={createClient(fakeChannel())}>{cell}</ApiContext>).container);
      cleanup();
    }
  });

  test.each(['session', 'file', 'person', 'correlation'] as const)('in the line of a group by %s', (by) => {
    const line = {
      kind: 'group',
      key: 'g1',
      row,
      count: 2,
      from: 0,
      to: 1,
      refused: 1,
      wrong: 0,
      isOpen: false,
    } as const;
    expectPlain(render(<Group line={line} by={by} onToggle={() => undefined} />).container);
  });

  test('in the tab of findings', async () => {
    const finding = {
      exchangeId: row.id,
      rule: 'lock-probe',
      severity: 'warning',
      evidence: `The lock id was “${hostile}”.`,
      realAt: 0,
      operation: 'Lock',
      fileId: null,
      fileName: hostile,
      sessionId: hostile,
    } as const;
    const channel = fakeChannel(undefined, [], {
      listFindings: async () => ({ findings: [finding], hasOlder: false }),
    });
    const { container } = render(
      <ApiContext value={createClient(channel)}>
        <ExchangeFindings detail={detail} />
      </ApiContext>,
    );
    await screen.findByText(/The lock id was/);
    expectPlain(container);
  });

  test('in headers', () => {
    expectPlain(render(<RequestHeaders detail={detail} onFilter={() => undefined} />).container);
    expect(screen.getAllByTitle('right-to-left override').length).toBeGreaterThan(2);
  });

  test('in the overview and at the head of the details', async () => {
    const channel = fakeChannel(snapshot(), [row], { getExchange: async () => detail });
    await renderApp(channel, `/traffic?x=${row.id}`);
    await screen.findByRole('tabpanel');
    expectPlain(screen.getByRole('region', { name: 'Request details' }));
    expect(writtenOut(readingOf(row, detail).words)).toContain('U+202E');
  });
});
