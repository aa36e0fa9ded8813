import { WopiHeader } from '../../wopi/protocol/headers.ts';
import { tokenOf } from '../address.ts';
import {
  checkContainerInfo,
  checkFileInfo,
  enumerateAncestors,
  getFile,
  getLock,
  lock,
  page,
  putFile,
  putRelativeFile,
  refreshLock,
  unlock,
} from './operations.ts';
import { createBeside, expectLock, expectUrl, freshName, parentContainer, takeLock } from './steps.ts';
import type { OwnCase, Reply, Request, Trial } from './trial.ts';

const spec = page('rest/concepts#access-token');
const LOCKS: OwnCase['needs'] = ['SupportsUpdate', 'SupportsLocks', 'UserCanWrite'];

/** Requests whose token is wrong while everything else is right: the token is looked at first. */
const REFUSED: readonly (readonly [
  name: string,
  needs: OwnCase['needs'],
  send: (trial: Trial, request: Request) => Promise<Reply>,
])[] = [
  ['GetFile', [], getFile],
  ['PutFile', LOCKS, (t, request) => putFile(t, 'stolen', 'own-a', request)],
  ['RefreshLock', LOCKS, (t, request) => refreshLock(t, 'own-a', request)],
  ['GetLock', [...LOCKS, 'SupportsGetLock'], getLock],
  [
    'PutRelativeFile',
    ['PutRelativeFile', ...LOCKS],
    (t, request) => putRelativeFile(t, { exact: freshName() }, 'stolen', request),
  ],
];

