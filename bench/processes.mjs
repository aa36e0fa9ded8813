// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { hostEnvironment, hostFlags } from '../scripts/program.mjs';

/**
 * What a measurement that failed leaves running ends with it, instead of keeping it from ending.
 * @type {Set<import('node:child_process').ChildProcess>}
 */
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill()));

/** @template {import('node:child_process').ChildProcess} T @param {T} child */
export function endWithThis(child) {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/**
 * Starts a program whose first line of output is a JSON object.
 * @param {string[]} args @param {NodeJS.ProcessEnv} [env]
 */
export async function start(args, env = {}) {
  const child = endWithThis(
    spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } }),
  );
  const [line] = await once(createInterface(child.stdout), 'line');
  return {
    info: JSON.parse(line),
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** Starts the host as `npm start` does. @param {string[]} args */
export function startHost(args) {
  return start([...hostFlags, ...args], hostEnvironment());
}

/** Resident memory in MiB; 0 where /proc does not exist. @param {number} pid */
export function residentMiB(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Highest resident memory so far, MiB. @param {number} pid */
export function peakMiB(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Ticks of a hundredth of a second, as Linux counts them for every program. */
const TICK_MICROSECONDS = 10_000;

/** Processor time that the main thread has used so far, in microseconds; 0 where /proc does not exist. @param {number} pid */
export function answeringMicroseconds(pid) {
  try {
    const line = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8');
    // The name in brackets may hold blanks; what follows begins with field 3, utime and stime are 14 and 15.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MICROSECONDS;
  } catch {
    return 0;
  }
}
