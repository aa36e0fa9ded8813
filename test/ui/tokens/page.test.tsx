import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AdminApi, Person, Snapshot, TokenRow } from '../../../preload/contract.ts';
import { useFilesState } from '../../../renderer/state/files.ts';
import { tokenIn } from '../../../renderer/tokens/decode.tsx';
import '../../../renderer/tokens/page.tsx';
import { fakeChannel, renderApp, type FakeChannel } from '../support/fake-channel.tsx';
import { NOON, snapshot, token } from '../support/fixtures.ts';
import '../support/calm-dom.ts';

const rita: Person = {
  id: 'rita',
  name: 'Rita Reader',
  role: 'reader',
  rights: { write: false, rename: false, create: false, delete: false },
  isAnonymous: true,
  licence: 'consumer',
  userInfo: '',
};
const tokens: TokenRow[] = [
  token(),
  token({
    id: 't-2',
    personId: 'rita',
    personName: 'Rita Reader',
    fileName: 'Notes.txt',
    state: 'expired',
    canWrite: false,
  }),
  token({ id: 't-3', personId: 'rita', personName: 'Rita Reader', fileName: 'Plan.docx', state: 'revoked' }),
];

async function openPeople(
  own: Partial<AdminApi> = {},
  differs: Partial<Snapshot> = {},
  at = '/people',
): Promise<FakeChannel> {
  const base = snapshot();
  const channel = fakeChannel(
    { ...base, clock: { offsetMs: 0, heldAt: NOON }, people: [...base.people, rita], tokens, ...differs },
    [],
    {
      listFiles: async () => ({
        files: [{ id: 'f-notes', path: 'Notes.txt', name: 'Notes.txt', size: 5, version: '1', modifiedAt: NOON }],
        folders: [],
      }),
      ...own,
    },
  );
  await renderApp(channel, at);
  await screen.findByRole('heading', { name: 'People and tokens' });
  return channel;
}
const inputs = (channel: FakeChannel, method: string): unknown[] =>
  channel.calls.filter((call) => call.method === method).map(({ input }) => input);
