// @ts-check
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export const hasWrk = spawnSync('wrk', ['-v'], { stdio: 'ignore' }).error === undefined;
const CONNECTIONS = 32;

/**
 * Requests per second and 99th percentile in milliseconds under 32 connections.
 * @param {string} url @param {{ seconds: number, method?: string, headers?: Record<string, string> }} options
 * @returns {Promise<{ rate: number, p99: number, failures: number }>}
 */
export async function load(url, options) {
  return hasWrk ? withWrk(url, options) : withAutocannon(url, options);
}

/** @param {string} url @param {{ seconds: number, method?: string, headers?: Record<string, string> }} options */
async function withWrk(url, { seconds, method = 'GET', headers = {} }) {
  const directory = mkdtempSync(join(tmpdir(), 'wopi-bench-'));
  const script = join(directory, 'request.lua');
  writeFileSync(
    script,
    [
      `wrk.method = ${JSON.stringify(method)}`,
      ...Object.entries(headers).map(
        ([name, value]) => `wrk.headers[${JSON.stringify(name)}] = ${JSON.stringify(value)}`,
      ),
    ].join('\n'),
  );
  const child = spawn('wrk', ['-t1', `-c${CONNECTIONS}`, `-d${seconds}`, '--latency', '-s', script, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output = await text(child.stdout);
  rmSync(directory, { recursive: true });
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1] ?? Number.NaN),
    p99: milliseconds(/99%\s+([\d.]+)(us|ms|s)/.exec(output)),
    failures: Number(/Non-2xx or 3xx responses: (\d+)/.exec(output)?.[1] ?? 0),
  };
}

/** @param {RegExpExecArray | null} match */
function milliseconds(match) {
  const factor = { us: 0.001, ms: 1, s: 1000 }[/** @type {'us'} */ (match?.[2] ?? 'ms')];
  return Number(match?.[1] ?? Number.NaN) * factor;
}

/** @param {string} url @param {{ seconds: number, method?: string, headers?: Record<string, string> }} options */
async function withAutocannon(url, { seconds, method = 'GET', headers = {} }) {
  const { default: autocannon } = await import('autocannon');
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    method: /** @type {'GET'} */ (method),
    headers,
  });
  return { rate: result.requests.average, p99: result.latency.p99, failures: result.non2xx + result.errors };
}
