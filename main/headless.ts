import type { App } from './app.ts';
import { createApp } from './app.ts';
import { collectWithoutHelpers } from './collector.ts';
import type { Config } from './config.ts';

export interface RunningHeadless {
  app: App;
  /** Base URLs, session key and process, as `serve --json` prints them. */
  instance: { host: string; admin: string; editor: string; key: string; pid: number };
}

/** The same host and API as the desktop app, with the screen served to a browser. */
export async function startHeadless(config: Config): Promise<RunningHeadless> {
  collectWithoutHelpers();
  const app = await createApp(config);
  const addresses = await app.start();
  return { app, instance: { ...addresses, key: app.key, pid: process.pid } };
}
