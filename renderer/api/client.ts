import { createContext, useContext } from 'react';
import type { AdminApi, Channel } from '../../preload/contract.ts';

/** Every property is a call over the channel, except `then`: a client that looks like a promise would be called by `await`. */
export function createClient(channel: Channel): AdminApi {
  const calls = new Map<string, (...args: unknown[]) => Promise<unknown>>();
  const client = new Proxy<object>(
    {},
    {
      get(_target, method) {
        if (typeof method !== 'string' || method === 'then') return undefined;
        let call = calls.get(method);
        if (!call) {
          call = (...args) => channel.call(method, args);
          calls.set(method, call);
        }
        return call;
      },
    },
  );
  return client as AdminApi;
}

export const ApiContext = createContext<AdminApi | null>(null);

export function useApi(): AdminApi {
  const api = useContext(ApiContext);
  if (!api) throw new Error('useApi needs an ApiContext above it.');
  return api;
}

/** The sentence to show for a rejected call. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
