import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { exchange, exchangeDetail, snapshot } from '../support/fixtures.ts';
import { fakeChannel, renderApp } from '../support/fake-channel.tsx';

afterEach(cleanup);

const rows = [
  exchange({ id: 1 }),
  exchange({ id: 2, operation: 'Lock', status: 409, outcome: 'locked-by-other' }),
  exchange({ id: 3, operation: 'PutFile', fileName: 'Plan.docx' }),
];

function shownOperations(): (string | null)[] {
  const grid = screen.getByRole('grid', { name: 'Requests' });
  return within(grid)
    .queryAllByRole('row')
    .slice(1)
    .map((row) => row.querySelector('.ws-op')?.textContent ?? null);
}

async function open(at = '/traffic'): Promise<ReturnType<typeof fakeChannel>> {
  const channel = fakeChannel(snapshot(), [...rows]);
  await renderApp(channel, at);
  await waitFor(() => expect(shownOperations().length).toBeGreaterThan(0));
  return channel;
}

const box = (): HTMLInputElement => screen.getByRole('combobox', { name: 'Filter requests' });

test('shows what is recorded and follows what comes; a pending row is completed in its place', async () => {
  const channel = await open();
  expect(shownOperations()).toEqual(['CheckFileInfo', 'Lock', 'PutFile']);

  channel.send({
    type: 'exchange',
    row: exchange({ id: 4, operation: 'Unlock', status: null, outcome: 'pending', durationMs: null }),
  });
  await screen.findByText('running');
  channel.send({ type: 'exchange', row: exchange({ id: 4, operation: 'Unlock' }) });
  await screen.findByText('unlocked');
  expect(shownOperations()).toEqual(['CheckFileInfo', 'Lock', 'PutFile', 'Unlock']);
  expect(screen.queryByText('running')).toBeNull();
});

test('a filter narrows the list, lives in the address and is taken from it', async () => {
  await open();
  await userEvent.keyboard('/');
  expect(document.activeElement).toBe(box());
  await userEvent.keyboard('status:4xx');
  await waitFor(() => expect(shownOperations()).toEqual(['Lock']));
  expect(window.location.hash).toBe('#/traffic?f=status%3A4xx');
  expect(screen.getByText('1 of 12,406')).toBeTruthy();

  cleanup();
  await open('/traffic?f=op:PutFile');
  expect(shownOperations()).toEqual(['PutFile']);
});

test('words that no request has are looked for in headers or bodies with one click', async () => {
  await open();
  await userEvent.keyboard('/nowhere');
  expect(await screen.findByRole('button', { name: 'Search the headers' })).toBeTruthy();
  await userEvent.click(await screen.findByRole('button', { name: 'Search the bodies' }));
  expect(window.location.hash).toBe('#/traffic?f=body%3Anowhere');
});

test('a mistake in the filter is told with the remedy, and the list keeps the last good one', async () => {
  await open('/traffic?f=op:PutFile');
  await userEvent.click(box());
  box().select();
  await userEvent.paste('oop:PutFile');
  await userEvent.keyboard('{Escape}');
  expect(await screen.findByText(/No field is called “oop”/)).toBeTruthy();
  expect(box().getAttribute('aria-invalid')).toBe('true');
  expect(shownOperations()).toEqual(['PutFile']);
});

test('suggestions complete a field and a value with the keyboard alone', async () => {
  await open();
  await userEvent.keyboard('/ou{ArrowDown}{Enter}');
  expect(box().value).toBe('outcome:');
  await userEvent.keyboard('lock{ArrowDown}{Enter}');
  expect(box().value).toBe('outcome:locked-by-other ');
  await waitFor(() => expect(shownOperations()).toEqual(['Lock']));
});

test('keys walk the list, open the details, copy and close', async () => {
  await open();
  await userEvent.keyboard('j');
  expect(window.location.hash).toBe('#/traffic?x=1');
  await userEvent.keyboard('j');
  expect(await screen.findByRole('heading', { name: 'Lock refused: another lock is held' })).toBeTruthy();
  await screen.findByRole('tablist');
  await userEvent.keyboard('{Enter}');
  expect(document.activeElement?.textContent).toBe('Overview');
  await userEvent.keyboard('{ArrowRight}');
  expect(screen.getByRole('tab', { selected: true }).textContent).toBe('Request');
  await userEvent.keyboard('k');
  expect(window.location.hash).toContain('x=1');
  await userEvent.keyboard('{Escape}');
  expect(window.location.hash).not.toContain('x=');
  expect(document.activeElement).toBe(screen.getByRole('grid', { name: 'Requests' }));
});

