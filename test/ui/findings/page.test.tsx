import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AdminApi, Finding, FindingGroup, RuleRow } from '../../../preload/contract.ts';
import '../../../renderer/findings/page.tsx';
import { useFindings } from '../../../renderer/state/findings.ts';
import { fakeChannel, renderApp, type FakeChannel } from '../support/fake-channel.tsx';
import { NOON, snapshot } from '../support/fixtures.ts';
import '../support/calm-dom.ts';

function ruleRow(differs: Partial<RuleRow> = {}): RuleRow {
  return {
    id: 'lock-header-missing',
    severity: 'error',
    topic: 'locks',
    side: 'host',
    title: 'A refusal does not name the lock',
    what: 'The answer has no X-WOPI-Lock.',
    why: 'The client cannot join.',
    fix: 'Send the header.',
    spec: 'https://learn.microsoft.com/page',
    count: 2,
    lastSeenAt: NOON,
    trend: [0, 0, 1, 1],
    muted: null,
    ...differs,
  };
}

const quiet = ruleRow({
  id: 'quiet',
  title: 'A rule that found nothing',
  severity: 'warning',
  count: 0,
  lastSeenAt: null,
  trend: [0, 0, 0, 0],
});
const finding: Finding = {
  exchangeId: 17,
  rule: 'lock-header-missing',
  severity: 'error',
  evidence: 'Lock was answered 409 without X-WOPI-Lock.',
  realAt: NOON,
  operation: 'Lock',
  fileId: 'f-budget',
  fileName: 'Budget.xlsx',
  sessionId: 'session-1',
};
const group: FindingGroup = {
  key: 'f-budget',
  name: 'Budget.xlsx',
  marks: { errors: 1, warnings: 2, notes: 0 },
  lastSeenAt: NOON,
  trend: [1, 0, 0, 0],
  rules: ['lock-header-missing'],
};

async function openFindings(own: Partial<AdminApi> = {}, at = '/findings'): Promise<FakeChannel> {
  const channel = fakeChannel(snapshot(), [], {
    listRules: async () => [ruleRow(), quiet],
    listFindings: async () => ({ findings: [finding], hasOlder: false }),
    listFindingGroups: async () => [group],
    muteRule: async () => undefined,
    unmuteRule: async () => undefined,
    explain: async () => ({ sentence: 'UserCanWrite is not true.', exchangeId: 12 }),
    ...own,
  });
  await renderApp(channel, at);
  return channel;
}
const inputs = (channel: FakeChannel, method: string): unknown[] =>
  channel.calls.filter((call) => call.method === method).map(({ input }) => input);

beforeEach(() => useFindings.setState(useFindings.getInitialState(), true));
afterEach(cleanup);

describe('by rule', () => {
  it('lists what found something; what is looked for on request', async () => {
    await openFindings();
    const grid = await screen.findByRole('grid', { name: 'Rules' });
    expect(within(grid).getByText('A refusal does not name the lock')).toBeTruthy();
    expect(within(grid).queryByText('A rule that found nothing')).toBeNull();
    expect(screen.getByText(/1 rule of 2 found something/)).toBeTruthy();
    await userEvent.click(screen.getByRole('switch', { name: /found nothing/ }));
    expect(await within(grid).findByText('A rule that found nothing')).toBeTruthy();
  });

  it('explains a rule, and leads to its exchanges and the specification', async () => {
    await openFindings({}, '/findings?rule=lock-header-missing');
    const pane = await screen.findByRole('complementary', { name: 'A refusal does not name the lock' });
    for (const text of ['The answer has no X-WOPI-Lock.', 'The client cannot join.', 'Send the header.'])
      expect(within(pane).getByText(text)).toBeTruthy();
    expect(await within(pane).findByText(finding.evidence)).toBeTruthy();
    expect(
      within(pane)
        .getByRole('link', { name: /Lock 17/ })
        .getAttribute('href'),
    ).toBe('#/traffic?x=17&tab=findings');
    expect(
      within(pane)
        .getByRole('link', { name: /specification/ })
        .getAttribute('href'),
    ).toBe('https://learn.microsoft.com/page');
  });

  it('is muted with a reason, and speaks again', async () => {
    let muted: RuleRow['muted'] = null;
    const channel = await openFindings(
      {
        listRules: async () => [ruleRow({ muted })],
        muteRule: async ({ reason }) => void (muted = { reason, realAt: NOON }),
      },
      '/findings?rule=lock-header-missing',
    );
    await userEvent.click(await screen.findByRole('button', { name: /^Mute/ }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole('button', { name: 'Mute' }).hasAttribute('disabled')).toBe(true);
    await userEvent.type(within(dialog).getByRole('textbox', { name: /Why/ }), 'our proxy');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Mute' }));
    await waitFor(() =>
      expect(inputs(channel, 'muteRule')).toEqual([{ rule: 'lock-header-missing', reason: 'our proxy' }]),
    );
    channel.send({ type: 'findings-changed' });
    expect(await screen.findByText(/Muted .*: our proxy/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: /speak again/ }));
    expect(inputs(channel, 'unmuteRule')).toEqual([{ rule: 'lock-header-missing' }]);
  });

  it('says what is looked for when nothing was found', async () => {
    await openFindings({ listRules: async () => [quiet] });
    expect(await screen.findByRole('heading', { name: 'Nothing found' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Show what is looked for' }));
    expect(await screen.findByText('A rule that found nothing')).toBeTruthy();
  });

  it('follows new findings', async () => {
    let count = 0;
    const channel = await openFindings({ listRules: async () => [ruleRow({ count })] });
    await screen.findByRole('heading', { name: 'Nothing found' });
    count = 1;
    channel.send({ type: 'findings', marks: [{ exchangeId: 1, marks: { errors: 1, warnings: 0, notes: 0 } }] });
    expect(await screen.findByText('A refusal does not name the lock')).toBeTruthy();
  });

  it('says why it cannot be shown', async () => {
    await openFindings({ listRules: async () => Promise.reject(new Error('The database is away.')) });
    expect(await screen.findByText('The database is away.')).toBeTruthy();
  });
});

describe('by file and by session', () => {
  it('counts, and answers questions about the file', async () => {
    const channel = await openFindings({}, '/findings?by=file&file=f-budget');
    const grid = await screen.findByRole('grid', { name: 'Files with findings' });
    expect(within(grid).getByText('1 error, 2 warnings')).toBeTruthy();
    const pane = await screen.findByRole('complementary', { name: 'Budget.xlsx' });
    await userEvent.click(within(pane).getByRole('button', { name: 'Why read-only?' }));
    expect(await within(pane).findByText(/UserCanWrite is not true/)).toBeTruthy();
    expect(within(pane).getByRole('link', { name: 'Exchange 12' }).getAttribute('href')).toBe('#/traffic?x=12');
    expect(inputs(channel, 'explain')).toEqual([{ fileId: 'f-budget', question: 'read-only' }]);
    expect(await within(pane).findByText(finding.evidence)).toBeTruthy();
  });

  it('shows sessions with the file they were about', async () => {
    const channel = await openFindings({ listFindingGroups: async () => [{ ...group, key: 'session-1' }] });
    await userEvent.click(await screen.findByRole('tab', { name: /By session/ }));
    const grid = await screen.findByRole('grid', { name: 'Sessions with findings' });
    await userEvent.click(within(grid).getByText('on Budget.xlsx'));
    await waitFor(() => expect(inputs(channel, 'listFindings')).toContainEqual({ sessionId: 'session-1', limit: 50 }));
  });
});
