import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { CALL_CHANNEL, EVENTS_CHANNEL, type Channel, type NumberedEvent } from './contract.ts';

/** What the host answers: values, because Electron would wrap a rejection into words that are not for people. */
type Answer = { result: unknown } | { error: string };

const channel: Channel = {
  async call(method, args) {
    const answer = (await ipcRenderer.invoke(CALL_CHANNEL, method, args)) as Answer;
    if ('error' in answer) throw new Error(answer.error);
    return answer.result;
  },
  subscribe(listener) {
    const deliver = (_event: IpcRendererEvent, events: NumberedEvent[]) => listener(events);
    ipcRenderer.on(EVENTS_CHANNEL, deliver);
    return () => ipcRenderer.removeListener(EVENTS_CHANNEL, deliver);
  },
};

contextBridge.exposeInMainWorld('wopiSandbox', channel);
