import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import type { AdminApi, OpenedCapture, RecordingPreview } from '../../../preload/contract.ts';
import { recordedApi } from '../../../renderer/captures/recorded-api.ts';
import { deferred } from '../support/deferred.ts';
import { fakeChannel, renderApp } from '../support/fake-channel.tsx';
import { exchange, NOON, snapshot } from '../support/fixtures.ts';

afterEach(cleanup);

const CAPTURE: OpenedCapture = {
  id: 'c1',
  name: 'Tuesday',
  fileName: 'tuesday.har',
  format: 'har',
  madeBy: 'mitmproxy 8.1.1',
  openedAt: NOON,
  exchangeCount: 1,
  findingCount: 0,
  bytes: 1000,
  firstAt: NOON,
  lastAt: NOON + 1000,
  hidden: null,
  remarks: ['2 entries were not taken over.', 'Entry 7 is no request.'],
};

const PREVIEW: RecordingPreview = {
  exchangeCount: 3,
  lookedAt: 3,
  firstAt: NOON,
  lastAt: NOON + 3000,
  missingBodies: 1,
  parts: [
    { kind: 'tokens', isOn: true, count: 3, examples: [{ before: '(was never stored)', after: '‹token …abc›' }] },
    { kind: 'people', isOn: true, count: 5, examples: [{ before: 'Olivia', after: 'Person 1' }] },
    { kind: 'files', isOn: true, count: 0, examples: [] },
  ],
};

describe('recordings', () => {
  test('are chosen beside the live traffic, and said to be recordings', async () => {
    const user = userEvent.setup();
    const channel = fakeChannel({ ...snapshot(), captures: [CAPTURE] }, [exchange()]);
    await renderApp(channel);
    await user.click(await screen.findByRole('button', { name: /Live traffic/ }));
    await user.click(await screen.findByRole('menuitemradio', { name: /Tuesday/ }));
    const banner = (await screen.findByText('A recording, read only.')).closest('div');
    expect(banner?.textContent).toContain('HAR of mitmproxy 8.1.1');
    expect(window.location.hash).toContain('source=c1');
    await user.click(screen.getByRole('button', { name: '2 remarks' }));
    expect(banner?.textContent).toContain('Entry 7 is no request.');
    expect(screen.getByRole('button', { name: /Pause/ }).getAttribute('aria-disabled')).toBe('true');
    expect(screen.getByRole('button', { name: /Clear/ }).getAttribute('aria-disabled')).toBe('true');
    await waitFor(() =>
      expect(channel.calls.filter(({ method }) => method === 'openView').at(-1)?.input).toMatchObject({ source: 'c1' }),
    );
    await user.click(within(banner as HTMLElement).getByRole('button', { name: 'Live traffic' }));
    await waitFor(() => expect(screen.queryByText('A recording, read only.')).toBeNull());
    expect(window.location.hash).not.toContain('source');
  });

  test('that are closed meanwhile are told of by an old link', async () => {
    await renderApp(fakeChannel(), '/traffic?source=gone');
    await screen.findByRole('heading', { name: 'This recording is not open any more' });
    await userEvent.setup().click(screen.getByRole('button', { name: 'Show the live traffic' }));
    expect(window.location.hash).not.toContain('source');
  });

  test('are opened by dropping a file', async () => {
    const sent: string[] = [];
    const channel = fakeChannel(snapshot(), [exchange()], {
      beginCapture: async ({ name, size }) => ({ uploadId: `${name} ${size}` }),
      appendCapture: async ({ base64 }) => void sent.push(atob(base64)),
      async finishCapture() {
        channel.send({ type: 'captures', captures: [CAPTURE] });
        return CAPTURE;
      },
    });
    await renderApp(channel);
    const page = await screen.findByRole('region', { name: 'Traffic' });
    const file = new File(['{"log":{}}'], 'tuesday.har');
    fireEvent.drop(page, { dataTransfer: { types: ['Files'], files: [file] } });
    await screen.findByText('A recording, read only.');
    expect(sent).toEqual(['{"log":{}}']);
    expect(channel.calls.find(({ method }) => method === 'finishCapture')?.input).toEqual({
      uploadId: 'tuesday.har 10',
    });
  });

  test('that cannot be read are refused in the host’s words', async () => {
    const channel = fakeChannel(snapshot(), [exchange()], {
      beginCapture: async () => Promise.reject(new Error('At most 4 GiB can be opened.')),
    });
    await renderApp(channel);
    const page = await screen.findByRole('region', { name: 'Traffic' });
    fireEvent.drop(page, { dataTransfer: { types: ['Files'], files: [new File(['x'], 'huge.har')] } });
    expect((await screen.findByText(/was not opened/)).textContent).toBe(
      '“huge.har” was not opened. At most 4 GiB can be opened.',
    );
  });
});

