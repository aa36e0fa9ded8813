// @ts-check
// Child processes for the scripts of this folder. Built-ins only: they also run before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const bin = join(root, 'node_modules', '.bin');

/** The Node that the build and the product run on: the one installed with the project, else this one. */
export function projectNode() {
  const installed = join(bin, process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(installed) ? installed : process.execPath;
}

/** The environment with the project's own tools (and its Node) found first. */
export function toolEnvironment() {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...process.env, [name]: `${bin}${delimiter}${process.env[name] ?? ''}` };
}

/** Says one line about progress, on standard error: standard output belongs to the program that is started. */
export function say(/** @type {string} */ line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a program to its end and answers its exit code. Output goes to standard error unless `quiet`, which
 * keeps it and shows it only when the program fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ quiet?: boolean, cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number }} [options]
 * @returns {{ code: number, output: string }}
 */
export function run(command, args, { quiet = false, cwd = root, env = toolEnvironment(), timeout } = {}) {
  const result = spawnSync(command, args, {
    cwd,
    env,
    timeout,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2],
    // npm and the tools beside it are .cmd files on Windows, which only a shell starts
    shell: process.platform === 'win32' && !command.endsWith('.exe'),
  });
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error ? result.error.message : ''}`;
  return { code: result.status ?? 1, output };
}

/** The last lines of a program's output, for a message about its failure. */
export function tail(/** @type {string} */ output, lines = 15) {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}
