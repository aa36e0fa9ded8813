// @ts-check
// `npm start`: the desktop app where there is a display and an Electron, otherwise the same in the browser.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { declaredElectron } from './electron.mjs';
import { exitCode, handOver, hostEnvironment, hostFlags } from './program.mjs';
import { projectNode, root, run, say } from './run.mjs';

const args = process.argv.slice(2);
const DAY = 24 * 60 * 60 * 1000;
const attempt = join(root, '.cache', 'electron-attempt');

const obstacle = displayObstacle() ?? (await electronObstacle());
if (obstacle) await serve(obstacle);
else await openDesktop();

function displayObstacle() {
  if (process.platform !== 'linux') return undefined;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  // Chromium's sandbox does, and it is never switched off for the product
  if (process.getuid?.() === 0) return 'Electron does not run as root';
  return undefined;
}

/** Downloads the declared Electron when it can be reached; answers why there is none. */
async function electronObstacle() {
  if (declaredElectron()) return undefined;
  const unreachable =
    'Electron is not installed and its download cannot be reached (`npx install-electron` tries again)';
  if (triedToday()) return unreachable;
  if (await isReachable()) {
    say('downloading Electron (about 110 MB, once) …');
    run('install-electron', []);
    if (declaredElectron()) return undefined;
  }
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(attempt, '');
  return unreachable;
}

function triedToday() {
  const tried = statSync(attempt, { throwIfNoEntry: false });
  return tried !== undefined && Date.now() - tried.mtimeMs < DAY;
}

async function isReachable() {
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/';
  try {
    await fetch(mirror, { method: 'HEAD', signal: AbortSignal.timeout(4000) });
    return true;
  } catch {
    return false;
  }
}

async function openDesktop() {
  const binary = /** @type {string} */ (declaredElectron());
  const started = Date.now();
  const end = await handOver(binary, [root, ...args]);
  // Killed at once: the machine forbids Chromium's sandbox, or a system library is missing.
  const diedAtOnce =
    end.signal !== null && end.signal !== 'SIGINT' && end.signal !== 'SIGTERM' && Date.now() - started < 5000;
  if (diedAtOnce) await serve(`Electron could not start here (${end.signal})`);
  else process.exitCode = exitCode(end);
}

async function serve(/** @type {string} */ reason) {
  say(`Running without a window because ${reason}. Open the address below in a browser; Ctrl+C stops.`);
  const program = [...hostFlags, join(root, 'out', 'cli', 'cli.cjs'), 'serve', ...args];
  process.exitCode = exitCode(await handOver(projectNode(), program, hostEnvironment()));
}
