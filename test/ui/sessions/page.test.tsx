import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type {
  AdminApi,
  SessionPage,
  SessionRow,
  SessionStory,
  StoryStep,
  Waterfall,
} from '../../../preload/contract.ts';
import '../../../renderer/sessions/page.tsx';
import '../../../renderer/sessions/detail.tsx';
import { deferred } from '../support/deferred.ts';
import { fakeChannel, renderApp, type FakeChannel } from '../support/fake-channel.tsx';
import { exchange, NOON, snapshot } from '../support/fixtures.ts';
import '../support/calm-dom.ts';

function session(differs: Partial<SessionRow> = {}): SessionRow {
  return {
    key: '4f1c22d0-77aa',
    by: 'session',
    fileId: 'f-budget',
    fileName: 'Budget.xlsx',
    otherFiles: 0,
    people: ['Ann'],
    client: 'Office for the web',
    startedAt: NOON,
    endedAt: NOON + 60_000,
    realStartedAt: NOON,
    realEndedAt: NOON + 60_000,
    firstId: 1,
    lastId: 9,
    requests: 9,
    saves: 3,
    locks: 1,
    refused: 0,
    marks: null,
    tone: 'good',
    verdict: 'Opened, locked, read, saved 3 times, unlocked. Nothing is missing.',
    ...differs,
  };
}

function step(differs: Partial<StoryStep>): StoryStep {
  return {
    kind: 'check',
    state: 'done',
    operation: 'CheckFileInfo',
    at: NOON,
    endAt: NOON,
    count: 1,
    exchangeIds: [1],
    who: 'Ann',
    sentence: 'Asked what the document is and what may be done with it.',
    source: null,
    ...differs,
  };
}

const lost = session({
  key: 'lost',
  firstId: 20,
  lastId: 24,
  people: ['Ben'],
  fileName: 'Notes.txt',
  tone: 'remark',
  verdict: 'Never unlocked.',
  marks: { errors: 1, warnings: 0, notes: 0 },
});

const story: SessionStory = {
  session: lost,
  profile: {
    name: 'Office for the web',
    habit: 'Asks, locks, reads, saves and unlocks.',
    source: { text: 'Co-authoring', url: 'https://learn.microsoft.com/coauth' },
  },
  steps: [
    step({}),
    step({ kind: 'save', operation: 'PutFile', count: 12, exchangeIds: [3, 4, 5, 6, 7, 8, 9], sentence: 'Saved.' }),
    step({
      kind: 'unlock',
      state: 'missing',
      operation: 'Unlock',
      exchangeIds: [],
      who: null,
      sentence: 'Never unlocked.',
      source: { text: 'The last editor gives the lock back', url: 'https://learn.microsoft.com/unlock' },
    }),
  ],
  missing: 1,
  remarks: ['Other sessions worked on the same document under its locks: Cleo.'],
};

const waterfall: Waterfall = {
  bars: [1, 2, 3].map((id) => ({
    ...exchange({ id, operation: id === 2 ? 'Lock' : 'CheckFileInfo', realAt: NOON + id * 20 }),
    firstByteMs: 4,
  })),
  periods: [
    {
      kind: 'lock',
      lane: 'lock f-budget',
      label: 'Budget.xlsx: “A”',
      from: NOON + 40,
      to: NOON + 70,
      end: 'given back',
      marks: [NOON + 50],
      tone: 'own',
    },
  ],
  cut: null,
};

async function openSessions(at = '/sessions', own: Partial<AdminApi> = {}): Promise<FakeChannel> {
  const channel = fakeChannel(snapshot(), [], {
    listSessions: async () => ({ sessions: [lost, session()], hasOlder: false, cut: null }),
    getSessionStory: async () => story,
    getWaterfall: async () => waterfall,
    ...own,
  });
  await renderApp(channel, at);
  return channel;
}

afterEach(cleanup);

