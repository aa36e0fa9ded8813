import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import type { SavedView, ViewShape } from '../../../preload/contract.ts';
import { suggestAt } from '../../../preload/filter/suggest.ts';
import { FIRST_CHOICE, useColumnChoice } from '../../../renderer/inspector/column-choice.ts';
import { fakeChannel, renderApp, type FakeChannel } from '../support/fake-channel.tsx';
import { exchange, snapshot } from '../support/fixtures.ts';

afterEach(() => {
  cleanup();
  useColumnChoice.setState({ choice: FIRST_CHOICE });
});

const box = (): HTMLInputElement => screen.getByRole('combobox', { name: 'Filter requests' });
const options = (): string[] => screen.queryAllByRole('option').map(({ textContent }) => textContent);
const marked = (): string[] => [...document.querySelectorAll('[data-wrong]')].map(({ textContent }) => textContent);
const heads = (): string[] =>
  within(screen.getByRole('grid', { name: 'Requests' }))
    .getAllByRole('columnheader')
    .map(({ textContent }) => textContent);

async function open(at = '/traffic', own: FakeChannel['answers'] = {}): Promise<FakeChannel> {
  const channel = fakeChannel(snapshot(), [exchange({ id: 1 })], own);
  await renderApp(channel, at);
  await screen.findByRole('grid', { name: 'Requests' });
  return channel;
}

test('values that occur are asked of the host and taken with Tab', async () => {
  const suggestFilter: FakeChannel['answers']['suggestFilter'] = async ({ text, caret }) =>
    suggestAt(text, caret, [{ value: 'Budget 1.xlsx', count: 12 }]);
  await open('/traffic', { suggestFilter });
  await userEvent.keyboard('/file:');
  await waitFor(() => expect(options()).toEqual(['Budget 1.xlsx× 12']));
  expect(screen.getByText(/name of the file, or its whole id/)).toBeTruthy();
  await userEvent.keyboard('{ArrowDown}{Tab}');
  expect(box().value).toBe('file:"Budget 1.xlsx" ');
  expect(document.activeElement).toBe(box());
  expect(box().selectionStart).toBe(box().value.length);
});

test('known values are offered when the host does not answer', async () => {
  await open('/traffic', { suggestFilter: () => Promise.reject(new Error('The host went away.')) });
  await userEvent.keyboard('/pinned:');
  await waitFor(() => expect(options()).toEqual(['yespinned requests', 'noall others']));
});

test('known values are offered meanwhile when the host takes long', async () => {
  await open('/traffic', { suggestFilter: () => new Promise(() => undefined) });
  await userEvent.keyboard('/pinned:');
  await waitFor(() => expect(options()).toEqual(['yespinned requests', 'noall others']));
});

test('what is still being written is not wrong yet; what stays behind is marked in its place', async () => {
  await open();
  await userEvent.keyboard('/op:Lock status:4b');
  expect(box().getAttribute('aria-invalid')).toBe('false');
  expect(marked()).toEqual([]);
  await userEvent.keyboard(' person:ann');
  await waitFor(() => expect(marked()).toEqual(['4b']));
  expect(box().getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText(/“4b” is no value for status\. Write a number/)).toBeTruthy();
});

test('Escape puts the suggestions away first and then leaves the box', async () => {
  await open();
  await userEvent.keyboard('/op:');
  await waitFor(() => expect(options()).not.toEqual([]));
  await userEvent.keyboard('{Escape}');
  expect(options()).toEqual([]);
  expect(document.activeElement).toBe(box());
  await userEvent.keyboard('{Escape}');
  expect(document.activeElement).not.toBe(box());
});

const view = (name: string, shape: Partial<ViewShape>, isBuiltIn = false): SavedView => ({
  id: name,
  name,
  shape: { filter: '', group: null, isCollapsed: false, sort: null, columns: null, ...shape },
  isBuiltIn,
});

test('a view puts the list as it says, and is shown as chosen', async () => {
  const views = [
    view('Locks', { filter: 'op:locking' }, true),
    view('Mine', {
      filter: 'op:Lock',
      group: 'file',
      sort: { column: 'duration', descending: true },
      columns: ['status', 'time'],
    }),
  ];
  await open('/traffic', { listSavedViews: async () => views });
  await userEvent.keyboard('v');
  await userEvent.click(await screen.findByRole('menuitemradio', { name: /Mine/ }));
  const [path, search] = window.location.hash.split('?');
  expect(path).toBe('#/traffic');
  expect(Object.fromEntries(new URLSearchParams(search))).toEqual({ f: 'op:Lock', group: 'file', sort: '-duration' });
  await waitFor(() => expect(heads().slice(0, 2)).toEqual(['Status', expect.stringContaining('Time')]));

  await userEvent.click(screen.getByRole('button', { name: 'Views' }));
  const chosen = await screen.findByRole('menuitemradio', { name: /Mine/, checked: true });
  expect(chosen).toBeTruthy();
  await userEvent.click(screen.getByRole('menuitemradio', { name: /Locks/ }));
  expect(window.location.hash).toBe('#/traffic?f=op%3Alocking');
});

test('views that are saved and removed on another screen come and go in the open menu', async () => {
  const channel = await open('/traffic', { listSavedViews: async () => [view('Locks', {}, true)] });
  await userEvent.keyboard('v');
  await screen.findByRole('menuitemradio', { name: /Locks/ });
  channel.send({ type: 'saved-views', views: [view('Locks', {}, true), view('From afar', { filter: 'op:Lock' })] });
  await screen.findByRole('menuitemradio', { name: /From afar/ });
  channel.send({ type: 'saved-views', views: [view('Locks', {}, true)] });
  await waitFor(() => expect(screen.queryByRole('menuitemradio', { name: /From afar/ })).toBeNull());
});

test('what is shown is saved under a name, and removed after a question', async () => {
  const views: SavedView[] = [view('Locks', { filter: 'op:locking' }, true)];
  const channel = await open('/traffic?f=op:Lock&collapse=1', {
    listSavedViews: async () => [...views],
    saveView: async ({ name, shape }) => {
      const saved = view(name, shape);
      views.push(saved);
      return saved;
    },
    removeSavedView: async () => undefined,
  });
  await userEvent.keyboard('v');
  await userEvent.click(await screen.findByRole('menuitem', { name: /Save what is shown/ }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain('Save as a view');
  expect(dialog.textContent).toContain('op:Lock, repeats as one line');
  await userEvent.type(within(dialog).getByLabelText(/Name/), 'locks');
  expect(dialog.textContent).toContain('belongs to a view of the app');
  await userEvent.clear(within(dialog).getByLabelText(/Name/));
  await userEvent.type(within(dialog).getByLabelText(/Name/), 'Only locks{Enter}');
  await screen.findByText('The view “Only locks” is saved.');
  channel.send({ type: 'saved-views', views });
  expect(channel.calls.find(({ method }) => method === 'saveView')?.input).toEqual({
    name: 'Only locks',
    shape: { filter: 'op:Lock', group: null, isCollapsed: true, sort: null, columns: null },
  });

  await userEvent.click(screen.getByRole('button', { name: 'Views' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: /Remove “Only locks”/ }));
  await userEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(channel.calls.at(-1)).toEqual({ method: 'removeSavedView', input: { id: 'Only locks' } }));
});
