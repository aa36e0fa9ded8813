import type { AdminApi } from '../../preload/contract.ts';

/** Calls that read traffic and can read it from a recording. */
const READS: ReadonlySet<string> = new Set<keyof AdminApi>([
  'listExchanges',
  'getExchange',
  'getBody',
  'listFindings',
  'explain',
  'listSessions',
  'getSessionStory',
  'getWaterfall',
  'previewRecording',
  'saveRecording',
]);

/** The same calls, about a recording: what reads traffic reads it from there. */
export function recordedApi(api: AdminApi, source: string): AdminApi {
  return new Proxy(api, {
    get(target, method, receiver) {
      const call = Reflect.get(target, method, receiver) as unknown;
      if (typeof method !== 'string' || typeof call !== 'function' || !READS.has(method)) return call;
      return (input: object) => (call as (input: object) => unknown)({ ...input, source });
    },
  });
}