describe('the list', () => {
  it('shows each session in a row, found by words', async () => {
    await openSessions();
    const grid = await screen.findByRole('grid', { name: 'Sessions' });
    expect(within(grid).getAllByRole('row')).toHaveLength(3);
    expect(within(grid).getByText('incomplete', { exact: false })).toBeTruthy();
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search sessions' }), 'ben notes');
    await waitFor(() => expect(within(grid).getAllByRole('row')).toHaveLength(2));
    expect(window.location.hash).toBe('#/sessions?q=ben+notes');
  });

  it('shows the newest first where the traffic is large, and gives up what nobody waits for', async () => {
    const all = deferred<SessionPage>();
    const state = snapshot();
    const channel = fakeChannel({ ...state, capture: { ...state.capture, count: 1_000_000 } }, [], {
      listSessions: async ({ newest }) =>
        newest === undefined ? all.promise : { sessions: [lost], hasOlder: true, cut: null },
      cancelReading: async () => undefined,
    });
    await renderApp(channel, '/sessions');
    expect(await screen.findByText(/in the newest requests; the others are being looked through/)).toBeTruthy();
    all.resolve({ sessions: [lost, session()], hasOlder: false, cut: null });
    await screen.findByText('2 sessions');

    channel.answers.listSessions = () => new Promise(() => undefined);
    await userEvent.click(screen.getByRole('link', { name: 'Traffic' }));
    await userEvent.click(screen.getByRole('link', { name: 'Sessions' }));
    await userEvent.click(screen.getByRole('link', { name: 'Traffic' }));
    await waitFor(() => expect(channel.calls.filter(({ method }) => method === 'cancelReading')).toHaveLength(2));
  });

  it('says what to do while there is nothing', async () => {
    await openSessions('/sessions', { listSessions: async () => ({ sessions: [], hasOlder: false, cut: null }) });
    expect(await screen.findByRole('link', { name: 'Open a file' })).toBeTruthy();
  });

  it('says what is left out, and reads older ones', async () => {
    const channel = await openSessions('/sessions', {
      listSessions: async () => ({ sessions: [lost], hasOlder: true, cut: 'Only the newest are told apart.' }),
    });
    expect(await screen.findByText(/Only the newest are told apart/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Older ones' }));
    await waitFor(() =>
      expect(channel.calls.filter(({ method }) => method === 'listSessions').at(-1)?.input).toMatchObject({
        limit: 200,
      }),
    );
  });
});

describe('one session', () => {
  it('is told as a story, with what did not come', async () => {
    await openSessions('/sessions?s=lost');
    const pane = await screen.findByRole('complementary', { name: 'Session' });
    const steps = within(pane).getAllByRole('listitem');
    expect(steps).toHaveLength(3);
    expect(steps[1]?.textContent).toContain('× 12');
    expect(steps[1]?.textContent).toContain('and 6 more');
    expect(within(steps[2] as HTMLElement).getByText('expected, did not come')).toBeTruthy();
    expect(
      within(steps[2] as HTMLElement)
        .getByRole('link')
        .getAttribute('href'),
    ).toBe('https://learn.microsoft.com/unlock');
    expect(within(pane).getByText(/Cleo/)).toBeTruthy();
    expect(within(pane).getByRole('link', { name: 'Show in Traffic' }).getAttribute('href')).toBe(
      '#/traffic?f=session%3Alost',
    );
    expect(within(pane).getByRole('link', { name: '1 error' }).getAttribute('href')).toBe(
      '#/findings?by=session&session=lost',
    );
  });

  it('is drawn on a time axis that the keyboard moves through', async () => {
    await openSessions('/sessions?s=lost&part=axis');
    const list = await screen.findByRole('listbox', { name: 'Requests on a time axis' });
    expect(within(list).getAllByRole('option')).toHaveLength(3);
    expect(screen.getAllByText(/Budget.xlsx: “A”, from .* refreshed once: given back/).length).toBeGreaterThan(0);
    list.focus();
    await userEvent.keyboard('{ArrowDown}{+}{ArrowRight}{0}');
    expect(within(list).getByRole('option', { selected: true }).getAttribute('aria-label')).toMatch(
      /^200 Lock, locked, /,
    );
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(window.location.hash).toBe('#/traffic?x=2'));
  });

  it('closes with Escape, and takes the whole width with w', async () => {
    await openSessions('/sessions?s=lost');
    await screen.findByRole('complementary', { name: 'Session' });
    await userEvent.keyboard('w');
    await waitFor(() => expect(screen.queryByRole('grid', { name: 'Sessions' })).toBeNull());
    await userEvent.keyboard('{Escape}');
    await screen.findByRole('grid', { name: 'Sessions' });
    expect(window.location.hash).toBe('#/sessions');
  });

  it('is found from one of its requests', async () => {
    const channel = await openSessions('/sessions?of=22');
    await screen.findByRole('complementary', { name: 'Session' });
    expect(channel.calls.find(({ method }) => method === 'getSessionStory')?.input).toEqual({ exchangeId: 22 });
    expect(window.location.hash).toBe('#/sessions?s=lost');
  });

  it('says why it cannot be shown', async () => {
    await openSessions('/sessions?s=gone', {
      getSessionStory: async () => Promise.reject(new Error('There is no such session.')),
    });
    expect(await screen.findByText('There is no such session.')).toBeTruthy();
  });
});

describe('requests of several sessions', () => {
  it('are drawn by their ids', async () => {
    const channel = await openSessions('/sessions?ids=1.2.3');
    expect(await screen.findByRole('listbox', { name: 'Requests on a time axis' })).toBeTruthy();
    expect(channel.calls.find(({ method }) => method === 'getWaterfall')?.input).toEqual({ exchangeIds: [1, 2, 3] });
    await userEvent.click(screen.getByRole('button', { name: 'Back to Traffic' }));
    await waitFor(() => expect(window.location.hash).toBe('#/traffic'));
  });

  it('are drawn as a filter shows them, the newest where there are many', async () => {
    const view = { viewId: 7, version: 1, first: 0, lines: 3, matched: 3, lookedAt: 3, toLookAt: 3, isComplete: true };
    const shown = { ...view, isRelative: false, problem: null, note: null, changedFrom: null };
    const channel = await openSessions('/sessions?axis=op%3ALock', {
      openView: async () => shown,
      getView: async () => shown,
      listViewIds: async () => Array.from({ length: 5_001 }, (_, index) => index + 1),
      closeView: async () => undefined,
    });
    expect(await screen.findByText('Drawn are the 5,000 newest of 5,001 requests.')).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Requests that match op:Lock' })).toBeTruthy();
    const { input } = channel.calls.find(({ method }) => method === 'getWaterfall') ?? {};
    expect((input as { exchangeIds: number[] }).exchangeIds.at(-1)).toBe(2);
    expect(channel.calls.some(({ method }) => method === 'closeView')).toBe(true);
  });

  it('says when the address names none', async () => {
    await openSessions('/sessions?ids=x');
    expect(await screen.findByText(/The address names no request/)).toBeTruthy();
  });
});
