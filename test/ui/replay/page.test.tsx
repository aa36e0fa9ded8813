import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import type { AdminApi } from '../../../preload/contract.ts';
// Loaded when they are opened; here at once, so that no test waits for it.
import '../../../renderer/replay/replay-dialog.tsx';
import '../../../renderer/replay/replay-view.tsx';
import '../../../renderer/replay/resend-dialog.tsx';
import { useResends } from '../../../renderer/replay/use-resends.ts';
import { fakeChannel, renderApp, type FakeChannel } from '../support/fake-channel.tsx';
import { exchange, exchangeDetail, snapshot } from '../support/fixtures.ts';
import { replayRow, replayStep, resendDraft } from './fixtures.ts';

afterEach(() => {
  cleanup();
  useResends.setState(useResends.getInitialState(), true);
});

const plan = {
  ids: [1, 2],
  spanMs: 5_000,
  files: [{ id: 'f-budget', name: 'Budget.xlsx', isHere: true }],
  needsPerson: false,
  requestBytes: 0,
  notes: [],
};

async function open(own: Partial<AdminApi> = {}, at = '/traffic?x=1'): Promise<FakeChannel> {
  const channel = fakeChannel(snapshot(), [exchange({ id: 1 }), exchange({ id: 2 })], {
    resend: async () => replayStep(),
    draftResend: async () => resendDraft(),
    planReplay: async () => plan,
    startReplay: async () => replayRow({ state: 'running', finishedAt: null, same: 0, different: 0 }),
    getReplay: async () => ({ ...replayRow(), steps: [] }),
    ...own,
  });
  await renderApp(channel, at);
  if (at.includes('x=1')) await screen.findByText('Resend');
  return channel;
}

const sent = (channel: FakeChannel, method: string): unknown[] =>
  channel.calls.filter((call) => call.method === method).map(({ input }) => input);

describe('resending', () => {
  test('r sends the chosen request again and tells what came back, with a link', async () => {
    const channel = await open();
    await userEvent.keyboard('r');
    await screen.findByText('Sent again: 200, the same answer as recorded.');
    expect(sent(channel, 'resend')).toEqual([
      { id: 1, options: expect.objectContaining({ token: 'renew' }) as unknown },
    ]);
    await userEvent.click(screen.getByRole('button', { name: '#9' }));
    expect(window.location.hash).toContain('x=9');
  });

  test('a refusal stays until it is dismissed', async () => {
    await open({ resend: () => Promise.reject(new Error('The body was not kept.')) });
    await userEvent.keyboard('r');
    expect((await screen.findByRole('alert')).textContent).toContain('The body was not kept.');
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('both directions of the link are told', async () => {
    await open({
      getExchange: async () => exchangeDetail({ id: 1, replayOf: 77 }),
      listResends: async () => [exchange({ id: 4 }), exchange({ id: 5 })],
    });
    const foot = screen.getByRole('group', { name: 'Actions' });
    await waitFor(() => expect(foot.textContent).toContain('Repeated by #4, #5.'));
    expect(foot.textContent).toContain('Repeats #77.');
  });
});

test('what is recorded elsewhere is sent again from its recording; the way leads to live traffic', async () => {
  const capture = {
    id: 'c1',
    name: 'Tuesday',
    fileName: 'tuesday.har',
    format: 'har' as const,
    madeBy: 'mitmproxy',
    openedAt: 0,
    exchangeCount: 1,
    findingCount: 0,
    bytes: 1,
    firstAt: null,
    lastAt: null,
    hidden: null,
    remarks: [],
  };
  const channel = fakeChannel({ ...snapshot(), captures: [capture] }, [exchange({ id: 1 })], {
    resend: async () => replayStep(),
  });
  await renderApp(channel, '/traffic?x=1&source=c1');
  await screen.findByText('Resend');
  await userEvent.keyboard('r');
  await userEvent.click(await screen.findByRole('button', { name: '#9' }));
  expect(sent(channel, 'resend')).toEqual([expect.objectContaining({ id: 1, source: 'c1' })]);
  expect(sent(channel, 'listResends')).not.toContainEqual({ id: 1 });
  expect(window.location.hash).toBe('#/traffic?x=9');
});

describe('edit and resend', () => {
  test('e opens the request; what was changed is sent and compared in place', async () => {
    const channel = await open({
      resend: async () =>
        replayStep({
          state: 'different',
          after: { status: 409, outcome: 'locked-by-other', durationMs: 3, size: 0 },
          differences: [
            { part: 'status', name: 'Status', before: '200', after: '409', expected: null },
            { part: 'header', name: 'X-WOPI-Lock', before: null, after: 'B', expected: null },
            { part: 'json', name: 'Version', before: '1', after: '2', expected: 'a version' },
          ],
        }),
    });
    await userEvent.keyboard('e');
    await screen.findByText('Edit and resend #1');
    const dialog = await screen.findByRole('dialog');
    const url = within(dialog).getByRole('textbox', { name: 'Path and query' });
    await userEvent.type(url, '&x=1');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Add a header' }));
    await userEvent.keyboard('X-WOPI-RequestedName');
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Value of X-WOPI-RequestedName' }), 'Ü');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Encode “Ü”' }));
    expect(within(dialog).getByText('says “Ü”')).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Remove X-WOPI-SessionId' }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Move X-WOPI-RequestedName up' }));
    await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Signature' }), 'always signed');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');

    expect(await within(dialog).findByText(/409 in place of 200, with 1 difference/)).toBeTruthy();
    expect(sent(channel, 'resend')).toEqual([
      {
        id: 1,
        options: expect.objectContaining({ sign: 'always' }) as unknown,
        request: {
          method: 'GET',
          url: '/wopi/files/f-budget?access_token=‹token …abc123›&x=1',
          headers: [
            { name: 'X-WOPI-RequestedName', value: '+ANw-' },
            { name: 'Authorization', value: 'Bearer ‹token …abc123›' },
          ],
          body: { kind: 'none' },
          personId: 'olivia',
        },
      },
    ]);
    const table = within(dialog).getByRole('table', { name: 'Differences' });
    expect(within(table).getAllByRole('row')).toHaveLength(2);
    await userEvent.click(within(dialog).getByRole('button', { name: /1 value is another one each time/ }));
    expect(within(dialog).getByRole('table', { name: 'Values that differ each time' })).toBeTruthy();
  });

  test('why it could not be sent stands where the answer would', async () => {
    await open({ resend: () => Promise.reject(new Error('“x” cannot be a path.')) });
    await userEvent.keyboard('e');
    await userEvent.click(await screen.findByRole('button', { name: /^Send/ }));
    expect((await screen.findByRole('alert')).textContent).toBe('“x” cannot be a path.');
  });
});