const files = (): (string | null)[] =>
  within(screen.getByRole('grid', { name: 'Tokens' }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('gridcell')[2]?.textContent ?? null);

beforeEach(() => useFilesState.setState(useFilesState.getInitialState(), true));
afterEach(cleanup);

describe('people', () => {
  it('adds one whose id follows the name until it is typed', async () => {
    const channel = await openPeople({ savePerson: async ({ person }) => ({ ...rita, ...person }) });
    await userEvent.keyboard('p');
    await userEvent.type(await screen.findByRole('textbox', { name: 'Name' }), 'Änne Ö.');
    const id = screen.getByRole('textbox', { name: 'Id' }) as HTMLInputElement;
    expect(id.value).toBe('anneo');
    await userEvent.clear(id);
    await userEvent.type(id, 'anne-o');
    await screen.findByText(/Only letters A to Z and digits/);
    await userEvent.clear(id);
    await userEvent.type(id, 'rita');
    await screen.findByText(/belongs to somebody else/);
    await userEvent.clear(id);
    await userEvent.type(id, 'anne');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Role' }), 'reader');
    await userEvent.click(screen.getByRole('checkbox', { name: /^Rename/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Add' }));
    await screen.findByText('Änne Ö. added.');
    expect(inputs(channel, 'savePerson')).toEqual([
      {
        person: { id: 'anne', name: 'Änne Ö.', role: 'reader' },
        rights: { write: false, rename: true, create: false, delete: false },
        isAnonymous: false,
        licence: 'consumer',
      },
    ]);
  });

  it('edits one without touching the id', async () => {
    await openPeople();
    await userEvent.click(await screen.findByRole('button', { name: 'Edit Rita Reader' }));
    expect(await screen.findByRole('textbox', { name: 'Id' })).toHaveProperty('disabled', true);
    expect(screen.getByRole('checkbox', { name: /^Anonymous/ })).toHaveProperty('checked', true);
  });

  it('removes one after asking, and shows a refusal', async () => {
    await openPeople({ removePerson: () => Promise.reject(new Error('The last person cannot be removed.')) });
    await userEvent.click(await screen.findByRole('button', { name: 'Remove Rita Reader' }));
    await userEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Remove' }));
    await screen.findByText('The last person cannot be removed.');
  });

  it('follows what the host announces', async () => {
    const channel = await openPeople();
    channel.send(
      { type: 'person', person: { ...rita, id: 'zoe', name: 'Zoe' } },
      { type: 'person-removed', personId: 'rita' },
    );
    await screen.findByRole('button', { name: 'Edit Zoe' });
    expect(screen.queryByRole('button', { name: 'Edit Rita Reader' })).toBeNull();
  });
});

describe('tokens', () => {
  it('filters by state and by person', async () => {
    await openPeople();
    await waitFor(() => expect(files()).toHaveLength(3));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'State of the tokens' }), 'expired');
    await waitFor(() => expect(files()).toEqual(['Notes.txt']));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'State of the tokens' }), 'all');
    await userEvent.click(screen.getByTitle("Show only Rita Reader's tokens"));
    await waitFor(() => expect(new Set(files())).toEqual(new Set(['Notes.txt', 'Plan.docx'])));
    expect(window.location.hash).toBe('#/people?person=rita');
  });

  it('finds by file, person or id', async () => {
    await openPeople();
    const search = screen.getByRole('searchbox', { name: 'Search tokens' });
    await userEvent.type(search, 'NOTES');
    await waitFor(() => expect(files()).toEqual(['Notes.txt']));
    await userEvent.clear(search);
    await userEvent.type(search, 't-3');
    await waitFor(() => expect(files()).toEqual(['Plan.docx']));
    await userEvent.clear(search);
    await userEvent.type(search, 'nobody');
    await userEvent.click(await screen.findByRole('button', { name: 'Show all tokens' }));
    await waitFor(() => expect(files()).toHaveLength(3));
  });

  it('issues one and shows the secret once, ready for curl', async () => {
    const channel = await openPeople({
      issueToken: async () => ({
        token: token({ id: 't-9', fileName: 'Notes.txt' }),
        accessToken: "it's.a.secret",
        accessTokenTtl: NOON + 36_000_000,
        wopiSrc: 'http://127.0.0.1:8880/wopi/files/f-notes',
      }),
    });
    await userEvent.keyboard('i');
    await userEvent.type(await screen.findByRole('combobox', { name: /File/ }), 'note');
    await userEvent.click(await screen.findByRole('option', { name: 'Notes.txt' }));
    const lifetime = screen.getByRole('textbox', { name: 'Lifetime' }) as HTMLInputElement;
    expect(lifetime.value).toBe('10 h');
    await userEvent.clear(lifetime);
    await userEvent.type(lifetime, 'soon');
    await screen.findByText(/Is not a length of time/);
    await userEvent.clear(lifetime);
    await userEvent.type(lifetime, '90 s');
    await userEvent.click(screen.getByRole('button', { name: 'Issue' }));
    await screen.findByText("it's.a.secret");
    expect(screen.getByText(String(NOON + 36_000_000))).toBeTruthy();
    expect(
      screen.getByText("curl -sS 'http://127.0.0.1:8880/wopi/files/f-notes?access_token=it'\\''s.a.secret'"),
    ).toBeTruthy();
    expect(inputs(channel, 'issueToken')).toEqual([
      { fileId: 'f-notes', personId: 'olivia', ttlSeconds: 90, source: 'screen' },
    ]);
    await userEvent.click(screen.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(screen.queryByText("it's.a.secret")).toBeNull());
  });

  it.each([
    ['e', 'Expire now', 'expireToken', 'expired'],
    ['r', 'Revoke', 'revokeToken', 'revoked'],
  ] as const)('%s ends one after asking', async (key, action, method, state) => {
    const channel = await openPeople({ [method]: async () => token({ state }) }, {}, '/people?token=t-1');
    await screen.findByRole('complementary', { name: 'Token of Olivia for Budget.xlsx' });
    await userEvent.keyboard(key);
    const dialog = await screen.findByRole('alertdialog');
    expect(dialog.textContent).toContain('401');
    await userEvent.click(within(dialog).getByRole('button', { name: action }));
    await screen.findByText(`The token of Olivia for Budget.xlsx is ${state}.`);
    expect(inputs(channel, method)).toEqual([{ tokenId: 't-1' }]);
  });

  it('offers nothing to do with a token that ended', async () => {
    await openPeople({}, {}, '/people?token=t-3');
    await screen.findByRole('complementary', { name: 'Token of Rita Reader for Plan.docx' });
    expect(screen.queryByRole('button', { name: /^Revoke/ })).toBeNull();
  });

  it('says what to do where there are none', async () => {
    await openPeople({}, { tokens: [] });
    await screen.findByText('No token was issued yet');
  });

  it('decodes a pasted address', async () => {
    const channel = await openPeople({
      decodeToken: async () => ({
        verdict: 'expired',
        explanation: 'It was good until noon.',
        claims: { sub: 'olivia', exp: NOON / 1000 },
        length: 5,
      }),
    });
    await userEvent.keyboard('d');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Token' })));
    await userEvent.paste('http://h/wopi/files/1?access_token=a.b%2Ec&x=1');
    await screen.findByText(/It was good until noon/);
    expect(screen.getByText('exp').nextElementSibling?.textContent).toContain('2026');
    expect(inputs(channel, 'decodeToken').at(-1)).toEqual({ accessToken: 'a.b.c' });
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('textbox', { name: 'Token' })).toBeNull();
  });
});

it.each([
  [' a.b.c ', 'a.b.c'],
  ["curl -sS 'http://h/f?access_token=a.b.c'", 'a.b.c'],
  ['access_token=a%ZZ', 'a%ZZ'],
])('finds the token in %j', (text, expected) => {
  expect(tokenIn(text)).toBe(expected);
});
