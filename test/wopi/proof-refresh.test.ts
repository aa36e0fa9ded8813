import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { IssuedToken } from '../../preload/contract.ts';
import {
  generateProofKey,
  proofBytes,
  publicProofKey,
  signProof,
  ticksFromMs,
} from '../../main/wopi/protocol/proof.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

const [first, second, third] = [generateProofKey(), generateProofKey(), generateProofKey()];

/** What the editor publishes now; it rotates under the host's hands. */
let published = { current: second, old: first };
let fetches = 0;
let server: Server;
let host: TestHost;
let token: IssuedToken;

function discovery(): string {
  const [key, oldKey] = [publicProofKey(published.current), publicProofKey(published.old)];
  return `<?xml version="1.0" encoding="utf-8"?>
<wopi-discovery><net-zone name="external-https"><app name="Word"><action name="edit" ext="docx" urlsrc="https://editor.example/edit?"/></app></net-zone>
<proof-key value="${key.value}" modulus="${key.modulus}" exponent="${key.exponent}" oldvalue="${oldKey.value}" oldmodulus="${oldKey.modulus}" oldexponent="${oldKey.exponent}"/></wopi-discovery>`;
}

beforeAll(async () => {
  server = createServer((_, response) => {
    fetches += 1;
    response.setHeader('Content-Type', 'text/xml').end(discovery());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = await startHost({ files: { 'a.docx': 'a' } });
  await host.api.addDiscoveryUrl({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hosting/discovery`,
  });
  await host.api.updateSettings({ proofMode: 'enforce' });
});
afterAll(async () => {
  await host.stop();
  server.close();
});
beforeEach(async () => {
  // Beyond the pause between two looks at the same document.
  host.clock.advance(61_000);
  token = await host.token('a.docx');
  fetches = 0;
  host.forget();
});

async function send(proof: string, proofOld: string): Promise<number> {
  const path = `${new URL(token.wopiSrc).pathname}?access_token=${token.accessToken}`;
  const timestamp = ticksFromMs(host.clock.now());
  const bytes = proofBytes({ accessToken: token.accessToken, url: host.base + path, timestamp });
  const headers = {
    'X-WOPI-Proof': signProof(bytes, proof),
    'X-WOPI-ProofOld': signProof(bytes, proofOld),
    'X-WOPI-TimeStamp': String(timestamp),
  };
  return (await host.wopi(path, { headers })).status;
}

const refreshed = () => host.event((event) => event.type === 'source');

it('a proof by the current key fetches nothing', async () => {
  expect(await send(second, first)).toBe(200);
  expect(fetches).toBe(0);
});

it('a client that has rotated is verified with its old proof, and its new keys are fetched', async () => {
  published = { current: third, old: second };
  expect(await send(third, second)).toBe(200);
  await refreshed();
  expect(fetches).toBe(1);
  // From now on the new key alone is enough.
  expect(await send(third, first)).toBe(200);
});

it('a machine that has not rotated yet is verified with the old key, and the keys are looked at once a minute', async () => {
  expect(await send(second, first)).toBe(200);
  await refreshed();
  for (let round = 0; round < 5; round += 1) expect(await send(second, first)).toBe(200);
  expect(fetches).toBe(1);
  host.clock.advance(61_000);
  host.forget();
  expect(await send(second, first)).toBe(200);
  await refreshed();
  expect(fetches).toBe(2);
});

it('keys that are unknown altogether are looked for, and the next try succeeds', async () => {
  const [fourth, fifth] = [generateProofKey(), generateProofKey()];
  published = { current: fifth, old: fourth };
  expect(await send(fifth, fourth)).toBe(500);
  await refreshed();
  expect(await send(fifth, fourth)).toBe(200);
  expect(fetches).toBe(1);
});