describe('replaying', () => {
  const openDialog = async (own: Partial<AdminApi> = {}): Promise<{ channel: FakeChannel; dialog: HTMLElement }> => {
    const channel = await open(own);
    await userEvent.click(screen.getByRole('button', { name: 'Replay session…' }));
    // By text: names of roles are dear to compute, and this is asked again with every change of the page.
    const dialog = (await screen.findByText(/2 requests to Budget.xlsx/)).closest<HTMLElement>('[role="dialog"]');
    if (!dialog) throw new Error('The plan is shown outside of a dialog.');
    return { channel, dialog };
  };

  test('a session goes to this host without a question, and its progress takes the place of the list', async () => {
    const ended = replayRow({ same: 1, different: 0, unanswered: 1 });
    const { channel, dialog } = await openDialog();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Replay 2 requests' }));
    await screen.findByRole('heading', { name: 'Replay 3 → This host' });
    expect(window.location.hash).toBe('#/traffic?replay=3');
    channel.send(
      { type: 'replay-step', replayId: 3, step: replayStep({ exchangeId: 1 }) },
      {
        type: 'replay-step',
        replayId: 3,
        step: replayStep({ exchangeId: 2, state: 'unanswered', problem: 'Gone.', after: null }),
      },
      { type: 'replay', replay: ended },
    );
    await screen.findByText('1 request got no answer; each says why. Took 2.0 s.');
    const grid = screen.getByRole('grid', { name: 'Replayed requests' });
    expect(within(grid).getAllByRole('row')).toHaveLength(3);
    await userEvent.click(screen.getByRole('button', { name: 'No answer' }));
    await userEvent.click(within(grid).getAllByRole('row')[1] ?? grid);
    expect(await screen.findByText('Gone.')).toBeTruthy();
    channel.answers.listReplays = async () => [ended];
    await userEvent.keyboard('{Escape}{Escape}');
    await waitFor(() => expect(window.location.hash).toBe('#/traffic'));
    expect(await screen.findByRole('link', { name: 'Replay: 1 different' })).toBeTruthy();
  });

  test('nothing goes to another host before its origin was agreed to', async () => {
    const { channel, dialog } = await openDialog();
    await userEvent.click(within(dialog).getByRole('radio', { name: 'another host' }));
    const start = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Replay 2 requests' });
    expect(start.disabled).toBe(true);
    await userEvent.type(within(dialog).getByRole('textbox', { name: /Address/ }), 'https://other.example:8443/wopi');
    await userEvent.type(within(dialog).getByRole('textbox', { name: /^Access token/ }), 'secret');
    await userEvent.click(start);
    const question = await screen.findByRole('alertdialog');
    expect(question.textContent).toContain('Send to https://other.example:8443?');
    expect(question.textContent).toContain('the access token that you typed in');
    await userEvent.click(within(question).getByRole('button', { name: 'Cancel' }));
    await within(dialog).findByText('Nothing was sent.');
    expect(sent(channel, 'startReplay')).toEqual([]);

    await userEvent.click(start);
    await userEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(sent(channel, 'startReplay')).toHaveLength(1));
    expect(sent(channel, 'startReplay')[0]).toMatchObject({
      target: { kind: 'other', accessToken: 'secret', allowOrigin: 'https://other.example:8443' },
    });
  });

  test('a request without a session has none to replay', async () => {
    await open({ getExchange: async () => exchangeDetail({ id: 1, sessionId: null }) });
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Replay session…' }).disabled).toBe(true);
  });

  test('a replay that was closed says so', async () => {
    await open({}, '/traffic?replay=8');
    await screen.findByText('This replay was closed');
    await userEvent.click(screen.getByRole('button', { name: 'Back to Traffic' }));
    expect(window.location.hash).toBe('#/traffic');
  });

  test('stop and close', async () => {
    const running = replayRow({ state: 'running', finishedAt: null, same: 1, different: 0 });
    const channel = await open(
      { listReplays: async () => [running], stopReplay: async () => undefined, closeReplay: async () => undefined },
      '/traffic?replay=3',
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Stop' }));
    expect(sent(channel, 'stopReplay')).toEqual([{ replayId: 3 }]);
    channel.send({ type: 'replay', replay: { ...running, state: 'stopped', finishedAt: 2_000 } });
    await screen.findByText(/Stopped; 1 request did not go out/);
    await userEvent.click(screen.getByRole('button', { name: 'Close the replay' }));
    expect(sent(channel, 'closeReplay')).toEqual([{ replayId: 3 }]);
  });
});
