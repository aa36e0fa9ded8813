import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AdminApi, DiscoveryActionRow, DiscoverySource, DiscoveryView } from '../../../preload/contract.ts';
import '../../../renderer/discovery/page.tsx';
import { useFilesState } from '../../../renderer/state/files.ts';
import { fakeChannel, renderApp, type FakeChannel } from '../support/fake-channel.tsx';
import { NOON, snapshot } from '../support/fixtures.ts';
import '../support/calm-dom.ts';

function source(differs: Partial<DiscoverySource> = {}): DiscoverySource {
  return {
    id: 'editor',
    name: 'Sandbox Editor',
    kind: 'editor',
    url: 'http://127.0.0.1:8882/hosting/discovery',
    loadedAt: NOON,
    problem: null,
    appCount: 2,
    actionCount: 3,
    ...differs,
  };
}

function action(differs: Partial<DiscoveryActionRow> = {}): DiscoveryActionRow {
  return {
    app: 'Text',
    zone: 'external-http',
    action: 'edit',
    extension: 'txt',
    progid: null,
    urlsrc: 'http://127.0.0.1:8882/text?<ui=UI_LLCC&><wopisrc=WOPI_SOURCE&>',
    requires: ['locks', 'update'],
    isDefault: false,
    ...differs,
  };
}

const actions = [
  action(),
  action({ action: 'view', requires: [], isDefault: true }),
  action({ app: 'Word', action: 'view', extension: 'docx', requires: [] }),
];
const view = (differs: Partial<DiscoveryView> = {}): DiscoveryView => ({
  source: source(),
  actions,
  apps: [{ name: 'Text', zone: 'external-http', favIconUrl: null, checkLicense: false }],
  proofKeys: { value: 'currentkey', oldValue: '' },
  warnings: [],
  ...differs,
});

async function openDiscovery(
  own: Partial<AdminApi> = {},
  sources = [source()],
  at = '/discovery',
): Promise<FakeChannel> {
  const channel = fakeChannel(snapshot({ sources }), [], {
    getDiscovery: async () => view(),
    listFiles: async () => ({
      files: [{ id: 'f-notes', path: 'Notes.txt', name: 'Notes.txt', size: 5, version: '1', modifiedAt: NOON }],
      folders: [],
    }),
    buildActionUrl: async ({ uiLanguage }) => ({
      url: `http://127.0.0.1:8882/text?ui=${uiLanguage}&wopisrc=x`,
      wopiSrc: 'x',
      placeholders: [
        { token: 'UI_LLCC', parameter: 'ui', outcome: 'filled', value: uiLanguage, why: 'The language chosen here' },
        { token: 'DISABLE_CHAT', parameter: 'dchat', outcome: 'dropped', value: null, why: 'Chat stays on' },
      ],
      warnings: ['The file is on loopback.'],
    }),
    ...own,
  });
  await renderApp(channel, at);
  await screen.findByRole('heading', { name: 'Discovery' });
  return channel;
}
const inputs = (channel: FakeChannel, method: string): unknown[] =>
  channel.calls.filter((call) => call.method === method).map(({ input }) => input);
const rows = (): string[] =>
  within(screen.getByRole('grid', { name: 'Actions' }))
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('gridcell')
        .slice(0, 3)
        .map((cell) => cell.textContent)
        .join(' '),
    );

beforeEach(() => useFilesState.setState(useFilesState.getInitialState(), true));
afterEach(cleanup);

