import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AdminApi, FileRow, FileVersion, LaunchChoice } from '../../../preload/contract.ts';
// The page is loaded lazily: importing it here keeps its transformation out of the first test's time.
import '../../../renderer/files/page.tsx';
import { useFilesState } from '../../../renderer/state/files.ts';
import { useUploads } from '../../../renderer/files/uploads.ts';
import { fakeChannel, renderApp, type FakeChannel } from '../support/fake-channel.tsx';
import '../support/calm-dom.ts';
import { lock, NOON, snapshot } from '../support/fixtures.ts';

function file(path: string, differs: Partial<FileRow> = {}): FileRow {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { id: `id-${name}`, path, name, size: 2_048, version: '17', modifiedAt: NOON, ...differs };
}

const budget = file('Budget.xlsx', { id: 'f-budget' });
const minutes = file('Board/2026/Minutes.docx', { id: 'f-minutes' });
const notes = file('Notes.txt', { id: 'f-notes' });
const listing = { files: [budget, minutes, notes], folders: ['Archive', 'Board', 'Board/2026'] };
const choices: LaunchChoice[] = ['view', 'edit'].map((action) => ({
  sourceId: 'editor',
  sourceName: 'Sandbox Editor',
  app: 'Text',
  action,
}));

async function openFiles(own: Partial<AdminApi> = {}, at = '/files', host = {}): Promise<FakeChannel> {
  const base = snapshot();
  const channel = fakeChannel({ ...base, host: { ...base.host, ...host }, locks: [lock()] }, [], {
    listFiles: async () => listing,
    listLaunchChoices: async () => choices,
    ...own,
  });
  await renderApp(channel, at);
  return channel;
}
const calls = (channel: FakeChannel, method: string): unknown[] =>
  channel.calls.filter((call) => call.method === method).map(({ input }) => input);
