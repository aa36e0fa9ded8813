// @ts-check
// Hands the terminal over to another program and ends as it ends.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Starts a program on this process's own input and output, passes termination on to it, and answers how it ended.
 * A Node program also gets a channel: it sees a `disconnect` when this process was killed without a chance to say so.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
export function handOver(command, args, env = process.env) {
  const child = spawn(command, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env });
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  // A terminal sends SIGINT to the whole group; a second one does a program that is already stopping no harm.
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

/** The exit code a shell would report. */
export function exitCode(/** @type {{ code: number | null, signal: NodeJS.Signals | null }} */ { code, signal }) {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

/**
 * How Node is to run the host. Left to themselves, V8 gives objects that live for a moment 48 MiB and glibc gives every
 * thread a heap of its own which it rarely hands back; neither makes the host faster (`npm run bench`).
 */
export const hostFlags = ['--max-semi-space-size=8'];

export function hostEnvironment() {
  return { MALLOC_ARENA_MAX: '1', ...process.env };
}
