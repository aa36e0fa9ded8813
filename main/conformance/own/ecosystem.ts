import { tokenOf } from '../address.ts';
import { checkContainerInfo, checkFileInfo, enumerateAncestors, getShareUrl, page } from './operations.ts';
import { expectUrl, parentContainer, idOf } from './steps.ts';
import type { OwnCase, Reply, Trial } from './trial.ts';

const spec = page('rest/ecosystem/checkecosystem');
const ECOSYSTEM: OwnCase['needs'] = ['SupportsEcosystem', 'SupportsContainers'];

/** The ecosystem at its own address, which the cases of Microsoft never call, and share links. */
export const ECOSYSTEM_CASES: readonly OwnCase[] = [
  ecosystemCase(
    'CheckEcosystem',
    'CheckEcosystem at the address of GetEcosystem says of containers what CheckFileInfo says.',
    async (t, url) => {
      const reply = t.expectStatus(await t.send('CheckEcosystem', { at: url }), 200);
      const info = t.expectStatus(await checkFileInfo(t), 200);
      t.expectValue(
        reply,
        'SupportsContainers',
        info.at('SupportsContainers'),
        'SupportsContainers differs from CheckFileInfo.',
      );
    },
  ),
  ecosystemCase('RootIsFirstAncestor', 'The root container is the first ancestor of the file.', async (t, url) => {
    const root = await rootOf(t, url);
    const ancestors = t.expectStatus(await enumerateAncestors(t), 200);
    const first = expectUrl(t, ancestors, 'AncestorsWithRootFirst[0].Url');
    t.expect(
      ancestors,
      idOf(first) === idOf(root),
      'The first ancestor is another folder than the root container.',
      idOf(root),
      idOf(first),
    );
  }),
  ecosystemCase(
    'RootWorks',
    'The address of the root container works, and its name is the one that was given.',
    async (t, url) => {
      const reply = t.expectStatus(
        await t.send('GetRootContainer', { at: url, suffix: '/root_container_pointer' }),
        200,
      );
      const info = t.expectStatus(await checkContainerInfo(t, expectUrl(t, reply, 'ContainerPointer.Url')), 200);
      t.expect(
        info,
        info.at('Name') === reply.at('ContainerPointer.Name') && info.text('Name') !== '',
        'The name of the root differs.',
        reply.at('ContainerPointer.Name'),
        info.at('Name'),
      );
    },
  ),
  ecosystemCase('FromContainer', 'A folder leads to the same ecosystem as the file.', async (t, url) => {
    const reply = t.expectStatus(
      await t.send('GetEcosystem (containers)', { at: await parentContainer(t), suffix: '/ecosystem_pointer' }),
      200,
    );
    const other = expectUrl(t, reply, 'Url');
    t.expect(reply, idOf(other) === idOf(url), 'The folder names another ecosystem.', idOf(url), idOf(other));
  }),
  ecosystemCase(
    'AddressForm',
    'The address has no trailing slash and no fragment, so that clients can put their paths into it.',
    async (t, url) => {
      const { pathname, hash } = new URL(url);
      const reply = await t.send('CheckEcosystem', { at: url });
      t.expect(
        reply,
        !pathname.endsWith('/') && hash === '',
        'A client cannot append its paths to this address.',
        'no trailing slash, no fragment',
        pathname + hash,
      );
      t.expect(
        reply,
        tokenOf(url) !== t.target.accessToken,
        'The ecosystem address carries the token of the file.',
        'a token of its own',
        'the same',
      );
    },
  ),
  ecosystemCase('BadToken', 'The ecosystem refuses a wrong token.', async (t, url) => {
    t.expectStatus(await t.send('CheckEcosystem', { at: url, token: 'INVALID' }), 401, 404);
    t.expectStatus(
      await t.send('GetRootContainer', { at: url, suffix: '/root_container_pointer', token: t.target.accessToken }),
      401,
      404,
    );
  }),
  {
    group: 'Own.ShareUrl',
    name: 'own.ShareUrl.NoType',
    category: 'WopiCore',
    description: 'GetShareUrl without a type, or with one in another letter case, is answered 501.',
    spec: page('rest/files/getshareurl'),
    needs: ['ReadOnly links'],
    async run(t) {
      t.expectStatus(await getShareUrl(t, undefined), 501);
      const reply = await getShareUrl(t, 'readonly');
      t.advise(reply, reply.status === 501, 'Types are compared with their letter case.', '501', reply.status);
    },
  },
  {
    group: 'Own.ShareUrl',
    name: 'own.ShareUrl.NoToken',
    category: 'WopiCore',
    description: 'A share link is for people: an absolute address that carries no WOPI token.',
    spec: page('rest/files/getshareurl'),
    needs: ['ReadOnly links'],
    async run(t) {
      const reply = t.expectStatus(await getShareUrl(t, 'ReadOnly'), 200);
      const url = reply.text('ShareUrl');
      t.expect(reply, /^https?:\/\/[^/]/.test(url), 'ShareUrl is not an absolute address.', 'https://…', url);
      t.expect(
        reply,
        tokenOf(url) === undefined && !url.includes(t.target.accessToken),
        'The link carries a WOPI token.',
        'none',
        '(a token)',
      );
    },
  },
];

function ecosystemCase(name: string, description: string, run: (trial: Trial, url: string) => Promise<void>): OwnCase {
  return {
    group: 'Own.Ecosystem',
    name: `own.Ecosystem.${name}`,
    category: 'WopiCore',
    description,
    spec,
    needs: ECOSYSTEM,
    async run(trial) {
      const reply: Reply = trial.expectStatus(await trial.send('GetEcosystem', { suffix: '/ecosystem_pointer' }), 200);
      await run(trial, expectUrl(trial, reply, 'Url'));
    },
  };
}

async function rootOf(trial: Trial, ecosystem: string): Promise<string> {
  const reply = trial.expectStatus(
    await trial.send('GetRootContainer', { at: ecosystem, suffix: '/root_container_pointer' }),
    200,
  );
  return expectUrl(trial, reply, 'ContainerPointer.Url');
}