describe('the actions', () => {
  it('can be narrowed in every way', async () => {
    await openDiscovery();
    await waitFor(() => expect(rows()).toEqual(['Text edit .txt', 'Text viewdefault .txt', 'Word view .docx']));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Requires' }), 'locks');
    await waitFor(() => expect(rows()).toEqual(['Text edit .txt']));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Requires' }), 'none');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Application' }), 'Word');
    await waitFor(() => expect(rows()).toEqual(['Word view .docx']));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Application' }), '');
    await userEvent.type(screen.getByRole('textbox', { name: 'Extension' }), '.TX');
    await waitFor(() => expect(rows()).toEqual(['Text viewdefault .txt']));
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search actions' }), 'nothing like this');
    await userEvent.click(await screen.findByRole('button', { name: 'Show all actions' }));
    await waitFor(() => expect(rows()).toHaveLength(3));
  });

  it('show their address built for a file, with the fate of every placeholder', async () => {
    const channel = await openDiscovery({
      launch: async () => ({ pageUrl: 'http://h/p', ticketExpiresAt: NOON, opened: true }),
    });
    await userEvent.click(await screen.findByText('edit', { selector: '.ws-action-name' }));
    const detail = await screen.findByRole('complementary', { name: 'Text edit' });
    expect(detail.querySelectorAll('mark')).toHaveLength(2);
    await within(detail).findByText(/http:\/\/127.0.0.1:8882\/text\?ui=/);
    expect(within(detail).getByText('The file is on loopback.')).toBeTruthy();
    const fates = within(within(detail).getByRole('list', { name: 'Placeholders' })).getAllByRole('listitem');
    expect(fates.map((fate) => fate.querySelector('.ws-badge')?.textContent)).toEqual(['filled', 'dropped']);
    const language = within(detail).getByRole('textbox', { name: 'Language' });
    await userEvent.clear(language);
    await userEvent.type(language, 'de-DE');
    await within(detail).findByText('http://127.0.0.1:8882/text?ui=de-DE&wopisrc=x');
    (document.activeElement as HTMLElement).blur();
    await userEvent.keyboard('o');
    await within(detail).findByText('Opened in the browser as Olivia.');
    expect(inputs(channel, 'launch')).toEqual([
      { fileId: 'f-notes', personId: 'olivia', sourceId: 'editor', app: 'Text', action: 'edit' },
    ]);
  });

  it('keep their link when the same action stands twice', async () => {
    await openDiscovery(
      { getDiscovery: async () => view({ actions: [action(), action({ urlsrc: 'http://second/?' })] }) },
      undefined,
      `/discovery?action=${encodeURIComponent('external-http/Text/edit/txt/2')}`,
    );
    const detail = await screen.findByRole('complementary', { name: 'Text edit' });
    expect(within(detail).getByText('http://second/?')).toBeTruthy();
  });
});

describe('the sources', () => {
  it('say what they are, and show keys and oddities', async () => {
    await openDiscovery({ getDiscovery: async () => view({ warnings: ['An action without urlsrc was left out.'] }) });
    await screen.findByText('An action without urlsrc was left out.');
    expect(screen.getByText('currentkey')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Copy current proof key' })).toBeTruthy();
  });

  it('keep the last good answer beside the trouble', async () => {
    await openDiscovery({}, [
      source(),
      source({ id: 'office', kind: 'url', name: 'office', problem: 'It did not answer.' }),
    ]);
    await screen.findByText('It did not answer. The last good answer stays in use.');
  });

  it('add an address, and show the refusal of the host in place', async () => {
    const channel = await openDiscovery({
      addDiscoveryUrl: () => Promise.reject(new Error('It answered with an HTML page.')),
    });
    await screen.findByRole('grid', { name: 'Actions' });
    await userEvent.keyboard('a');
    await userEvent.click(await screen.findByRole('button', { name: 'Office for the web' }));
    await userEvent.click(screen.getByRole('button', { name: 'Fetch and add' }));
    await screen.findByText('It answered with an HTML page.');
    expect(inputs(channel, 'addDiscoveryUrl')).toEqual([
      { url: 'https://onenote.officeapps.live.com/hosting/discovery' },
    ]);
    const added = source({ id: 'new', kind: 'url', name: 'office.example.net' });
    channel.answers.addDiscoveryUrl = async () => added;
    await userEvent.click(screen.getByRole('button', { name: 'Fetch and add' }));
    await screen.findByText('office.example.net added: 3 actions of 2 applications.');
    expect(window.location.hash).toBe('#/discovery?source=new');
  });

  it('add a file and tell its size', async () => {
    const channel = await openDiscovery({
      addDiscoveryFile: async ({ name }) => source({ id: 'file', kind: 'file', name }),
    });
    const chooser = await screen.findByLabelText('Discovery file');
    fireEvent.change(chooser, { target: { files: [new File(['<wopi-discovery/>'], 'collabora.xml')] } });
    await screen.findByText('collabora.xml (17 B) added: 3 actions of 2 applications.');
    expect(inputs(channel, 'addDiscoveryFile')).toEqual([{ name: 'collabora.xml', text: '<wopi-discovery/>' }]);
  });

  it('are read again and removed', async () => {
    const office = source({ id: 'office', kind: 'url', name: 'office' });
    const channel = await openDiscovery(
      { refreshDiscovery: async () => office, removeDiscovery: async () => undefined },
      [source(), office],
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Read office again' }));
    await screen.findByText('office read again: 3 actions.');
    await userEvent.click(screen.getByRole('button', { name: 'Remove office' }));
    await userEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Remove' }));
    await screen.findByText('office removed.');
    channel.send({ type: 'source-removed', sourceId: 'office' });
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Read office again' })).toBeNull());
    expect(screen.queryByRole('button', { name: 'Remove Sandbox Editor' })).toBeNull();
  });

  it('say why one cannot be shown', async () => {
    await openDiscovery({ getDiscovery: () => Promise.reject(new Error('It was never loaded.')) });
    await screen.findByText('It was never loaded.');
  });
});
