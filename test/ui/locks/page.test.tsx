import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AdminApi, LockEvent, LockRow, Snapshot } from '../../../preload/contract.ts';
import '../../../renderer/locks/page.tsx';
import { useFilesState } from '../../../renderer/state/files.ts';
import { fakeChannel, renderApp, type FakeChannel } from '../support/fake-channel.tsx';
import { lock, NOON, snapshot } from '../support/fixtures.ts';
import '../support/calm-dom.ts';

function change(differs: Partial<LockEvent> = {}): LockEvent {
  return {
    id: 1,
    fileId: 'f-budget',
    lockId: '{"S":"4f1c22d0","F":4}',
    previousLockId: null,
    change: 'taken',
    at: NOON,
    realAt: NOON,
    personName: 'Olivia',
    by: 'wopi',
    reason: null,
    ...differs,
  };
}

async function openLocks(
  own: Partial<AdminApi> = {},
  differs: Partial<Snapshot> = {},
  at = '/locks',
): Promise<FakeChannel> {
  // The clock is held, so that countdowns stand still.
  const channel = fakeChannel(snapshot({ clock: { offsetMs: 0, heldAt: NOON + 60_000 }, ...differs }), [], {
    listLockHistory: async () => [change()],
    listFiles: async () => ({
      files: [{ id: 'f-notes', path: 'Notes.txt', name: 'Notes.txt', size: 5, version: '1', modifiedAt: NOON }],
      folders: [],
    }),
    ...own,
  });
  await renderApp(channel, at);
  return channel;
}
const inputs = (channel: FakeChannel, method: string): unknown[] =>
  channel.calls.filter((call) => call.method === method).map(({ input }) => input);
const cells = async (): Promise<(string | null)[]> => {
  const grid = await screen.findByRole('grid', { name: 'Locks' });
  return within(grid)
    .getAllByRole('gridcell')
    .map((cell) => cell.textContent);
};
const confirmWith = async (action: string): Promise<void> => {
  await userEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: action }));
};

beforeEach(() => useFilesState.setState(useFilesState.getInitialState(), true));
afterEach(cleanup);

describe('the list', () => {
  it('shows holder, readable id and the time left on the virtual clock', async () => {
    const channel = await openLocks();
    const row = await cells();
    expect(row[0]).toBe('Budget.xlsx');
    expect(row[1]).toBe('S=4f1c22d0 F=4');
    expect(row.at(-1)).toBe('29:00');
    channel.send({ type: 'clock', clock: { offsetMs: 0, heldAt: NOON + 31 * 60_000 } });
    await waitFor(async () => expect((await cells()).at(-1)).toBe('expired'));
  });

  it('loses the row when the lock is gone, and keeps the history open', async () => {
    const channel = await openLocks({}, {}, '/locks?file=f-budget');
    await screen.findByRole('complementary', { name: 'Lock of Budget.xlsx' });
    await waitFor(() => expect(inputs(channel, 'listLockHistory')).toHaveLength(1));
    channel.send({
      type: 'lock',
      fileId: 'f-budget',
      lock: null,
      change: change({ id: 2, change: 'expired', by: 'clock' }),
    });
    await screen.findByText('Nothing is locked');
    expect(screen.getByText(/Not locked now/)).toBeTruthy();
    await waitFor(() => expect(inputs(channel, 'listLockHistory')).toHaveLength(2));
  });
});

