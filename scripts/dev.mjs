// @ts-check
// `npm run dev`: the desktop app from sources. The page changes as it is edited; a change to the main process or the
// preload builds it again and restarts it. `npm run dev:web`: the same without Electron, in the browser.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createBuilder, createServer } from 'vite';
import { electronForTests } from './electron.mjs';
import { projectNode, root, say } from './run.mjs';

const isWeb = process.argv.includes('--web');
const args = process.argv.slice(2).filter((argument) => argument !== '--web');
const configFile = join(root, 'vite.config.ts');
const bundles = isWeb ? ['cli'] : ['main', 'preload'];
const runtime = isWeb ? { binary: projectNode() } : electronForTests();
if ('reason' in runtime) throw new Error(`There is ${runtime.reason}; \`npm run dev:web\` needs none.`);
const { binary, sqliteBinding } = /** @type {{ binary: string, sqliteBinding?: string }} */ (runtime);

/** @type {import('vite').ViteDevServer | undefined} */
let pages;
/** @type {import('node:child_process').ChildProcess | undefined} */
let program;
let isRestarting = false;
let adminAddress = '';

if (!isWeb) await servePages({});
const builder = await createBuilder({ configFile, logLevel: 'warn' });
const built = new Set();
for (const name of bundles) await watch(name);

async function servePages(/** @type {import('vite').ServerOptions} */ options) {
  pages = await createServer({ configFile, server: { host: '127.0.0.1', port: 5173, ...options } });
  await pages.listen();
}

function pageAddress() {
  return pages?.resolvedUrls?.local[0] ?? 'http://127.0.0.1:5173/';
}

async function watch(/** @type {string} */ name) {
  const environment = builder.environments[name];
  if (!environment) throw new Error(`vite.config.ts has no environment "${name}"`);
  environment.config.build.watch = {};
  const watcher = await builder.build(environment);
  if (!('on' in watcher)) throw new Error(`vite did not watch "${name}"`);
  watcher.on('event', (event) => {
    if (event.code === 'ERROR') say(`${name}: ${event.error.message}`);
    if (event.code !== 'END') return;
    built.add(name);
    if (built.size === bundles.length) restart();
  });
}

/** Starts the program; when it runs, stops it first, cleanly. */
function restart() {
  if (program) {
    isRestarting = true;
    program.kill('SIGTERM');
    return;
  }
  isRestarting = false;
  program = isWeb ? startHeadless() : startDesktop();
  program.once('exit', (code) => {
    program = undefined;
    if (isRestarting) restart();
    else process.exit(code ?? 1);
  });
}

function startDesktop() {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, WOPI_SANDBOX_DEV_URL: pageAddress() };
  if (sqliteBinding) env.WOPI_SANDBOX_SQLITE_BINDING = sqliteBinding;
  return spawn(binary, [root, ...args], { stdio: 'inherit', env });
}

/** The development server stands before the admin listener, which only answers its own origin. */
function startHeadless() {
  const cli = join(root, 'out', 'cli', 'cli.cjs');
  const samePort = pages ? ['--admin-port', new URL(adminAddress).port] : [];
  const started = spawn(binary, [cli, 'serve', '--json', ...samePort, ...args], {
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  createInterface(started.stdout).once('line', (line) => void announce(line));
  return started;
}

async function announce(/** @type {string} */ line) {
  const { admin, key } = JSON.parse(line);
  adminAddress = admin;
  const headers = { origin: new URL(admin).origin };
  if (!pages) await servePages({ proxy: { '/live': { target: admin, ws: true, changeOrigin: true, headers } } });
  process.stdout.write(`${pageAddress()}#key=${key}\n`);
}
