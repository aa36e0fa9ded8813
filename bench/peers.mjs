// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { load } from './load.mjs';
import { endWithThis } from './processes.mjs';

export const hasMitmproxy = spawnSync('mitmdump', ['--version'], { stdio: 'ignore' }).error === undefined;

const SECONDS = 4;
const START_MS = 20_000;

/**
 * What others do for their users with the same load: mitmproxy, the inspector, before bare Koa with the same answer, and
 * any WOPI host that runs here, by the address of a CheckFileInfo with its token.
 * @param {{ ours: () => Promise<{ rate: number }>, upstream: string, hosts: readonly string[],
 *   note: (what: string, value: string, target: string, ok: boolean | null) => void }} options
 */
export async function benchPeers({ ours, upstream, hosts, note }) {
  const compare = async (/** @type {string} */ what, /** @type {string} */ url, /** @type {number} */ target) => {
    await load(url, { seconds: 1 });
    const theirs = await load(url, { seconds: SECONDS });
    if (theirs.failures > 0 || !(theirs.rate > 0))
      throw new Error(`${url} did not answer, or not with 200. Give the address of a CheckFileInfo that does.`);
    const ratio = (await ours()).rate / theirs.rate;
    note(
      `CheckFileInfo against ${what}`,
      `${ratio.toFixed(1)} × (${Math.round(theirs.rate)}/s)`,
      `≥ ${target} ×`,
      ratio >= target,
    );
  };
  for (const url of hosts) await compare(new URL(url).host, url, 2);
  if (!hasMitmproxy) return;
  const proxy = await startMitmproxy(upstream);
  try {
    await compare('mitmproxy', proxy.url, 5);
  } finally {
    await proxy.stop();
  }
}

/** @param {string} upstream */
async function startMitmproxy(upstream) {
  const port = await freePort();
  const place = ['--listen-host', '127.0.0.1', '--listen-port', String(port)];
  const child = endWithThis(
    spawn('mitmdump', ['--quiet', '--mode', `reverse:${upstream}`, ...place], { stdio: 'ignore' }),
  );
  const until = performance.now() + START_MS;
  while (!(await isListening(port))) {
    if (child.exitCode !== null) throw new Error(`mitmdump ended with ${child.exitCode}. Does it start by itself?`);
    if (performance.now() > until) throw new Error(`mitmdump does not listen after ${START_MS / 1000} s.`);
    await pause(100);
  }
  return {
    url: `http://127.0.0.1:${port}/`,
    async stop() {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** @param {number} port @returns {Promise<boolean>} */
function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
