import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, expect, test } from 'vitest';
import type { Snapshot } from '../../../preload/contract.ts';
import { App } from '../../../renderer/app.tsx';
import { jumps } from '../../../renderer/shell/clock-actions.ts';
import { rooms } from '../../../renderer/shell/rooms.tsx';
import { useConnection } from '../../../renderer/state/connection.ts';
import { useShell } from '../../../renderer/shell/shell-state.ts';
import { exchange, NOON, snapshot } from '../support/fixtures.ts';
import { fakeChannel, renderApp, type FakeChannel } from '../support/fake-channel.tsx';

afterEach(() => {
  useShell.setState({ dialog: null });
  cleanup();
});

const bar = (): HTMLElement => screen.getByRole('banner');
const status = (): string => screen.getByRole('contentinfo').textContent;

async function open(differs: Partial<Snapshot> = {}): Promise<FakeChannel> {
  const channel = fakeChannel(snapshot(differs), [exchange()]);
  await renderApp(channel);
  await screen.findByText('1 request');
  return channel;
}

test('every room has a place in the rail and can be entered by its keys', async () => {
  await open();
  const links = within(screen.getByRole('navigation', { name: 'Rooms' })).getAllByRole('link');
  expect(links.map(({ textContent }) => textContent)).toEqual(rooms.map(({ label }) => label));
  for (const { shortcut, path } of rooms) {
    await userEvent.keyboard(shortcut.replace(' ', ''));
    expect(window.location.hash.startsWith(`#${path}`)).toBe(true);
  }
});

test('the top bar tells folder, addresses, recording and virtual time', async () => {
  const channel = await open({ clock: { offsetMs: 0, heldAt: NOON } });
  expect(bar().textContent).toContain('contracts');
  expect(bar().textContent).toContain('127.0.0.1:8880');
  expect(bar().textContent).toContain('demo.example.net');
  expect(within(bar()).getByRole('button', { name: /^Virtual clock\s*14:15:00\s*held$/ })).toBeTruthy();

  channel.send({ type: 'capture', capture: { ...snapshot().capture, paused: true } });
  expect(await within(bar()).findByRole('button', { name: 'Recording paused' })).toBeTruthy();
});

test('a folder that cannot be used is said in the bar, in a banner and in the status', async () => {
  const { host } = snapshot();
  await open({ host: { ...host, folderProblem: 'The folder was deleted. Choose another in Settings.' } });
  expect(screen.getByRole('alert').textContent).toContain('The folder was deleted.');
  expect(bar().textContent).toContain('cannot be used');
  expect(status()).toContain('folder missing');
});

test('without a public URL the bar says so', async () => {
  const { host } = snapshot();
  await open({ host: { ...host, publicBase: host.addresses.host } });
  expect(within(bar()).getByRole('link', { name: 'No public URL' })).toBeTruthy();
});

test('the status bar counts, names budgets and says what was dropped', async () => {
  await open({ capture: { ...snapshot().capture, dropped: 1_200 } });
  expect(status()).toContain('12,406 captured · 83.0 MB of 512 MB');
  expect(status()).toContain('1,200 older requests dropped');
  expect(status()).toContain('1 lock');
  expect(status()).toContain('1 token');
});

