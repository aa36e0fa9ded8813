import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { AdminApi } from '../../../preload/contract.ts';
import '../../../renderer/settings/page.tsx';
import { fakeChannel, renderApp, type FakeChannel } from '../support/fake-channel.tsx';
import { snapshot } from '../support/fixtures.ts';
import '../support/calm-dom.ts';

async function openSettings(own: Partial<AdminApi> = {}): Promise<FakeChannel> {
  const channel = fakeChannel(snapshot(), [], own);
  await renderApp(channel, '/settings');
  await screen.findByRole('heading', { name: 'Settings' });
  return channel;
}
const field = (name: string): HTMLInputElement => screen.getByRole('textbox', { name });
const patches = (channel: FakeChannel): unknown[] =>
  channel.calls.filter(({ method }) => method === 'updateSettings').map(({ input }) => input);
/** In one step: typing letter by letter draws the whole screen again for each. */
async function retype(name: string, text: string): Promise<void> {
  const [value = '', key] = text.split('{');
  field(name).focus();
  fireEvent.change(field(name), { target: { value } });
  if (key !== undefined) await userEvent.keyboard(`{${key}`);
}

afterEach(cleanup);

describe('each field', () => {
  it.each([
    ['Shared folder', '/home/olivia/other', { folder: '/home/olivia/other' }],
    ['Host port', '9000', { hostPort: 9_000 }],
    ['Base address', 'https://new.example.net/', { publicUrl: 'https://new.example.net' }],
    ['Most requests', '5,000', { maxExchanges: 5_000 }],
    ['Most days', '0.5', { maxAgeDays: 0.5 }],
    ['Most space', '1.5 GB', { maxCaptureBytes: 1.5 * 1024 ** 3 }],
    ['Largest body kept', '4 MB', { maxBodyBytes: 4 * 1024 ** 2 }],
    ['Space for versions', '300 KB', { maxVersionBytes: 300 * 1024 }],
    ['Largest file', '10 MB', { maxFileBytes: 10 * 1024 ** 2 }],
    ['Usual lifetime', '30 min', { tokenTtlSeconds: 1_800 }],
    ['Sign-in code', 'sesame-4711', { signInCode: 'sesame-4711' }],
    ['Client id', 'word', { oauthClientId: 'word' }],
    [
      'Redirect URIs',
      'https://localhost https://app.test/back',
      { oauthRedirectUris: ['https://localhost', 'https://app.test/back'] },
    ],
    ['Tenants', 'blue, green', { oauthTenants: ['blue', 'green'] }],
    ['Lifetime of a sign-in', '2 h', { oauthTokenSeconds: 7_200 }],
  ])('%s saves %s with Enter, by itself', async (name, text, patch) => {
    const channel = await openSettings();
    await retype(name, `${text}{Enter}`);
    await waitFor(() => expect(patches(channel)).toEqual([patch]));
  });

  it.each([
    ['Shared folder', 'contracts', 'Expected a full path'],
    ['Host port', '70000', 'Expected a port'],
    ['Base address', 'https://demo.example.net/?a', 'Must not contain a query'],
    ['Most requests', '12', 'Expected a whole number of requests'],
    ['Most days', 'never', 'Expected a number of days'],
    ['Largest file', 'large', 'Expected a size'],
    ['Usual lifetime', 'long', 'Expected a length of time'],
    ['Client secret', 'short', 'Expected a secret of 16'],
    ['Sign-in code', 'with a space', 'without spaces'],
  ])('%s judges %s while it is typed', async (name, text, problem) => {
    const channel = await openSettings();
    await retype(name, text);
    await screen.findByText(new RegExp(problem));
    expect(screen.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true);
    await userEvent.keyboard('{Enter}');
    expect(patches(channel)).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  });

  it('keeps what was typed and shows the sentence of the host when it refuses', async () => {
    await openSettings({ updateSettings: () => Promise.reject(new Error('/nowhere does not exist.')) });
    await retype('Shared folder', '/nowhere{Enter}');
    await screen.findByText('/nowhere does not exist.');
    expect(field('Shared folder').value).toBe('/nowhere');
    await userEvent.keyboard('{Escape}');
    expect(field('Shared folder').value).toBe('/home/olivia/contracts');
  });

  it('follows a change made elsewhere, but not over what is being typed', async () => {
    const channel = await openSettings();
    const { settings } = snapshot();
    await retype('Most days', '3');
    channel.send({ type: 'settings', settings: { ...settings, maxAgeDays: 9, hostPort: 4_000 } });
    await waitFor(() => expect(field('Host port').value).toBe('4000'));
    expect(field('Most days').value).toBe('3');
  });
});

describe('the public URL', () => {
  it('shows what WOPISrc will look like while it is typed, and can be cleared', async () => {
    const channel = await openSettings();
    await retype('Base address', 'http://127.0.0.1:9');
    await screen.findByText('http://127.0.0.1:9/wopi/files/…');
    await screen.findByText(/Only clients on this machine/);
    await userEvent.keyboard('{Escape}');
    await userEvent.click(screen.getByRole('button', { name: 'Clear' }));
    await waitFor(() => expect(patches(channel)).toEqual([{ publicUrl: null }]));
  });
});

describe('choices', () => {
  it.each([
    ['Dark', { theme: 'dark' }],
    ['High contrast', { theme: 'high-contrast' }],
    [/^Enforce/, { proofMode: 'enforce' }],
  ])('%s is in force the moment it is chosen', async (name, patch) => {
    const channel = await openSettings();
    await userEvent.click(screen.getByRole('radio', { name }));
    await waitFor(() => expect(patches(channel)).toEqual([patch]));
  });
});

it('tells version, data directory and what is used of the capture', async () => {
  await openSettings();
  expect(screen.getByText('/home/olivia/.local/share/wopi-sandbox')).toBeTruthy();
  expect(screen.getByText('12,406 of 100,000 requests')).toBeTruthy();
});