describe('the history', () => {
  it('is read again when its lock is not the last of many that expire at once', async () => {
    const channel = await openLocks({}, {}, '/locks?file=f-budget');
    await waitFor(() => expect(inputs(channel, 'listLockHistory')).toHaveLength(1));
    channel.send(
      ...['f-budget', 'f-notes'].map((fileId, index) => ({
        type: 'lock' as const,
        fileId,
        lock: null,
        change: change({ id: 2 + index, fileId, change: 'expired', by: 'clock' }),
      })),
    );
    await waitFor(() => expect(inputs(channel, 'listLockHistory')).toHaveLength(2));
  });

  it('tells each change, who made it and why it was refused, newest first', async () => {
    await openLocks(
      {
        listLockHistory: async () => [
          change(),
          change({
            id: 2,
            change: 'refused',
            personName: 'Erik',
            lockId: 'other',
            previousLockId: 'first',
            reason: 'Another lock is held.',
          }),
          change({ id: 3, change: 'swapped', by: 'screen', previousLockId: 'first' }),
          change({ id: 4, change: 'expired', by: 'clock', at: NOON + 3_600_000 }),
        ],
      },
      {},
      '/locks?file=f-budget',
    );
    const history = await screen.findByRole('list', { name: /History of the lock/ });
    const entries = within(history).getAllByRole('listitem');
    const words = entries.map((entry) => entry.querySelector('strong')?.textContent);
    expect(words).toEqual(['Expired', 'Id changed', 'Refused', 'Taken']);
    expect(entries[0]?.textContent).toContain('(wall 14:15:00)');
    expect(entries[1]?.textContent).toContain('from this screen');
    expect(entries[2]?.textContent).toContain("over WOPI with Erik's token");
    expect(entries[2]?.textContent).toContain('Another lock is held.');
  });

  it('says what is missing when it cannot be read', async () => {
    await openLocks(
      { listLockHistory: () => Promise.reject(new Error('The database is busy.')) },
      {},
      '/locks?file=f-budget',
    );
    await screen.findByText('The database is busy.');
  });
});

describe('the actions', () => {
  it('takes a lock on a chosen file with a generated id', async () => {
    const taken: LockRow = lock({ fileId: 'f-notes', fileName: 'Notes.txt', personId: null, personName: null });
    const channel = await openLocks({ takeLock: async () => taken }, { locks: [] });
    await screen.findByText('Nothing is locked');
    await userEvent.keyboard('t');
    await userEvent.type(await screen.findByRole('combobox', { name: /File/ }), 'note');
    await userEvent.click(await screen.findByRole('option', { name: 'Notes.txt' }));
    await userEvent.click(screen.getByRole('button', { name: 'Take the lock' }));
    await screen.findByText('Notes.txt is locked.');
    const [input] = inputs(channel, 'takeLock') as { fileId: string; lockId: string }[];
    expect(input?.fileId).toBe('f-notes');
    expect(Object.keys(JSON.parse(input?.lockId ?? '') as object)).toContain('S');
  });

  it('refuses an id that cannot travel', async () => {
    await openLocks({}, {}, '/locks?file=f-budget');
    await screen.findByRole('complementary', { name: 'Lock of Budget.xlsx' });
    await userEvent.keyboard('c');
    const field = await screen.findByRole('textbox', { name: 'Lock id' });
    await userEvent.clear(field);
    await userEvent.type(field, 'schlüssel');
    await screen.findByText(/Only printable ASCII/);
    expect(screen.getByRole('button', { name: 'Change the id' })).toHaveProperty('disabled', true);
  });

  it('changes the id', async () => {
    const channel = await openLocks({ changeLock: async ({ lockId }) => lock({ lockId }) }, {}, '/locks?file=f-budget');
    await userEvent.click(await screen.findByRole('button', { name: /^Change id/ }));
    const field = await screen.findByRole('textbox', { name: 'Lock id' });
    expect(screen.getByText(/Olivia's editor is not told/)).toBeTruthy();
    await userEvent.clear(field);
    await userEvent.type(field, 'mine');
    await userEvent.click(screen.getByRole('button', { name: 'Change the id' }));
    await waitFor(() => expect(inputs(channel, 'changeLock')).toEqual([{ fileId: 'f-budget', lockId: 'mine' }]));
  });

  it.each([
    ['e', 'Expire now', 'expireLock'],
    ['r', 'Release', 'releaseLock'],
  ] as const)('%s asks, says what the holder will meet, and does it', async (key, action, method) => {
    const channel = await openLocks({ [method]: async () => undefined }, {}, '/locks?file=f-budget');
    await screen.findByRole('complementary', { name: 'Lock of Budget.xlsx' });
    await userEvent.keyboard(key);
    expect((await screen.findByRole('alertdialog')).textContent).toContain('409');
    expect(inputs(channel, method)).toEqual([]);
    await confirmWith(action);
    await waitFor(() => expect(inputs(channel, method)).toEqual([{ fileId: 'f-budget' }]));
  });

  it('shows the sentence of the host when it refuses', async () => {
    await openLocks(
      { releaseLock: () => Promise.reject(new Error('The file is not locked (any more).')) },
      {},
      '/locks?file=f-budget',
    );
    await userEvent.click(await screen.findByRole('button', { name: /^Release/ }));
    await confirmWith('Release');
    await screen.findByText('The file is not locked (any more).');
  });
});
