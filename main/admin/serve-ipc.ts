import type { AdminApi, NumberedEvent } from '../../preload/contract.ts';
import { CALL_CHANNEL, EVENTS_CHANNEL } from '../../preload/contract.ts';
import type { Bus } from '../bus.ts';
import { batchEvents } from './batcher.ts';
import { callApi } from './call.ts';

/** The few parts of Electron this door touches. */
export interface IpcMainLike<Event> {
  handle(channel: string, listener: (event: Event, method: unknown, args: unknown) => unknown): void;
  removeHandler(channel: string): void;
}
export interface WebContentsLike {
  isDestroyed(): boolean;
  send(channel: string, events: NumberedEvent[]): void;
}

export interface IpcOptions<Event> {
  ipcMain: IpcMainLike<Event>;
  webContents: WebContentsLike;
  isTrusted(event: Event): boolean;
  api: AdminApi;
  bus: Bus;
}

/** The door over Electron's IPC. Returns the function that closes it. */
export function serveIpc<Event>({ ipcMain, webContents, isTrusted, api, bus }: IpcOptions<Event>): () => void {
  ipcMain.handle(CALL_CHANNEL, (event, method, args) => {
    if (!isTrusted(event)) throw new Error('This page may not call the host.');
    return callApi(api, method, args);
  });
  const stop = batchEvents(bus, (events) => {
    if (!webContents.isDestroyed()) webContents.send(EVENTS_CHANNEL, events);
  });
  return () => {
    stop();
    ipcMain.removeHandler(CALL_CHANNEL);
  };
}
