import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AdminApi, FileRow } from '../../../preload/contract.ts';
import { useFilesState } from '../../../renderer/state/files.ts';
import { firstFiles } from '../../../renderer/welcome/first-file.ts';
import '../../../renderer/welcome/steps.tsx';
import { fakeChannel, renderApp, type FakeChannel } from '../support/fake-channel.tsx';
import { exchange, NOON, snapshot } from '../support/fixtures.ts';
import '../support/calm-dom.ts';

const file = (path: string, size = 100): FileRow => ({
  id: `id-${path}`,
  path,
  name: path.slice(path.lastIndexOf('/') + 1),
  size,
  version: '1',
  modifiedAt: NOON,
});

async function openTraffic(own: Partial<AdminApi> = {}): Promise<FakeChannel> {
  const base = snapshot();
  const editor = {
    id: 'editor',
    name: 'Sandbox Editor',
    kind: 'editor',
    url: null,
    loadedAt: NOON,
    problem: null,
    appCount: 1,
    actionCount: 2,
  } as const;
  const channel = fakeChannel(
    { ...base, settings: { ...base.settings, isWelcomeDone: false }, sources: [editor] },
    [],
    {
      listFiles: async () => ({ files: [file('Budget.xlsx'), file('Notes.txt')], folders: [] }),
      listLaunchChoices: async () => [
        { sourceId: 'office', sourceName: 'Office', app: 'Word', action: 'edit' },
        { sourceId: 'editor', sourceName: 'Sandbox Editor', app: 'Text', action: 'view' },
        { sourceId: 'editor', sourceName: 'Sandbox Editor', app: 'Text', action: 'edit' },
      ],
      launch: async () => ({ pageUrl: 'http://h/p', ticketExpiresAt: NOON, opened: true }),
      ...own,
    },
  );
  await renderApp(channel, '/traffic');
  await screen.findByText(/See it work in three steps/);
  return channel;
}
const inputs = (channel: FakeChannel, method: string): unknown[] =>
  channel.calls.filter((call) => call.method === method).map(({ input }) => input);

beforeEach(() => {
  useFilesState.setState(useFilesState.getInitialState(), true);
  localStorage.clear();
});
afterEach(cleanup);

it('opens the picked document as its owner in the Sandbox Editor, and makes room for the traffic', async () => {
  const channel = await openTraffic();
  await userEvent.click(await screen.findByRole('radio', { name: 'Budget.xlsx' }));
  await userEvent.click(await screen.findByRole('button', { name: /^Open Budget.xlsx/ }));
  await screen.findByText(/Waiting for the first request/);
  expect(inputs(channel, 'launch')).toEqual([
    { fileId: 'id-Budget.xlsx', personId: 'olivia', sourceId: 'editor', app: 'Text', action: 'edit' },
  ]);
  channel.send({ type: 'exchange', row: exchange({ id: 1 }) });
  await waitFor(() => expect(screen.queryByText(/See it work in three steps/)).toBeNull());
  await waitFor(() => expect(inputs(channel, 'updateSettings')).toEqual([{ isWelcomeDone: true }]));
});

it('can be dismissed', async () => {
  const channel = await openTraffic();
  await userEvent.click(screen.getByRole('button', { name: 'Dismiss these steps' }));
  await waitFor(() => expect(inputs(channel, 'updateSettings')).toEqual([{ isWelcomeDone: true }]));
  channel.send({ type: 'settings', settings: { ...snapshot().settings, isWelcomeDone: true } });
  await screen.findByText('No requests yet');
});

it('adds the samples where the folder is empty', async () => {
  const channel = await openTraffic({
    listFiles: async () => ({ files: [], folders: [] }),
    addSamples: async () => ({ added: 9 }),
  });
  const step = await screen.findByText('The folder has no document to begin with.');
  await userEvent.click(
    within(step.parentElement as HTMLElement).getByRole('button', { name: 'Add sample documents' }),
  );
  await waitFor(() => expect(inputs(channel, 'addSamples')).toHaveLength(1));
});

it('shows why opening was refused and stays', async () => {
  await openTraffic({ launch: () => Promise.reject(new Error('The editor is not running.')) });
  await userEvent.click(await screen.findByRole('button', { name: /^Open Notes.txt/ }));
  await screen.findByText('The editor is not running.');
  expect(screen.getByText(/See it work in three steps/)).toBeTruthy();
});

it('begins with plain documents that are not empty, one of a kind', () => {
  const names = ['photo.png', 'b.docx', 'Empty.txt', 'deep/a.txt', 'Notes.txt', 'Longer notes.txt', 'c.md'];
  const files = names.map((name) => file(name, name.startsWith('Empty') ? 0 : 100));
  expect(firstFiles(files).map(({ path }) => path)).toEqual(['Notes.txt', 'c.md', 'b.docx']);
});