test('a link to a row opens it, also when it is no longer kept', async () => {
  await open('/traffic?x=3&tab=timing');
  expect(await screen.findByRole('heading', { name: 'Document saved' })).toBeTruthy();
  expect((await screen.findByRole('tab', { selected: true })).textContent).toBe('Timing');
  cleanup();

  const channel = fakeChannel(snapshot(), [...rows]);
  channel.answers.getExchange = async () => {
    throw new Error('Request 99 is no longer kept; it was removed to stay within the limits.');
  };
  await renderApp(channel, '/traffic?x=99');
  expect(await screen.findByText(/Request 99 is no longer kept/)).toBeTruthy();
});

test('the details of a pending request are read again when it is done', async () => {
  const channel = fakeChannel(snapshot(), [exchange({ id: 1, status: null, outcome: 'pending', durationMs: null })]);
  await renderApp(channel, '/traffic?x=1');
  expect(await screen.findByRole('heading', { name: 'CheckFileInfo is running' })).toBeTruthy();
  await screen.findByRole('tablist');
  channel.answers.getExchange = async ({ id }) => exchangeDetail({ id });
  channel.send({ type: 'exchange', row: exchange({ id: 1 }) });
  expect(await screen.findByRole('heading', { name: 'Properties read' })).toBeTruthy();
  await waitFor(() => expect(channel.calls.filter(({ method }) => method === 'getExchange')).toHaveLength(2));
});

test('pausing asks the host, clearing asks the user first', async () => {
  const channel = await open();
  await userEvent.keyboard('p');
  expect(channel.calls.at(-1)).toEqual({ method: 'setCapturePaused', input: { paused: true } });

  await userEvent.keyboard('x');
  const dialog = await screen.findByRole('alertdialog');
  expect(dialog.textContent).toContain('deleted for good');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  expect(channel.calls.some(({ method }) => method === 'clearExchanges')).toBe(false);

  await userEvent.click(await screen.findByRole('button', { name: /^Clear x/ }));
  await userEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Clear' }));
  await waitFor(() => expect(channel.calls.at(-1)?.method).toBe('clearExchanges'));
  channel.send({ type: 'exchanges-cleared', kept: 0 });
  expect(await screen.findByText('No requests yet')).toBeTruthy();
});

test('the strip over the list goes through time by its arrow keys', async () => {
  await open();
  const strip = await screen.findByRole('slider', {
    name: /Traffic over time: 3 requests between 14:15:01 and 14:15:03/,
  });
  strip.focus();
  await userEvent.keyboard('{ArrowRight}');
  expect(window.location.hash).toContain('x=2');
  await userEvent.keyboard('{ArrowRight}');
  expect(window.location.hash).toContain('x=3');
  await userEvent.keyboard('{ArrowRight}{ArrowLeft}{ArrowLeft}');
  expect(window.location.hash).toContain('x=1');
});

test('columns sort, and the newest first', async () => {
  await open();
  await userEvent.click(screen.getByRole('button', { name: /^Time/ }));
  await waitFor(() => expect(shownOperations()).toEqual(['PutFile', 'Lock', 'CheckFileInfo']));
  await userEvent.click(screen.getByRole('button', { name: /^Operation/ }));
  await waitFor(() => expect(shownOperations()).toEqual(['CheckFileInfo', 'Lock', 'PutFile']));
});

test('a list that cannot be read is said above the list, with a way to try again', async () => {
  const channel = fakeChannel(snapshot(), rows);
  const { openView } = channel.answers;
  channel.answers.openView = async () => {
    throw new Error('The database is locked.');
  };
  await renderApp(channel);
  expect(await screen.findByText(/The database is locked/)).toBeTruthy();
  if (openView) channel.answers.openView = openView;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(shownOperations()).toHaveLength(3));
});

test('only the rows in sight are drawn', async () => {
  const many = Array.from({ length: 3_000 }, (_, index) => exchange({ id: index + 1 }));
  await renderApp(fakeChannel(snapshot(), many));
  await screen.findByText('3,000 requests');
  expect(shownOperations().length).toBeLessThan(60);
  expect(screen.getByRole('grid', { name: 'Requests' }).getAttribute('aria-rowcount')).toBe('3001');
});
