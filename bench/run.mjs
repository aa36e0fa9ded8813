// @ts-check
// `npm run bench`: ratios against bare Node and bare Koa, measured in turns in one run so that a busy machine hits both.
// Options: --seconds N and --rounds N: as many turns of a second as their product; --stream-mib N;
// --only http|memory|streams|files|traffic; --against URL: CheckFileInfo of another WOPI host, token and all; may come again
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createReadStream, createWriteStream } from 'node:fs';
import { request } from 'node:http';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { hasWrk, load } from './load.mjs';
import { benchPeers, hasMitmproxy } from './peers.mjs';
import { answeringMicroseconds, peakMiB, residentMiB, start, startHost } from './processes.mjs';
import { benchTraffic } from './traffic.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    'stream-mib': { type: 'string', default: '1024' },
    only: { type: 'string' },
    against: { type: 'string', multiple: true, default: [] },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const root = join(import.meta.dirname, '..');
const cli = process.env.WOPI_BENCH_CLI ?? join(root, 'out', 'cli', 'cli.cjs');
const scratch = mkdtempSync(join(tmpdir(), 'wopi-bench-'));
const say = (/** @type {string} */ line) => void process.stdout.write(`${line}\n`);
const median = (/** @type {number[]} */ list) =>
  [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;

/** @type {{ what: string, value: string, target: string, ok: boolean | null }[]} */
const results = [];
/** @param {string} what @param {string} value @param {string} target @param {boolean | null} ok */
const note = (what, value, target, ok) => {
  results.push({ what, value, target, ok });
  say(`${(ok === null ? '     ' : ok ? 'ok   ' : 'MISS ') + what.padEnd(46)} ${value.padStart(24)}   target ${target}`);
};

/** @param {number} fileCount */
async function startSandbox(fileCount) {
  const base = mkdtempSync(join(scratch, 'sandbox-'));
  const folder = join(base, 'shared');
  mkdirSync(folder);
  writeFileSync(join(folder, 'twelve.bin'), randomBytes(12_000));
  for (let index = 1; index < fileCount; index += 1) {
    const directory = join(folder, `folder ${index % 50}`);
    if (index <= 50) mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, `file ${index}.txt`), `File ${index}`);
  }
  const began = performance.now();
  const sandbox = await startHost([cli, 'serve', '--folder', folder, '--data', join(base, 'data'), '--json']);
  const startedIn = performance.now() - began;
  const call = async (/** @type {string} */ method, /** @type {object[]} */ ...input) => {
    const response = await fetch(`${sandbox.info.admin}/api/call`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${sandbox.info.key}` },
      body: JSON.stringify({ method, args: input }),
    });
    const answer = /** @type {{ result?: any, error?: string }} */ (await response.json());
    if (answer.error) throw new Error(answer.error);
    return answer.result;
  };
  /** Resolves when all that was captured is taken apart: what is left of one measurement must not weigh on the next. */
  const settle = () => call('listExchanges', { limit: 1 });
  /** Looks on as a screen does; each event is received and thrown away. */
  const watch = async () => {
    const { admin, key } = sandbox.info;
    const socket = new WebSocket(`${admin.replace('http', 'ws')}/live`, ['wopi-sandbox', `key.${key}`], {
      origin: admin,
    });
    await once(socket, 'open');
    return socket;
  };
  const tokenFor = async (/** @type {string} */ path) => {
    const { files } = await call('listFiles');
    const file = files.find((/** @type {{ path: string }} */ one) => one.path === path);
    const issued = await call('issueToken', { fileId: file.id, personId: 'owner', ttlSeconds: 36_000 });
    return { source: issued.wopiSrc, query: `?access_token=${issued.accessToken}` };
  };
  return { ...sandbox, folder, call, settle, watch, tokenFor, startedIn };
}

const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(0)} %`;
const mib = (/** @type {number} */ amount) => `${amount < 0 ? '−' : '+'}${Math.abs(amount).toFixed(0)} MiB`;

/** Long enough for a flood to set in, short enough that the turns to compare fall into the same moment of a busy machine. */
const TURN_SECONDS = 1;

const LOCK = { method: 'POST', headers: { 'X-WOPI-Override': 'LOCK', 'X-WOPI-Lock': 'bench' } };

async function benchHttp() {
  const sandbox = await startSandbox(10);
  const { source, query } = await sandbox.tokenFor('twelve.bin');
  const info = await (await fetch(source + query)).text();
  const bareNode = await start([join(root, 'bench/bare-hosts.mjs'), 'node', info]);
  const bareKoa = await start([join(root, 'bench/bare-hosts.mjs'), 'koa', info]);
  const bareKoa12 = await start([join(root, 'bench/bare-hosts.mjs'), 'koa', 'x'.repeat(12_000)]);
  const bareKoa0 = await start([join(root, 'bench/bare-hosts.mjs'), 'koa', '']);
  /** @type {Record<string, { url: string, options?: object, bare: string }>} */
  const measured = {
    CheckFileInfo: { url: source + query, bare: bareKoa.info.url },
    'GetFile 12 KB': { url: `${source}/contents${query}`, bare: bareKoa12.info.url },
    Lock: { url: source + query, options: LOCK, bare: bareKoa0.info.url },
  };
  for (const [name, { url, options, bare }] of Object.entries(measured)) {
    const ours = async (/** @type {boolean} */ isCaptured) => {
      await sandbox.call('setCapturePaused', { paused: !isCaptured });
      const before = answeringMicroseconds(sandbox.pid);
      const result = await load(url, { seconds: TURN_SECONDS, ...options });
      const cpu = answeringMicroseconds(sandbox.pid) - before;
      await sandbox.settle();
      if (result.failures > 0) throw new Error(`${name}: ${result.failures} requests failed.`);
      return { ...result, cpu: cpu / (result.rate * TURN_SECONDS) };
    };
    const watched = async () => {
      const screen = await sandbox.watch();
      try {
        return await ours(true);
      } finally {
        screen.close();
      }
    };
    const kinds = {
      koa: () => load(bare, { seconds: TURN_SECONDS }),
      captured: () => ours(true),
      uncaptured: () => ours(false),
      watched,
    };
    /** @type {Record<keyof typeof kinds, { rate: number, p99: number, cpu?: number }[]>} */
    const turns = { koa: [], captured: [], uncaptured: [], watched: [] };
    const order = /** @type {(keyof typeof kinds)[]} */ (Object.keys(kinds));
    for (const kind of order) await kinds[kind]();
    for (let turn = 0; turn < rounds * seconds; turn += TURN_SECONDS) {
      for (const kind of order) turns[kind].push(await kinds[kind]());
      // There and back again: what changes slowly meanwhile weighs on all of them alike.
      order.reverse();
    }
    const { koa, captured, uncaptured } = turns;
    const against = (/** @type {{ rate: number }[]} */ list, /** @type {{ rate: number }[]} */ other) =>
      median(list.map(({ rate }, turn) => rate / (other[turn]?.rate ?? Number.NaN)));
    const p99 = median(captured.map((one) => one.p99));
    const cost = 1 - against(captured, uncaptured);
    const cpu = (/** @type {{ cpu?: number }[]} */ list) => median(list.map((one) => one.cpu ?? Number.NaN));
    const [cpuOn, cpuOff] = [cpu(captured), cpu(uncaptured)];
    const ratio = against(captured, koa);
    const rate = Math.round(median(captured.map((one) => one.rate)));
    note(`${name}: rate against bare Koa`, `${ratio.toFixed(2)} × (${rate}/s)`, '≥ 0.60 ×', ratio >= 0.6);
    const koaP99 = median(koa.map((one) => one.p99)).toFixed(1);
    note(`${name}: 99th percentile`, `${p99.toFixed(1)} ms (Koa ${koaP99})`, '≤ 25 ms', p99 <= 25);
    note(`${name}: cost of capture`, percent(cost), '≤ 15 %', cost <= 0.15);
    if (cpuOff > 0) {
      const spent = `${cpuOff.toFixed(1)} → ${cpuOn.toFixed(1)} µs`;
      note(`${name}: processor time of an answer, off → on`, spent, '–', null);
    }
    note(`${name}: cost while a screen watches`, percent(1 - against(turns.watched, uncaptured)), '–', null);
  }
  await sandbox.call('setCapturePaused', { paused: false });
  await benchPeers({
    ours: async () => {
      const { url } = /** @type {{ url: string }} */ (measured.CheckFileInfo);
      const result = await load(url, { seconds });
      await sandbox.settle();
      return result;
    },
    upstream: bareKoa.info.url,
    hosts: values.against,
    note,
  });
  const node = await load(bareNode.info.url, { seconds });
  note('bare node:http, for scale', `${Math.round(node.rate)}/s`, '–', null);
  await Promise.all([sandbox, bareNode, bareKoa, bareKoa12, bareKoa0].map((one) => one.stop()));
}

const KEPT = 100_000;

const REST_MS = 2000;

/** What a host that has just started grows by while it captures its first hundred thousand requests, as fast as they come. */
async function benchMemory() {
  const sandbox = await startSandbox(10);
  const { source, query } = await sandbox.tokenFor('twelve.bin');
  const before = residentMiB(sandbox.pid);
  const growth = () => residentMiB(sandbox.pid) - before;
  /** @type {[url: string, options: object][]} */
  const kinds = [
    [source + query, {}],
    [source + query, LOCK],
    [`${source}/contents${query}`, {}],
  ];
  let kept = 0;
  for (let turn = 0; kept < KEPT; turn += 1) {
    const [url, options] = kinds[turn % kinds.length] ?? ['', {}];
    await load(url, { seconds: 1, ...options });
    ({ count: kept } = (await sandbox.call('getSnapshot')).capture);
  }
  const loaded = growth();
  await sandbox.settle();
  const settled = growth();
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  const rested = growth();
  note(`memory from 0 to ${kept} captured requests`, mib(rested), '≤ 50 MiB at 100,000', rested <= 50);
  note('the same as the last request ends', mib(loaded), '–', null);
  note('the same while the last are taken apart', mib(settled), '–', null);
  await sandbox.stop();
}

async function benchFiles() {
  const rates = [];
  for (const count of [10, 10_000]) {
    const sandbox = await startSandbox(count);
    const { source, query } = await sandbox.tokenFor('twelve.bin');
    await load(source + query, { seconds: 1 });
    rates.push((await load(source + query, { seconds })).rate);
    note(
      `start with ${count} files until listening`,
      `${Math.round(sandbox.startedIn)} ms`,
      '≤ 700 ms',
      sandbox.startedIn <= 700,
    );
    await sandbox.stop();
  }
  const ratio = (rates[1] ?? 0) / (rates[0] ?? 1);
  note('CheckFileInfo, 10,000 files against 10', `${ratio.toFixed(2)} ×`, 'flat (≥ 0.85 ×)', ratio >= 0.85);
}

/** @param {string} url */
async function download(url) {
  const began = performance.now();
  await new Promise((resolve, reject) => {
    request(url, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${response.statusCode} for ${url}`));
      pipeline(response, new Writable({ write: (_chunk, _encoding, done) => done() })).then(resolve, reject);
    })
      .on('error', reject)
      .end();
  });
  return (performance.now() - began) / 1000;
}

/** @param {string} url @param {string} path @param {Record<string, string>} headers */
async function upload(url, path, headers = {}) {
  const began = performance.now();
  await new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', headers }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200 ? resolve(undefined) : reject(new Error(`${response.statusCode} for ${url}`)),
      );
    });
    outgoing.on('error', reject);
    pipeline(createReadStream(path, { highWaterMark: 256 * 1024 }), outgoing).catch(reject);
  });
  return (performance.now() - began) / 1000;
}

async function benchStreams() {
  const mib = Number(values['stream-mib']);
  const sandbox = await startSandbox(1);
  const big = join(sandbox.folder, 'big.bin');
  const block = randomBytes(1024 * 1024);
  const output = createWriteStream(big);
  for (let index = 0; index < mib; index += 1) if (!output.write(block)) await once(output, 'drain');
  output.end();
  await once(output, 'close');
  const copy = join(scratch, 'copy.bin');
  await pipeline(createReadStream(big), createWriteStream(copy));
  const bare = await start([join(root, 'bench/bare-hosts.mjs'), 'stream', copy, join(scratch, 'received.bin')]);
  let { files } = await sandbox.call('listFiles');
  while (
    !files.some(
      (/** @type {{ path: string, size: number }} */ one) => one.path === 'big.bin' && one.size === mib * 1024 * 1024,
    )
  )
    ({ files } = await sandbox.call('listFiles'));
  const { source, query } = await sandbox.tokenFor('big.bin');
  await fetch(source + query, LOCK);
  const before = residentMiB(sandbox.pid);
  const down = [];
  const up = [];
  const PUT = { 'X-WOPI-Override': 'PUT', 'X-WOPI-Lock': 'bench', 'Content-Type': 'application/octet-stream' };
  for (let round = 0; round < rounds; round += 1) {
    const bareDown = await download(bare.info.url);
    down.push(bareDown / (await download(`${source}/contents${query}`)));
    const bareUp = await upload(bare.info.url, copy);
    up.push(bareUp / (await upload(`${source}/contents${query}`, copy, PUT)));
  }
  note(`GetFile ${mib} MiB against a bare stream`, `${median(down).toFixed(2)} ×`, '≥ 0.80 ×', median(down) >= 0.8);
  note(`PutFile ${mib} MiB (hash, fsync) against bare`, `${median(up).toFixed(2)} ×`, '≥ 0.60 ×', median(up) >= 0.6);
  const growth = peakMiB(sandbox.pid) - before;
  note('memory while streaming', `+${growth.toFixed(0)} MiB`, '< 64 MiB', growth < 64);
  await Promise.all([sandbox.stop(), bare.stop()]);
}

const parts = {
  http: benchHttp,
  memory: benchMemory,
  files: benchFiles,
  streams: benchStreams,
  traffic: () => benchTraffic({ cli, scratch, note, say }),
};
say(
  `WOPI Sandbox benchmark: Node ${process.versions.node}, ${cpus().length} CPUs, ${hasWrk ? 'wrk' : 'autocannon (client-bound; install wrk for a ceiling)'}, ${rounds} rounds of ${seconds} s, medians`,
);
try {
  for (const [name, run] of Object.entries(parts)) if (!values.only || values.only === name) await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
rmSync(scratch, { recursive: true, force: true });
if (process.exitCode === 1) process.exit();
if (!values.only || values.only === 'http') {
  if (!hasMitmproxy) say('left out: mitmproxy is not installed');
  if (values.against.length === 0) say('left out: other WOPI hosts; name a CheckFileInfo of each with --against URL');
}
const misses = results.filter(({ ok }) => ok === false).length;
say(`${results.length - misses} of ${results.length} figures are within their target.`);
