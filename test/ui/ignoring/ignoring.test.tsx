import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import type { IgnoreRule } from '../../../preload/contract.ts';
import { ruleInWords } from '../../../renderer/ignoring/rule-words.ts';
import { fakeChannel, renderApp } from '../support/fake-channel.tsx';
import { exchange, NOON, snapshot } from '../support/fixtures.ts';

afterEach(cleanup);

const ANY = { operation: null, path: null, client: null, personId: null, status: null };
const rule: IgnoreRule = { ...ANY, id: 1, operation: 'GetLock', isOn: true, count: 1_204, since: NOON };

// oxfmt-ignore
test.each([
  [{ operation: 'GetLock' },                               'GetLock'],
  [{ path: '/favicon.ico' },                               'Requests to /favicon.ico'],
  [{ operation: 'Lock', client: 'acme*', personId: 'olivia', status: '4xx' }, 'Lock from “acme*” by Olivia answered 4xx'],
  [{ client: 'a\u202eb' },                                 'Requests from “a⟨U+202E⟩b”'],
])('%j reads as %s', (wish, words) => {
  expect(ruleInWords({ ...ANY, ...wish }, () => 'Olivia')).toBe(words);
});

test('a rule is made from a row, says how many are recorded, and deletes them when asked', async () => {
  const channel = fakeChannel(snapshot(), [exchange({ id: 7, operation: 'GetLock' })], {
    countIgnored: async () => ({ count: 12 }),
    addIgnoreRule: async (wish) => ({ ...rule, ...wish }),
    deleteIgnored: async () => ({ count: 12 }),
  });
  await renderApp(channel, '/traffic?x=7');
  await screen.findByRole('tabpanel');
  await userEvent.keyboard('i');
  const dialog = await screen.findByRole('dialog');
  const field = (name: string) => within(dialog).getByRole<HTMLInputElement>('textbox', { name });
  await waitFor(() => expect(field('Operation').value).toBe('GetLock'));
  expect(field('Client').value).toBe('Sandbox Editor');
  await userEvent.click(await within(dialog).findByRole('checkbox', { name: /Delete the 12 recorded ones too/ }));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Leave them out' }));
  await waitFor(() => expect(channel.calls.at(-1)).toEqual({ method: 'deleteIgnored', input: { ruleId: 1 } }));
  expect(channel.calls.find(({ method }) => method === 'addIgnoreRule')?.input).toEqual({
    ...ANY,
    operation: 'GetLock',
    client: 'Sandbox Editor',
  });
});

test('Settings list every rule with what it left out; each is switched, removed, and its recorded ones deleted', async () => {
  const channel = fakeChannel(snapshot(), [], {
    listIgnoreRules: async () => [rule],
    switchIgnoreRule: async ({ isOn }) => ({ ...rule, isOn }),
    removeIgnoreRule: async () => undefined,
    countIgnored: async () => ({ count: 3 }),
    deleteIgnored: async () => ({ count: 3 }),
  });
  await renderApp(channel, '/settings');
  const list = await screen.findByRole('list', { name: 'Ignore rules' });
  expect(within(list).getByText(/1,204 requests left out since/)).toBeTruthy();
  await userEvent.click(within(list).getByRole('switch', { name: 'GetLock' }));
  expect(channel.calls.at(-1)).toEqual({ method: 'switchIgnoreRule', input: { ruleId: 1, isOn: false } });
  channel.send({ type: 'ignore-rules', rules: [{ ...rule, isOn: false, count: 1_205 }] });
  expect(await screen.findByText(/1,205 requests left out since .*off now/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Delete recorded ones …' }));
  const question = await screen.findByRole('alertdialog');
  await userEvent.click(within(question).getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(channel.calls.at(-1)).toEqual({ method: 'deleteIgnored', input: { ruleId: 1 } }));
  await userEvent.click(screen.getByRole('button', { name: 'Remove the rule GetLock' }));
  expect(channel.calls.at(-1)).toEqual({ method: 'removeIgnoreRule', input: { ruleId: 1 } });
  channel.send({ type: 'ignore-rules', rules: [] });
  expect(await screen.findByText('There are none: every request is recorded.')).toBeTruthy();
});

test('what is left out is said in the status bar and in an empty list', async () => {
  const state = snapshot();
  const capture = { ...state.capture, leftOut: { rules: 3, count: 1_204, since: NOON } };
  await renderApp(fakeChannel({ ...state, capture }), '/traffic');
  expect(screen.getByRole('link', { name: '3 rules: 1,204 left out' })).toBeTruthy();
  expect(await screen.findByText(/3 ignore rules in Settings leave requests out/)).toBeTruthy();
});
