import type { AdminApi } from '../../preload/contract.ts';
import { READ_ONLY } from './source.ts';

/** Calls that read traffic and can read it from a recording, or send again what is recorded there. */
const READS: ReadonlySet<string> = new Set<keyof AdminApi>([
  'openView',
  'suggestFilter',
  'listRows',
  'listRowFacts',
  'listTags',
  'listExchanges',
  'getExchange',
  'getBody',
  'listRelated',
  'listFindings',
  'explain',
  'listRules',
  'listFindingGroups',
  'exportFindings',
  'listRelated',
  'listSessions',
  'getSessionStory',
  'getWaterfall',
  'previewRecording',
  'saveRecording',
  'draftResend',
  'resend',
  'planReplay',
  'startReplay',
]);

/** Calls that change traffic, or follow it: none of them may reach the live one by a number of the recording. */
const CHANGES: ReadonlySet<string> = new Set<keyof AdminApi>([
  'clearExchanges',
  'deleteExchanges',
  'mark',
  'setCapturePaused',
  'listResends',
]);

/** The same calls, about a recording: what reads traffic reads it from there, what changes it is refused. */
export function recordedApi(api: AdminApi, source: string): AdminApi {
  return new Proxy(api, {
    get(target, method, receiver) {
      const call = Reflect.get(target, method, receiver) as unknown;
      if (typeof method === 'string' && CHANGES.has(method)) return () => Promise.reject(new Error(READ_ONLY));
      if (typeof method !== 'string' || typeof call !== 'function' || !READS.has(method)) return call;
      return (input: object) => (call as (input: object) => unknown)({ ...input, source });
    },
  });
}