/** Tokens: whose they are, what they open, where they stand. */
export const TOKEN_CASES: readonly OwnCase[] = [
  tokenCase('Missing', 'Without a token the host answers 401.', [], async (t) => {
    const reply = t.expectStatus(await checkFileInfo(t, { token: null }), 401, 404);
    t.advise(reply, reply.status === 401, 'A missing token is 401.', '401', reply.status);
  }),
  tokenCase('Garbled', 'A token with one character changed opens nothing.', [], async (t) => {
    const { accessToken } = t.target;
    const middle = Math.floor(accessToken.length / 2);
    const other = accessToken[middle] === 'A' ? 'B' : 'A';
    t.expectStatus(
      await checkFileInfo(t, { token: accessToken.slice(0, middle) + other + accessToken.slice(middle + 1) }),
      401,
      404,
    );
  }),
  tokenCase('Cut', 'The beginning of a token opens nothing.', [], async (t) => {
    t.expectStatus(await checkFileInfo(t, { token: t.target.accessToken.slice(0, -4) }), 401, 404);
  }),
  tokenCase('QueryAlone', 'The parameter is enough: no host may depend on the Authorization header.', [], async (t) => {
    t.expectStatus(await checkFileInfo(t, { hasNoBearer: true }), 200);
  }),
  ...REFUSED.map(([name, needs, send]) =>
    tokenCase(
      `Wrong.${name}`,
      `${name} with a wrong token answers 401 or 404 before it looks at locks and names.`,
      needs,
      async (t) => {
        if (needs.includes('SupportsLocks')) await takeLock(t, 'own-a');
        t.expectStatus(await send(t, { token: 'INVALID' }), 401, 404);
        if (needs.includes('SupportsLocks')) await expectLock(t, 'own-a');
      },
    ),
  ),
  tokenCase(
    'OfOtherFile',
    'A token opens one file: the one of another file is refused here, and the other way round.',
    ['PutRelativeFile', 'SupportsDeleteFile'],
    async (t) => {
      const { url } = await createBeside(t);
      const other = tokenOf(url) ?? '';
      t.expect(
        await checkFileInfo(t, { at: url }),
        other !== t.target.accessToken,
        'The new file came with the token of this one.',
        'a token of its own',
        'the same',
      );
      t.expectStatus(await checkFileInfo(t, { token: other }), 401, 404);
      t.expectStatus(await checkFileInfo(t, { at: url, token: t.target.accessToken }), 401, 404);
      t.expectStatus(await getFile(t, { at: url, token: t.target.accessToken }), 401, 404);
    },
  ),
  tokenCase(
    'OfContainer',
    'The token of a folder does not open its files, nor a file’s token the folder.',
    ['SupportsContainers'],
    async (t) => {
      const container = await parentContainer(t);
      t.expectStatus(await checkContainerInfo(t, container), 200);
      t.expectStatus(await checkFileInfo(t, { token: tokenOf(container) ?? '' }), 401, 404);
      t.expectStatus(await t.send('CheckContainerInfo', { at: container, token: t.target.accessToken }), 401, 404);
    },
  ),
  tokenCase(
    'OfEcosystem',
    'The token of the ecosystem opens neither files nor folders.',
    ['SupportsEcosystem', 'SupportsContainers'],
    async (t) => {
      const reply = t.expectStatus(await t.send('GetEcosystem', { suffix: '/ecosystem_pointer' }), 200);
      const token = tokenOf(expectUrl(t, reply, 'Url')) ?? '';
      t.expectStatus(await checkFileInfo(t, { token }), 401, 404);
      t.expectStatus(await t.send('CheckContainerInfo', { at: await parentContainer(t), token }), 401, 404);
    },
  ),
  tokenCase(
    'InAncestors',
    'Addresses in answers carry tokens of their own, never the one of the request.',
    ['SupportsContainers'],
    async (t) => {
      const reply = t.expectStatus(await enumerateAncestors(t), 200);
      const token = tokenOf(expectUrl(t, reply, 'AncestorsWithRootFirst[0].Url'));
      t.expect(
        reply,
        token !== t.target.accessToken,
        'The token of the request is handed out for another resource.',
        'a token of its own',
        'the same',
      );
    },
  ),
  tokenCase('NoCookies', 'No answer needs or sets a cookie.', [], async (t) => {
    const reply = t.expectStatus(await checkFileInfo(t), 200);
    const cookie = reply.header('Set-Cookie');
    t.advise(
      reply,
      cookie === undefined,
      'A cookie is set; WOPI clients keep none.',
      'none',
      cookie === undefined ? undefined : '(a cookie)',
    );
  }),
  dispatchCase('UnknownOverride', 'An operation nobody knows answers 501.', 'OWN_UNKNOWN', [501]),
  dispatchCase('Obsolete', 'Operations of the past answer 501 where they are not offered.', 'COBALT', [501]),
  {
    ...dispatchCase('NoOverride', 'A POST that names no operation does nothing.', '', [400, 404, 405, 501]),
    async run(t) {
      t.expectStatus(await t.send('POST without an override', { method: 'POST' }), 400, 404, 405, 501);
      await expectLock(t, '');
    },
    needs: LOCKS,
  },
  {
    ...dispatchCase(
      'LowerCase',
      'Published overrides are upper case; one in lower case takes no lock by accident.',
      '',
      [],
    ),
    async run(t) {
      const reply = await t.send('lock in lower case', { override: 'lock', headers: [[WopiHeader.Lock, 'own-lower']] });
      t.later(() => unlock(t, 'own-lower'));
      t.advise(reply, reply.status !== 200, 'The host takes overrides in any letter case.', '501', reply.status);
    },
    needs: LOCKS,
  },
  {
    ...dispatchCase(
      'UnknownFile',
      'A file that does not exist answers 404 (or 401), never 500 and never a redirect.',
      '',
      [],
    ),
    async run(t) {
      const at = `${t.target.wopiSrc.replace(/\/[^/]*$/, '')}/own-no-such-file?access_token=${encodeURIComponent(t.target.accessToken)}`;
      t.expectStatus(await checkFileInfo(t, { at }), 401, 404);
      t.expectStatus(await lock(t, 'own-a', { at }), 401, 404);
    },
  },
  {
    ...dispatchCase('StrangeIds', 'Ids are keys, not paths: none of these leads anywhere.', '', []),
    async run(t) {
      const base = t.target.wopiSrc.replace(/\/[^/]*$/, '');
      for (const id of ['..%2f..%2fetc%2fpasswd', '%2e%2e', 'a%00b', 'x'.repeat(600)]) {
        const at = `${base}/${id}?access_token=${encodeURIComponent(t.target.accessToken)}`;
        t.expectStatus(await checkFileInfo(t, { at }), 400, 401, 404, 414, 431);
      }
    },
  },
];

function tokenCase(name: string, description: string, needs: OwnCase['needs'], run: OwnCase['run']): OwnCase {
  return { group: 'Own.Tokens', name: `own.Tokens.${name}`, category: 'WopiCore', description, spec, needs, run };
}

function dispatchCase(name: string, description: string, override: string, statuses: readonly number[]): OwnCase {
  return {
    group: 'Own.Dispatch',
    name: `own.Dispatch.${name}`,
    category: 'WopiCore',
    description,
    spec: page('rest/common-headers'),
    needs: [],
    run: async (trial) => void trial.expectStatus(await trial.send(override, { override }), ...statuses),
  };
}
