import type { App } from './app.ts';
import { createApp } from './app.ts';
import type { Config } from './config.ts';

export interface RunningHeadless {
  app: App;
  /** Base URLs, session key and process, as `serve --json` prints them. */
  instance: { host: string; admin: string; editor: string; key: string; pid: number };
}

/** better-sqlite3 crashes older versions while loading, so they are turned away in words. */
export function nodeProblem(version: string, hasOwnBinding: boolean): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (hasOwnBinding || major > 22 || (major === 22 && minor >= 14)) return null;
  return `Node ${version} is too old: 22.14 or newer is needed. Run it through "npm start" or bin/wopi-sandbox.js, which bring their own.`;
}

/** The same host and API as the desktop app, with the screen served to a browser. */
export async function startHeadless(config: Config): Promise<RunningHeadless> {
  const app = await createApp(config);
  const addresses = await app.start();
  return { app, instance: { ...addresses, key: app.key, pid: process.pid } };
}
