import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import { bulkActions } from '../../../renderer/inspector/bulk-actions.ts';
import { rowsAsText } from '../../../renderer/inspector/rows-as-text.ts';
import { clearSelection, useSelection } from '../../../renderer/state/selection.ts';
import { fakeChannel, renderApp, type FakeChannel } from '../support/fake-channel.tsx';
import { exchange, snapshot } from '../support/fixtures.ts';

afterEach(() => {
  cleanup();
  clearSelection();
});

const rows = [1, 2, 3, 4, 5].map((id) => exchange({ id, fileName: `File ${id}.docx` }));

async function open(at = '/traffic'): Promise<FakeChannel> {
  const channel = fakeChannel(snapshot(), [...rows]);
  await renderApp(channel, at);
  await screen.findByText('File 5.docx');
  return channel;
}

const line = (id: number): HTMLElement => {
  const found = screen.getAllByText(`File ${id}.docx`).map((cell) => cell.closest<HTMLElement>('[data-index]'));
  return found.find((row) => row !== null) ?? document.body;
};
/** Without a layout the focus does not go into the menu by itself. */
const leaveMenu = async (): Promise<void> => {
  screen.getAllByRole('menuitem')[0]?.focus();
  await userEvent.keyboard('{Escape}');
};
const chosen = (): number[] => [...useSelection.getState().ids].toSorted((left, right) => left - right);
const bar = (): HTMLElement => screen.getByRole('toolbar', { name: 'Chosen requests' });
const asked = (channel: FakeChannel, method: string): unknown[] =>
  channel.calls.filter((call) => call.method === method).map(({ input }) => input);

describe('choosing rows together', () => {
  test('Ctrl takes one more or one less, Shift all up to the row, a plain click none', async () => {
    await open();
    fireEvent.click(line(2));
    fireEvent.click(line(4), { ctrlKey: true });
    expect(chosen()).toEqual([2, 4]);
    expect(line(4).getAttribute('aria-selected')).toBe('true');
    expect(line(3).getAttribute('aria-selected')).toBe('false');
    fireEvent.click(line(4), { metaKey: true });
    expect(chosen()).toEqual([2]);
    fireEvent.click(line(5), { shiftKey: true });
    await waitFor(() => expect(chosen()).toEqual([4, 5]));
    expect(within(bar()).getByRole('status').textContent).toBe('2 chosen');
    fireEvent.click(line(1));
    expect(chosen()).toEqual([]);
    expect(screen.queryByRole('toolbar', { name: 'Chosen requests' })).toBeNull();
  });

  test('Shift with arrows takes rows on the way, Ctrl+A what is shown, Escape lets go before it closes', async () => {
    await open('/traffic?x=2');
    const grid = screen.getByRole('grid', { name: 'Requests' });
    expect(grid.getAttribute('aria-multiselectable')).toBe('true');
    grid.focus();
    await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    await waitFor(() => expect(chosen()).toEqual([2, 3, 4]));
    await userEvent.keyboard('{Shift>}{ArrowUp}{/Shift}');
    await waitFor(() => expect(chosen()).toEqual([2, 3]));
    await userEvent.keyboard('{Control>}a{/Control}');
    await waitFor(() => expect(chosen()).toEqual([1, 2, 3, 4, 5]));
    await userEvent.keyboard('{Escape}');
    expect(chosen()).toEqual([]);
    expect(window.location.hash).toContain('x=');
    await userEvent.keyboard('{Escape}');
    expect(window.location.hash).not.toContain('x=');
  });

  test('keys that are faster than the answers of the host choose what they went over', async () => {
    const channel = await open('/traffic?x=1');
    const { listViewIds } = channel.answers;
    const held: (() => void)[] = [];
    channel.answers.listViewIds = async (input) => {
      await new Promise<void>((resolve) => held.push(resolve));
      return (await listViewIds?.(input)) ?? null;
    };
    screen.getByRole('grid', { name: 'Requests' }).focus();
    await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    await waitFor(() => expect(held).toHaveLength(2));
    for (const answer of held.toReversed()) answer();
    await waitFor(() => expect(chosen()).toEqual([1, 2, 3]));
  });

  test('what is deleted or cleared is not chosen any more, and another filter begins anew', async () => {
    const channel = await open();
    fireEvent.click(line(2), { ctrlKey: true });
    fireEvent.click(line(3), { ctrlKey: true });
    channel.send({ type: 'exchanges-removed', ids: [2] });
    await waitFor(() => expect(chosen()).toEqual([3]));
    await waitFor(() => expect(screen.queryByText('File 2.docx')).toBeNull());
    await userEvent.keyboard('/');
    await userEvent.paste('file:docx');
    await waitFor(() => expect(chosen()).toEqual([]));
  });
});

