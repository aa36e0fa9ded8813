import type { App } from './app.ts';
import { createApp } from './app.ts';
import { collectWithoutHelpers } from './collector.ts';
import type { Config } from './config.ts';

/** Base URLs, session key and process, as `serve --json` prints them. */
export interface Instance {
  host: string;
  admin: string;
  editor: string;
  key: string;
  pid: number;
}

/**
 * The same host and API as the desktop app, with the screen served to a browser. `onListening` hears where, a moment
 * before the shared folder has been read.
 */
export async function startHeadless(config: Config, onListening: (instance: Instance) => void): Promise<App> {
  collectWithoutHelpers();
  const app = await createApp(config);
  await app.start((addresses) => onListening({ ...addresses, key: app.key, pid: process.pid }));
  return app;
}
