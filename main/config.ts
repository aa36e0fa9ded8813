import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { version } from '../package.json';
import { programDirectory } from './program-directory.ts';

/** Everything that is decided before the app starts. */
export interface Config {
  version: string;
  shell: 'desktop' | 'headless';
  /** Given on the command line; null: the saved setting, or the sample folder at the first start. */
  folder: string | null;
  /** Shared at the very first start. */
  defaultFolder: string;
  dataDirectory: string;
  /** null: the saved setting, or any free port. */
  hostPort: number | null;
  adminPort: number | null;
  editorPort: number | null;
  /** null: the saved setting. */
  publicUrl: string | null;
  /** Interface the listeners bind to. */
  address: string;
  uiDirectory: string;
  resourcesDirectory: string;
  /** Native part of better-sqlite3 for runtimes older than its prebuilt one. */
  nativeBinding: string | undefined;
  logLevel: string;
}

/** Adds the options of `serve` to a command; the desktop app understands the same ones. */
export function withServeOptions(command: Command): Command {
  return command
    .option(
      '--folder <dir>',
      'the folder to share (default: the last one, at the first start a new one with samples)',
      parseDirectory,
    )
    .option(
      '--data <dir>',
      'where database, versions and keys are kept (default: the data folder of this user)',
      parseDirectory,
    )
    .option('--host-port <n>', 'port of the WOPI host (default: any free port)', parsePort)
    .option('--admin-port <n>', 'port of the screen and its API (default: any free port)', parsePort)
    .option('--editor-port <n>', 'port of the Sandbox Editor (default: any free port)', parsePort)
    .option(
      '--public-url <url>',
      'address under which WOPI clients reach the host, for example that of a tunnel',
      parsePublicUrl,
    );
}

export interface ServeOptions {
  folder?: string;
  data?: string;
  hostPort?: number;
  adminPort?: number;
  editorPort?: number;
  publicUrl?: string;
}

export function toConfig(options: ServeOptions, env: NodeJS.ProcessEnv, shell: Config['shell']): Config {
  return Object.freeze({
    version,
    shell,
    folder: options.folder === undefined ? null : resolve(options.folder),
    defaultFolder: join(homedir(), 'WOPI Sandbox'),
    dataDirectory: options.data === undefined ? defaultDataDirectory(env) : resolve(options.data),
    hostPort: options.hostPort ?? null,
    adminPort: options.adminPort ?? null,
    editorPort: options.editorPort ?? null,
    publicUrl: options.publicUrl ?? null,
    address: '127.0.0.1',
    uiDirectory: join(programDirectory, '..', 'renderer'),
    resourcesDirectory: join(programDirectory, '..', '..', 'resources'),
    nativeBinding: env['WOPI_SANDBOX_SQLITE_BINDING'] || undefined,
    logLevel: env['WOPI_SANDBOX_LOG'] ?? (shell === 'desktop' ? 'warn' : 'error'),
  });
}

/** @throws commander's error, whose message names the nearest right option */
export function readConfig(argv: string[], env: NodeJS.ProcessEnv, shell: Config['shell']): Config {
  const command = withServeOptions(new Command('wopi-sandbox')).exitOverride();
  command.parse(argv, { from: 'user' });
  return toConfig(command.opts<ServeOptions>(), env, shell);
}

/** The customary place for the data of an app on each system. */
export function defaultDataDirectory(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32')
    return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'WOPI Sandbox');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'WOPI Sandbox');
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'wopi-sandbox');
}

/** What a script makes of a variable that is not set would otherwise be the directory in which it happens to stand. */
export function parseDirectory(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('It is empty. Give the path of a directory, or leave the option out.');
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a whole number from 1 to 65535.');
}

/** The base of every WOPISrc: scheme, host and port, and no path, query or fragment of its own. */
export function checkPublicUrl(text: string): { ok: true; url: string } | { ok: false; reason: string } {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return { ok: false, reason: `“${text}” is not a complete address. One such as https://abc.example.com is needed.` };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return { ok: false, reason: `“${text}” begins with ${url.protocol} – only http: and https: are possible.` };
  if (url.username !== '' || url.password !== '')
    return {
      ok: false,
      reason: 'The address carries a user name or password, which would go into every WOPISrc. Remove it.',
    };
  if (url.search !== '' || url.hash !== '')
    return {
      ok: false,
      reason: `“${text}” has a query or fragment, which a WOPISrc cannot have. Remove everything from “${url.search || url.hash}” on.`,
    };
  if (url.pathname !== '/')
    return {
      ok: false,
      reason: `“${text}” has the path “${url.pathname}”; WOPI needs /wopi/files at the top. Give the address without a path.`,
    };
  return { ok: true, url: url.origin };
}

function parsePublicUrl(text: string): string {
  const checked = checkPublicUrl(text);
  if (checked.ok) return checked.url;
  throw new InvalidArgumentError(checked.reason);
}