describe('what can be done with those chosen', () => {
  test('every action is in the bar or in the menu behind it, and each id is there once', () => {
    expect(new Set(bulkActions.map(({ id }) => id)).size).toBe(bulkActions.length);
    const keys = bulkActions.flatMap(({ keys: own }) => own ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('pinning with a key, colouring, tagging, deleting after a question', async () => {
    const channel = await open();
    fireEvent.click(line(1), { ctrlKey: true });
    fireEvent.click(line(2), { ctrlKey: true });
    await userEvent.keyboard('b');
    expect(asked(channel, 'mark')).toEqual([{ ids: [1, 2], change: { pin: 'toggle' } }]);

    await userEvent.click(within(bar()).getByRole('button', { name: /Colour/ }));
    await userEvent.click(await screen.findByRole('menuitem', { name: /Violet/ }));
    expect(asked(channel, 'mark').at(-1)).toEqual({ ids: [1, 2], change: { colour: 'violet' } });

    await userEvent.click(within(bar()).getByRole('button', { name: /Tags/ }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Add' }), 'lock, word');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(asked(channel, 'mark').at(-1)).toEqual({
        ids: [1, 2],
        change: { addTags: ['lock', 'word'], removeTags: [] },
      }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

    await userEvent.click(within(bar()).getByRole('button', { name: /Delete/ }));
    const question = await screen.findByRole('alertdialog');
    expect(within(question).getByText(/2 recorded requests/)).toBeTruthy();
    expect(asked(channel, 'deleteExchanges')).toEqual([]);
    await userEvent.click(within(question).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(asked(channel, 'deleteExchanges')).toEqual([{ ids: [1, 2] }]));
  });

  test('a row has them in a menu: by right click for itself, or for all where it is one of them', async () => {
    const channel = await open();
    fireEvent.contextMenu(line(4), { clientX: 10, clientY: 10 });
    expect(await screen.findByText('Request 4')).toBeTruthy();
    await userEvent.click(screen.getByRole('menuitem', { name: /Pin or unpin/ }));
    expect(asked(channel, 'mark').at(-1)).toEqual({ ids: [4], change: { pin: 'toggle' } });
    expect(chosen()).toEqual([]);

    fireEvent.click(line(1), { ctrlKey: true });
    fireEvent.click(line(2), { ctrlKey: true });
    fireEvent.contextMenu(line(2));
    expect(await screen.findByText('2 requests', { selector: '.ws-row-menu-title' })).toBeTruthy();
    await leaveMenu();
    await waitFor(() => expect(screen.queryByText('2 requests', { selector: '.ws-row-menu-title' })).toBeNull());
  });

  test('Shift+F10 and the Menu key open it at the row that is selected', async () => {
    await open('/traffic?x=3');
    for (const key of ['{Shift>}{F10}{/Shift}', '{ContextMenu}']) {
      screen.getByRole('grid', { name: 'Requests' }).focus();
      await userEvent.keyboard(key);
      expect(await screen.findByText('Request 3')).toBeTruthy();
      await leaveMenu();
      await waitFor(() => expect(screen.queryByText('Request 3')).toBeNull());
    }
  });

  test('as a table each request is a line, and nothing in it hides', () => {
    const text = rowsAsText([exchange({ fileName: 'a\tb\u202e.docx', operation: 'PutFile' })]);
    expect(text.split('\n')).toHaveLength(2);
    expect(text).toContain('\tPutFile\ta⟨U+0009⟩b⟨U+202E⟩.docx\tOlivia\t');
  });
});

describe('in the details', () => {
  test('pin, colour, tags and note are changed in place, and follow what others change', async () => {
    const channel = await open('/traffic?x=2');
    const editor = await screen.findByRole('group', { name: 'Mark of this request' });
    await userEvent.click(within(editor).getByRole('button', { name: 'Pinned' }));
    await userEvent.click(within(editor).getByRole('button', { name: 'Green' }));
    await userEvent.type(within(editor).getByRole('combobox', { name: 'Add a tag' }), 'demo{Enter}');
    await userEvent.type(within(editor).getByRole('textbox', { name: 'Note' }), 'ask Emil');
    await userEvent.tab();
    expect(asked(channel, 'mark')).toEqual([
      { ids: [2], change: { pin: 'on' } },
      { ids: [2], change: { colour: 'green' } },
      { ids: [2], change: { addTags: ['demo'] } },
      { ids: [2], change: { note: 'ask Emil' } },
    ]);
    const mark = { isPinned: true, colour: 'green', note: 'ask Emil', tags: ['demo'] } as const;
    channel.send({ type: 'marks', marks: [{ exchangeId: 2, mark: { ...mark, tags: [...mark.tags] } }] });
    const own = () => within(screen.getByRole('group', { name: 'Mark of this request' }));
    await waitFor(() =>
      expect(own().getByRole('button', { name: 'Pinned' }).getAttribute('aria-pressed')).toBe('true'),
    );
    expect(own().getByRole<HTMLTextAreaElement>('textbox', { name: 'Note' }).value).toBe('ask Emil');
    expect(within(line(2)).getByText('pinned; green; note “ask Emil”; tagged demo')).toBeTruthy();
    await userEvent.click(own().getByRole('button', { name: 'Take the tag demo away' }));
    expect(asked(channel, 'mark').at(-1)).toEqual({ ids: [2], change: { removeTags: ['demo'] } });
  });
});

test('clearing asks whether pinned requests stay', async () => {
  const channel = await open();
  const { capture } = snapshot();
  channel.send({ type: 'capture', capture: { ...capture, count: 5, pinned: 2 } });
  await userEvent.keyboard('x');
  const dialog = await screen.findByRole('alertdialog');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Clear' }));
  await waitFor(() => expect(asked(channel, 'clearExchanges')).toEqual([{ keepPinned: true }]));
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  await userEvent.keyboard('x');
  const again = await screen.findByRole('alertdialog');
  await userEvent.click(within(again).getByRole('checkbox', { name: 'Keep 2 pinned requests' }));
  await userEvent.click(within(again).getByRole('button', { name: 'Clear' }));
  await waitFor(() => expect(asked(channel, 'clearExchanges').at(-1)).toEqual({ keepPinned: false }));
});
