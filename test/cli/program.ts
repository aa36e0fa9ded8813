import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { nodeProblem } from '../../main/node-version.ts';

const PROGRAM = resolve(import.meta.dirname, '../../out/cli/cli.cjs');

/** Why the command line cannot be tried here, or null. */
export const programProblem: string | null = existsSync(PROGRAM)
  ? nodeProblem(process.versions.node, false)
  : 'out/cli/cli.cjs is not built (npm run build)';

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Surroundings {
  env?: Record<string, string>;
  cwd?: string;
  /** Another user; only root may say so. */
  uid?: number;
}

function begin(args: string[], { env, cwd, uid }: Surroundings = {}): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', NO_COLOR: '1', ...env },
    ...(cwd === undefined ? {} : { cwd }),
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
}

/** Runs the program to its end. */
export async function run(args: string[], surroundings?: Surroundings): Promise<Finished> {
  const child = begin(args, surroundings);
  const output = collect(child);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

/** A running `serve`; what it says so far is in `output`. */
export interface Served {
  /** The first line on standard output, read as JSON. */
  instance: { host: string; admin: string; editor: string; key: string; pid: number };
  output: { stdout: string; stderr: string };
  /** Ends it with a signal and answers its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  call(method: string, input?: unknown): Promise<unknown>;
}

/** @throws Error with everything the program said, when it ends before its first line */
export async function serve(args: string[], surroundings?: Surroundings): Promise<Served> {
  const child = begin(['serve', '--json', ...args], surroundings);
  const output = collect(child);
  const ended = once(child, 'close') as Promise<[number | null]>;
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([once(lines, 'line'), ended.then(() => null)]);
  if (line === null) throw new Error(`serve ended with code ${child.exitCode}: ${output.stderr}`);
  const instance = JSON.parse(String(line[0])) as Served['instance'];
  return {
    instance,
    output,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      return (await ended)[0];
    },
    async call(method, input) {
      const answer = await fetch(`${instance.admin}/api/call`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${instance.key}` },
        body: JSON.stringify({ method, args: [input] }),
      });
      const { result, error } = (await answer.json()) as { result?: unknown; error?: string };
      if (error !== undefined) throw new Error(error);
      return result;
    },
  };
}

function collect(child: ChildProcessWithoutNullStreams): { stdout: string; stderr: string } {
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (output.stdout += data.toString('utf8')));
  child.stderr.on('data', (data: Buffer) => (output.stderr += data.toString('utf8')));
  return output;
}

/** A folder to share and a place for the data, both gone afterwards. */
export interface Workplace {
  directory: string;
  folder: string;
  data: string;
  remove(): void;
}

export function workplace(files: Record<string, string> = {}): Workplace {
  const directory = mkdtempSync(join(tmpdir(), 'wopi-sandbox-cli-'));
  const folder = join(directory, 'shared');
  mkdirSync(folder);
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return {
    directory,
    folder,
    data: join(directory, 'data'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
