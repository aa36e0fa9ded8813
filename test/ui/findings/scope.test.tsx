import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AdminApi, FindingMarks } from '../../../preload/contract.ts';
import '../../../renderer/findings/page.tsx';
import { useFindings } from '../../../renderer/state/findings.ts';
import { fakeChannel, renderApp, type FakeChannel } from '../support/fake-channel.tsx';
import { NOON, snapshot } from '../support/fixtures.ts';
import '../support/calm-dom.ts';

const NONE: FindingMarks = { errors: 0, warnings: 0, notes: 0 };

async function openFindings(at = '/findings', own: Partial<AdminApi> = {}): Promise<FakeChannel> {
  const channel = fakeChannel(snapshot(), [], {
    getFindingTrend: async () => ({
      from: NOON,
      to: NOON + 4_000,
      parts: [NONE, { errors: 2, warnings: 1, notes: 0 }, NONE, { errors: 0, warnings: 0, notes: 3 }],
    }),
    exportFindings: async ({ format }) => ({ fileName: `findings.${format}`, text: 'text' }),
    ...own,
  });
  await renderApp(channel, at);
  return channel;
}
const inputs = (channel: FakeChannel, method: string): unknown[] =>
  channel.calls.filter((call) => call.method === method).map(({ input }) => input);

beforeEach(() => useFindings.setState(useFindings.getInitialState(), true));
afterEach(cleanup);

describe('the trend', () => {
  it('names its bars, is walked with arrow keys, and narrows the page', async () => {
    const channel = await openFindings();
    const bars = await screen.findByRole('toolbar', { name: 'Findings over time' });
    const [first, last] = within(bars).getAllByRole('button');
    expect(first?.getAttribute('aria-label')).toMatch(/^14:15:01 to 14:15:02: 2 errors, 1 warning$/);
    first?.focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(document.activeElement).toBe(last);
    await userEvent.click(first as HTMLElement);
    const stretch = { since: NOON + 1_000, until: NOON + 2_000 };
    await waitFor(() => expect(inputs(channel, 'listRules').at(-1)).toEqual(stretch));
    expect(inputs(channel, 'getFindingTrend').at(-1)).toMatchObject(stretch);
    expect(window.location.hash).toBe(`#/findings?time=${NOON + 1_000}-${NOON + 2_000}`);
    await userEvent.click(screen.getByRole('button', { name: /Show the whole time/ }));
    await waitFor(() => expect(window.location.hash).toBe('#/findings'));
  });

  it('is that of the chosen rule, file or session', async () => {
    const channel = await openFindings('/findings?by=session&session=s-1&severity=error');
    await screen.findByRole('toolbar', { name: 'Findings over time' });
    expect(inputs(channel, 'getFindingTrend').at(-1)).toEqual({ severity: 'error', sessionId: 's-1', parts: 60 });
    expect(inputs(channel, 'listFindingGroups').at(-1)).toEqual({ by: 'session', severity: 'error' });
  });

  it.each(['time=12', 'time=20-10', 'severity=fatal', 'time=a-b'])(
    'an address with %s is read as without it',
    async (part) => {
      const channel = await openFindings(`/findings?${part}`);
      await screen.findByRole('toolbar', { name: 'Findings over time' });
      expect(inputs(channel, 'listRules')[0]).toEqual({});
    },
  );
});

it('the severity stands in the address and comes off again', async () => {
  const channel = await openFindings();
  const choice = await screen.findByRole('group', { name: 'Severity' });
  await userEvent.click(within(choice).getByRole('button', { name: /warnings/ }));
  await waitFor(() => expect(inputs(channel, 'listRules').at(-1)).toEqual({ severity: 'warning' }));
  expect(window.location.hash).toBe('#/findings?severity=warning');
  await userEvent.click(within(choice).getByRole('button', { name: /warnings/ }));
  await waitFor(() => expect(window.location.hash).toBe('#/findings'));
});

it('the report holds what the page shows', async () => {
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined }));
  const channel = await openFindings('/findings?severity=error');
  await userEvent.click(await screen.findByRole('button', { name: 'Export' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Table (CSV)' }));
  await waitFor(() => expect(inputs(channel, 'exportFindings')).toEqual([{ severity: 'error', format: 'csv' }]));
  expect(await screen.findByText('findings.csv saved.')).toBeTruthy();
  vi.unstubAllGlobals();
});
