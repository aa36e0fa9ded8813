import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectNode, root } from '../../scripts/run.mjs';
import type { AdminApi } from '../../preload/contract.ts';

interface ServeOptions {
  /** Stands in for the person's home folder; nothing outside of it is written unless `args` say so. */
  home: string;
  /** Options of `serve`, such as `--folder DIR`. */
  args?: string[];
}

/** A running `serve` of the built program, in a process of its own. */
export interface Served {
  host: string;
  admin: string;
  editor: string;
  key: string;
  /** Opens the screen with the key. */
  address: string;
  process: ChildProcess;
  /** Calls the API as the screen does. */
  call<Method extends keyof AdminApi>(
    method: Method,
    ...input: Parameters<AdminApi[Method]>
  ): Promise<Awaited<ReturnType<AdminApi[Method]>>>;
  /** SIGTERM, and waits for the clean end. */
  stop(): Promise<void>;
  /** SIGKILL, and waits until nothing is left of it. */
  kill(): Promise<void>;
}

/** Starts the built headless program and waits until it listens. */
export async function serve({ home, args = [] }: ServeOptions): Promise<Served> {
  const child = spawn(projectNode(), [join(root, 'out', 'cli', 'cli.cjs'), 'serve', '--json', ...args], {
    env: environment(home),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let complaints = '';
  child.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  const firstLine = once(createInterface(child.stdout), 'line').then(([line]) => String(line));
  const line = await Promise.race([
    firstLine,
    ended.then(([code]) => Promise.reject(new Error(`serve ended with code ${String(code)}: ${complaints}`))),
  ]);
  const addresses = JSON.parse(line) as Pick<Served, 'host' | 'admin' | 'editor' | 'key'>;
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return {
    ...addresses,
    address: `${addresses.admin}/#key=${addresses.key}`,
    process: child,
    call: (method, ...args) =>
      callOver(addresses, method, args).catch((error: unknown) => {
        const { exitCode, signalCode } = child;
        if (exitCode === null && signalCode === null) throw error;
        throw new Error(`serve has ended (code ${exitCode}, signal ${signalCode}): ${complaints}`, { cause: error });
      }) as never,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

async function callOver({ admin, key }: { admin: string; key: string }, method: string, args: unknown[]) {
  const response = await fetch(`${admin}/api/call`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ method, args }),
  });
  const answer = (await response.json()) as { result?: unknown; error?: string };
  if (answer.error !== undefined) throw new Error(`${method}: ${answer.error}`);
  return answer.result;
}

/** Only what a fresh account has: no display, no folders of this machine's person. */
function environment(home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(XDG_|DISPLAY$|WAYLAND_DISPLAY$|WOPI_SANDBOX_)/.test(name),
  );
  return { ...Object.fromEntries(kept), HOME: home, USERPROFILE: home, LOCALAPPDATA: join(home, 'AppData') };
}
