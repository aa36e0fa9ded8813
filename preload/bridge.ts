import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { CALL_CHANNEL, EVENTS_CHANNEL, type Channel, type NumberedEvent } from './contract.ts';

/** Electron's own words around the sentence that the host wrote for the user. */
const WRAPPING = /^Error invoking remote method '[^']*': (?:\w*Error: )?/;

const channel: Channel = {
  async call(method, args) {
    try {
      return await ipcRenderer.invoke(CALL_CHANNEL, method, args);
    } catch (error) {
      throw new Error((error instanceof Error ? error.message : String(error)).replace(WRAPPING, ''), { cause: error });
    }
  },
  subscribe(listener) {
    const deliver = (_event: IpcRendererEvent, events: NumberedEvent[]) => listener(events);
    ipcRenderer.on(EVENTS_CHANNEL, deliver);
    return () => ipcRenderer.removeListener(EVENTS_CHANNEL, deliver);
  },
};

contextBridge.exposeInMainWorld('wopiSandbox', channel);