test('the clock is held and jumps from its menu', async () => {
  const channel = await open();
  channel.answers.holdClock = async () => ({ offsetMs: 0, heldAt: NOON });
  await userEvent.click(screen.getByRole('button', { name: /^Virtual clock/ }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Hold it here' }));
  expect(await screen.findByText('The clock is held at 14:15:00.')).toBeTruthy();

  await userEvent.click(screen.getByRole('button', { name: /^Virtual clock/ }));
  await userEvent.click(await screen.findByRole('menuitem', { name: /Jump \+29 min 59 s/ }));
  expect(channel.calls.at(-1)).toEqual({ method: 'jumpClock', input: { milliseconds: jumps[1]?.milliseconds } });
});

test('the clock jumps by a written span, and refuses what is none', async () => {
  const channel = await open();
  await userEvent.click(screen.getByRole('button', { name: /^Virtual clock/ }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Jump by …' }));
  const input = await screen.findByRole('textbox', { name: /By how much/ });
  await userEvent.type(input, 'soon');
  expect(screen.getByText(/“soon” is no span of time/)).toBeTruthy();
  await userEvent.clear(input);
  await userEvent.type(input, '1h 30m{Enter}');
  expect(channel.calls.at(-1)).toEqual({ method: 'jumpClock', input: { milliseconds: 5_400_000 } });
});

test('the palette finds rooms, commands and files', async () => {
  const channel = fakeChannel(snapshot(), [exchange()]);
  channel.answers.listFiles = async () => ({
    files: [{ id: 'f-plan', path: 'plans/Plan.docx', name: 'Plan.docx', size: 1, version: '1', modifiedAt: NOON }],
    folders: ['plans'],
  });
  await renderApp(channel);
  await userEvent.keyboard('{Control>}k{/Control}');
  await userEvent.type(await screen.findByPlaceholderText(/Type a room/), 'plan.do');
  await screen.findByRole('option', { name: /Plan\.docx/ });
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(window.location.hash).toContain('/files?id=f-plan'));

  await userEvent.keyboard('{Control>}k{/Control}');
  await userEvent.type(await screen.findByPlaceholderText(/Type a room/), 'theme dark{Enter}');
  await waitFor(() => expect(channel.calls.at(-1)).toEqual({ method: 'updateSettings', input: { theme: 'dark' } }));
});

test('the sheet lists what the keys do on this page', async () => {
  await open();
  await userEvent.keyboard('?');
  const sheet = await screen.findByRole('dialog');
  expect(within(sheet).getByText('Follow the newest')).toBeTruthy();
  expect(within(sheet).getByText('Go to Locks')).toBeTruthy();
});

test('keys do nothing while the hand is in a text box', async () => {
  const channel = await open();
  await userEvent.click(screen.getByRole('combobox', { name: 'Filter requests' }));
  await userEvent.keyboard('p');
  expect(channel.calls.some(({ method }) => method === 'setCapturePaused')).toBe(false);
});

test('notices can be put away', async () => {
  const channel = await open({
    notices: [{ id: 7, tone: 'warning', title: 'The database was damaged.', detail: 'It was kept aside.' }],
  });
  await userEvent.click(screen.getByRole('button', { name: 'Put away: The database was damaged.' }));
  expect(channel.calls.at(-1)).toEqual({ method: 'dismissNotice', input: { noticeId: 7 } });
  channel.send({ type: 'notice-dismissed', noticeId: 7 });
  await waitFor(() => expect(screen.queryByText('It was kept aside.')).toBeNull());
});

test('a lost connection leaves the page and says when it is tried again', async () => {
  await open();
  useConnection.setState({ phase: 'lost', attempt: 1, retryAt: Date.now() + 4_000 });
  expect(await screen.findByText(/The connection to the host is lost\..*next attempt in \d s/)).toBeTruthy();
  expect(screen.getByRole('grid', { name: 'Requests' })).toBeTruthy();
  expect(status()).toContain('host not reached');
});

test('a first state that cannot be read is told, and can be asked for again', async () => {
  const channel = fakeChannel();
  const { getSnapshot } = channel.answers;
  channel.answers.getSnapshot = async () => {
    throw new Error('The database is busy.');
  };
  useConnection.setState(useConnection.getInitialState(), true);
  render(<App channel={channel} nonce="" />);
  expect(await screen.findByText('The database is busy.')).toBeTruthy();
  if (getSnapshot) channel.answers.getSnapshot = getSnapshot;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('navigation', { name: 'Rooms' })).toBeTruthy();
});

test('a browser without the key asks for it and takes the printed address', async () => {
  sessionStorage.clear();
  render(<App channel={null} nonce="" />);
  const input = screen.getByRole('textbox', { name: /Address or key/ });
  await userEvent.type(input, 'what is this{Enter}');
  expect(screen.getByText(/No key found in this/)).toBeTruthy();
});

test('styles carry the nonce of the page', async () => {
  render(<App channel={null} nonce="n0nce" />);
  await waitFor(() => expect(document.head.querySelectorAll('style').length).toBeGreaterThan(0));
  const own = [...document.head.querySelectorAll('style')].filter((style) => style.getAttribute('nonce') === 'n0nce');
  expect(own.length).toBeGreaterThan(0);
});

test.each(['/traffic', '/traffic?x=1'])(
  '%s has no accessibility fault that can be found without layout',
  async (at) => {
    await renderApp(fakeChannel(snapshot(), [exchange()]), at);
    await screen.findByText('1 request');
    if (at.includes('x=')) await screen.findByRole('tablist');
    const { violations } = await axe.run(
      { include: [['body']], exclude: [['[data-tabster-dummy]']] },
      // Colours and sizes need a real browser; the journeys look at those.
      { rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } } },
    );
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  },
  // axe looks at every element, and the machine may be busy.
  30_000,
);