const rows = (): string[] =>
  within(screen.getByRole('grid', { name: 'Files' }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('gridcell')[0]?.textContent ?? '');

beforeEach(() => {
  useFilesState.setState(useFilesState.getInitialState(), true);
  useUploads.setState({ uploads: [] });
  localStorage.clear();
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('the list', () => {
  it('shows every file, sorted, with its lock', async () => {
    await openFiles();
    await screen.findByText('Minutes.docx');
    expect(rows()).toEqual(['Budget.xlsx', 'Minutes.docx', 'Notes.txt']);
    expect(screen.getByText(/Locked by Olivia, time left/)).toBeTruthy();
  });

  it('narrows while one types and says how many are left', async () => {
    await openFiles();
    await userEvent.type(await screen.findByRole('searchbox', { name: 'Search files by name' }), 'board/');
    await waitFor(() => expect(rows()).toEqual(['Minutes.docx']));
    expect(screen.getByText(/1 of 3 files/)).toBeTruthy();
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search files by name' }), 'zzz');
    await userEvent.click(await screen.findByRole('button', { name: 'Show all files' }));
    await waitFor(() => expect(rows()).toHaveLength(3));
  });

  it('walks the folders with the keyboard', async () => {
    await openFiles();
    const root = await screen.findByRole('treeitem', { name: 'contracts 3 files' });
    root.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await waitFor(() => expect(rows()).toEqual(['Minutes.docx']));
    const board = screen.getByRole('treeitem', { name: 'Board 1 file' });
    expect(board.getAttribute('aria-selected')).toBe('true');
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByRole('treeitem', { name: '2026 1 file' }).getAttribute('aria-level')).toBe('3');
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    await waitFor(() => expect(rows()).toHaveLength(3));
  });

  it('follows files that come, change and go', async () => {
    const channel = await openFiles();
    await screen.findByText('Notes.txt');
    channel.send({ type: 'file', file: file('Added.md') }, { type: 'file-removed', fileId: 'f-notes' });
    await waitFor(() => expect(rows()).toEqual(['Added.md', 'Budget.xlsx', 'Minutes.docx']));
  });

  it('reads the folder again when the host says so', async () => {
    const channel = await openFiles();
    await screen.findByText('Notes.txt');
    channel.answers.listFiles = async () => ({ files: [budget], folders: [] });
    channel.send({ type: 'files-reset' });
    await waitFor(() => expect(rows()).toEqual(['Budget.xlsx']));
  });

  it('stays quick with 10,000 files', async () => {
    const files = Array.from({ length: 10_000 }, (_, index) => file(`folder ${index % 50}/document ${index}.txt`));
    await openFiles({ listFiles: async () => ({ files, folders: [] }) });
    await screen.findByText('document 0.txt');
    expect(screen.getAllByRole('row').length).toBeLessThan(80);
  });

  it('offers the samples first where there is nothing', async () => {
    const channel = await openFiles({
      listFiles: async () => ({ files: [], folders: [] }),
      addSamples: async () => ({ added: 9 }),
    });
    await screen.findByText('The folder is empty');
    const [first] = screen.getAllByRole('button', { name: 'Add sample documents' });
    await userEvent.click(first as HTMLElement);
    await screen.findByText('9 sample documents added.');
    expect(calls(channel, 'addSamples')).toHaveLength(1);
  });

  it('says why the folder could not be read, and tries again', async () => {
    const channel = await openFiles({ listFiles: () => Promise.reject(new Error('The disk does not answer.')) });
    await screen.findByText('The disk does not answer.');
    channel.answers.listFiles = async () => listing;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('Notes.txt');
  });

  it('names what is wrong with the shared folder, and the remedy', async () => {
    await openFiles({}, '/files', { folderProblem: 'The folder does not exist any more.' });
    await userEvent.click(await screen.findByRole('button', { name: 'Choose another folder' }));
    await waitFor(() => expect(window.location.hash).toBe('#/settings'));
    expect(screen.getAllByText('The folder does not exist any more.').length).toBeGreaterThan(0);
  });

  it('offers nothing that would write into a read-only folder', async () => {
    await openFiles({}, '/files?id=f-notes', { folderIsReadOnly: true });
    await screen.findByText(/This folder is read-only/);
    await screen.findByRole('button', { name: /^Rename/ });
    for (const name of [/^New/, /^Upload/, /^Rename/, /^Delete/, /^Add sample/]) {
      expect(screen.getByRole('button', { name })).toHaveProperty('disabled', true);
    }
  });
});

describe('one file', () => {
  it('opens through its link, with its facts', async () => {
    await openFiles({}, '/files?id=f-minutes');
    const detail = await screen.findByRole('complementary', { name: 'Details of Minutes.docx' });
    expect(within(detail).getByText('https://demo.example.net/wopi/files/f-minutes')).toBeTruthy();
    await userEvent.click(within(detail).getByRole('button', { name: 'Close details' }));
    expect(window.location.hash).toBe('#/files');
  });

  it('says when a link leads to a file that is gone', async () => {
    await openFiles({}, '/files?id=nowhere');
    await screen.findByText(/No file of the shared folder has the id nowhere/);
  });

  it('opens in the browser with one key', async () => {
    const launch = vi.fn<AdminApi['launch']>(async () => ({
      pageUrl: 'http://host/page',
      ticketExpiresAt: NOON,
      opened: true,
    }));
    await openFiles({ launch }, '/files?id=f-notes');
    await screen.findByRole('combobox', { name: 'Action' });
    await userEvent.keyboard('o');
    await screen.findByText('Opened in the browser as Olivia.');
    expect(launch).toHaveBeenCalledWith({
      fileId: 'f-notes',
      personId: 'olivia',
      sourceId: 'editor',
      app: 'Text',
      action: 'edit',
    });
  });

  it('opens a tab where the host cannot, and shows the link where the browser blocks it', async () => {
    const tab = { opener: {}, location: { replace: vi.fn<(url: string) => void>() } };
    const open = vi.fn<() => typeof tab | null>(() => tab);
    vi.stubGlobal('open', open);
    await openFiles(
      { launch: async () => ({ pageUrl: 'http://host/page', ticketExpiresAt: Date.now() + 60_000, opened: false }) },
      '/files?id=f-notes',
    );
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Action' }), 'view');
    await userEvent.click(screen.getByRole('button', { name: /^Open/ }));
    await screen.findByText('Opened in a new tab as Olivia.');
    expect(tab.location.replace).toHaveBeenCalledWith('http://host/page');
    expect(tab.opener).toBeNull();
    open.mockReturnValue(null);
    await userEvent.click(screen.getByRole('button', { name: /^Open/ }));
    const link = await screen.findByRole('link', { name: 'Open it here' });
    expect(link.getAttribute('href')).toBe('http://host/page');
  });

  it('shows why opening was refused', async () => {
    await openFiles(
      { launch: () => Promise.reject(new Error('The Sandbox Editor is not running.')) },
      '/files?id=f-notes',
    );
    await userEvent.click(await screen.findByRole('button', { name: /^Open/ }));
    await screen.findByText('The Sandbox Editor is not running.');
  });

  it('renames with hints while one types', async () => {
    const channel = await openFiles(
      { renameFile: async ({ name }) => ({ ...notes, name, path: name }) },
      '/files?id=f-notes',
    );
    await userEvent.click(await screen.findByRole('button', { name: /^Rename/ }));
    const field = await screen.findByRole('textbox', { name: 'New name' });
    await userEvent.clear(field);
    await userEvent.type(field, 'budget.XLSX');
    await screen.findByText(/differs only in case/);
    await userEvent.clear(field);
    await userEvent.type(field, 'Plan.md');
    await screen.findByText(/from ".txt" to ".md"/);
    await userEvent.keyboard('{Enter}');
    await screen.findByText('Notes.txt is now Plan.md.');
    expect(calls(channel, 'renameFile')).toEqual([{ fileId: 'f-notes', name: 'Plan.md' }]);
  });

  it('keeps what was typed when the host refuses a name', async () => {
    await openFiles({ renameFile: () => Promise.reject(new Error('The file is locked.')) }, '/files?id=f-notes');
    await userEvent.click(await screen.findByRole('button', { name: /^Rename/ }));
    const field = await screen.findByRole('textbox', { name: 'New name' });
    await userEvent.clear(field);
    await userEvent.type(field, 'Plan.txt{Enter}');
    await screen.findByText('The file is locked.');
    expect((field as HTMLInputElement).value).toBe('Plan.txt');
  });

  it('asks before it deletes and shows the refusal of a locked file', async () => {
    const refusal = '“Budget.xlsx” is locked by Olivia and was not deleted.';
    const channel = await openFiles({ deleteFile: () => Promise.reject(new Error(refusal)) }, '/files?id=f-budget');
    await userEvent.click(await screen.findByRole('button', { name: /^Delete/ }));
    const dialog = await screen.findByRole('alertdialog');
    expect(dialog.textContent).toContain('Delete Budget.xlsx?');
    expect(calls(channel, 'deleteFile')).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await screen.findByText(refusal);
  });

  it('restores an old version, and says why another cannot be', async () => {
    const version = (differs: Partial<FileVersion>): FileVersion => ({
      version: '17',
      size: 10,
      sha256: null,
      realAt: NOON,
      source: 'wopi',
      people: ['olivia'],
      isCurrent: false,
      unavailable: null,
      ...differs,
    });
    const channel = await openFiles(
      {
        listVersions: async () => [
          version({ isCurrent: true }),
          version({ version: '16', source: 'outside', people: [] }),
          version({ version: '15', unavailable: 'its bytes were let go.' }),
        ],
        restoreVersion: async () => ({ ...notes, version: '18' }),
      },
      '/files?id=f-notes',
    );
    await userEvent.click(await screen.findByRole('tab', { name: /^Versions/ }));
    await screen.findByText('Cannot be restored: its bytes were let go.');
    expect(screen.getByRole('button', { name: 'Restore version 15' })).toHaveProperty('disabled', true);
    await userEvent.click(screen.getByRole('button', { name: 'Restore version 16' }));
    await userEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Restore' }));
    await screen.findByText('Version 16 restored as version 18.');
    expect(calls(channel, 'restoreVersion')).toEqual([{ fileId: 'f-notes', version: '16' }]);
    const before = calls(channel, 'listVersions').length;
    channel.send({ type: 'file', file: { ...notes, version: '18' } });
    await waitFor(() => expect(calls(channel, 'listVersions').length).toBe(before + 1));
  });

  it('previews CheckFileInfo with explanations', async () => {
    await openFiles(
      { previewFileInfo: async () => ({ BaseFileName: 'Notes.txt', UserCanWrite: true }) },
      '/files?id=f-notes',
    );
    await userEvent.click(await screen.findByRole('tab', { name: /^CheckFileInfo/ }));
    await screen.findByText('"Notes.txt"');
    expect(screen.getByText(/May save and lock/)).toBeTruthy();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Explain' }));
    expect(screen.queryByText(/May save and lock/)).toBeNull();
  });
});

describe('new files', () => {
  it('creates one with a free name in the chosen folder', async () => {
    const created = file('Board/Workbook.xlsx');
    const channel = await openFiles({ createFile: async () => created }, '/files?folder=Board');
    await screen.findByText('Minutes.docx');
    await userEvent.keyboard('n');
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Kind' }), 'xlsx');
    await userEvent.click(screen.getByRole('button', { name: 'Create' }));
    await screen.findByText('Workbook.xlsx created.');
    expect(calls(channel, 'createFile')).toEqual([{ folder: 'Board', name: 'Workbook.xlsx', kind: 'xlsx' }]);
    expect(window.location.hash).toContain(`id=${encodeURIComponent(created.id)}`);
  });

  it('takes files dropped on the page', async () => {
    const channel = await openFiles({
      beginUpload: async () => ({ uploadId: 'u1' }),
      appendUpload: async () => undefined,
      finishUpload: async () => file('dropped.txt'),
    });
    const text = await screen.findByText('Notes.txt');
    const data = { types: ['Files'], files: [new File(['hello'], 'dropped.txt')], dropEffect: 'none' };
    fireEvent.dragEnter(text, { dataTransfer: data });
    expect(screen.getByText('Drop to upload into contracts')).toBeTruthy();
    fireEvent.drop(text, { dataTransfer: data });
    await screen.findByRole('button', { name: 'stored, show it' });
    expect(calls(channel, 'beginUpload')).toEqual([{ folder: '', name: 'dropped.txt' }]);
    expect(calls(channel, 'appendUpload')).toEqual([{ uploadId: 'u1', base64: btoa('hello') }]);
  });
});