describe('saving', () => {
  test('shows what is hidden before anything is written', async () => {
    const user = userEvent.setup();
    const channel = fakeChannel(snapshot(), [exchange()], {
      previewRecording: async () => PREVIEW,
      saveRecording: async () => ({
        state: 'saved',
        fileName: 'a.har',
        path: '/home/a.har',
        link: null,
        exchangeCount: 3,
        bytes: 2048,
        remarks: ['One body is not in the file.'],
      }),
    });
    await renderApp(channel, '/traffic?f=status%3A200');
    await screen.findByRole('region', { name: 'Traffic' });
    await user.keyboard('s');
    const dialog = await screen.findByRole('dialog');
    expect((await within(dialog).findByText(/^3 requests, from/)).textContent).toContain('1 body was not kept whole');
    expect(within(dialog).getByText('Olivia')).toBeTruthy();
    const tokens = within(dialog).getByRole('checkbox', { name: 'Tokens and cookies' }) as HTMLInputElement;
    expect([tokens.checked, tokens.disabled]).toEqual([true, true]);
    await user.click(within(dialog).getByRole('checkbox', { name: 'Names of people' }));
    await user.click(within(dialog).getByRole('radio', { name: /^HAR 1.2/ }));
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    await screen.findByText('Saved: /home/a.har, 3 requests, 2.0 KB. One body is not in the file.');
    expect(channel.calls.find(({ method }) => method === 'saveRecording')?.input).toEqual({
      selection: { kind: 'filter', text: 'status:200' },
      format: 'har',
      redaction: { proof: false, people: false, files: true, addresses: true, bodies: true },
      saveId: expect.any(String) as string,
    });
  });

  test('shows how far a long one is, and Cancel stops it', async () => {
    const user = userEvent.setup();
    const stopped = deferred<void>();
    const channel = fakeChannel(snapshot(), [exchange()], {
      previewRecording: async () => PREVIEW,
      async saveRecording() {
        await stopped.promise;
        const nothing = { path: null, link: null, exchangeCount: 0, bytes: 0, remarks: [] };
        return { state: 'cancelled', fileName: 'a.wopicapture', ...nothing };
      },
      cancelSaving: async () => stopped.resolve(),
    });
    await renderApp(channel);
    await screen.findByRole('region', { name: 'Traffic' });
    await user.keyboard('s');
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText(/^3 requests, from/);
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    const wish = channel.calls.find(({ method }) => method === 'saveRecording')?.input as
      | { saveId: string }
      | undefined;
    const saveId = wish?.saveId ?? '';
    const progress = { saveId, total: 50_000, exchanges: 12_000, bytes: 2048 };
    act(() => {
      channel.send({ type: 'save-progress', progress });
      channel.send({ type: 'save-progress', progress: { ...progress, saveId: 'of another page', exchanges: 1 } });
    });
    const bar = await within(dialog).findByRole('progressbar', {
      name: 'Saving: 12,000 of 50,000 requests, 2.0 KB written',
    });
    expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax')]).toEqual(['12000', '50000']);
    act(() => channel.send({ type: 'save-progress', progress: { ...progress, exchanges: 50_000 } }));
    await within(dialog).findByText('All 50,000 requests are read; packing the file, 2.0 KB written');
    await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    await screen.findByText('Saving was cancelled. No file is left behind.');
    expect(channel.calls.find(({ method }) => method === 'cancelSaving')?.input).toEqual({ saveId });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});

test('the calls about a recording read from it, and change nothing', async () => {
  const seen: unknown[] = [];
  const channel = fakeChannel();
  const api = new Proxy({} as AdminApi, {
    get: (_target, method) => (input: unknown) => {
      seen.push([method, input]);
      return channel.call(String(method), [input]).catch(() => undefined);
    },
  });
  const own = recordedApi(api, 'c1');
  await own.getExchange({ id: 7 });
  await own.planReplay({ what: { kind: 'session', exchangeId: 7 } });
  await own.listFiles();
  await expect(own.deleteExchanges({ ids: [7] })).rejects.toThrow('This is a recording');
  await expect(own.clearExchanges()).rejects.toThrow('This is a recording');
  expect(seen).toEqual([
    ['getExchange', { id: 7, source: 'c1' }],
    ['planReplay', { what: { kind: 'session', exchangeId: 7 }, source: 'c1' }],
    ['listFiles', undefined],
  ]);
});
