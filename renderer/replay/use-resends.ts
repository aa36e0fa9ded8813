import { create } from 'zustand';
import type { AdminApi, ExchangeRow, ReplayStep, ResendOptions } from '../../preload/contract.ts';
import { messageOf } from '../api/client.ts';

/** What one key does: the request as it was, with a token that works and a correlation id of its own. */
export const AS_RECORDED: ResendOptions = {
  token: 'renew',
  sign: 'recorded',
  correlation: 'new',
  lock: 'recorded',
  timeoutMs: 100_000,
};

interface ResendState {
  isBusy: boolean;
  /** The last answer, or why there was none. */
  step: ReplayStep | null;
  problem: string | null;
}

/** By exchange: what resending it led to, for as long as the page lives. */
export const useResends = create<{ results: ReadonlyMap<string, ResendState> }>(() => ({ results: new Map() }));

/** Recordings have other requests under the same numbers. */
export function resendKey(id: number, source: string | null): string {
  return `${source ?? ''} ${id}`;
}

function note(key: string, state: Partial<ResendState>): void {
  useResends.setState(({ results }) => {
    const former = results.get(key) ?? { isBusy: false, step: null, problem: null };
    return { results: new Map(results).set(key, { ...former, ...state }) };
  });
}

export async function resendAsRecorded(api: Pick<AdminApi, 'resend'>, id: number, key: string): Promise<void> {
  if (useResends.getState().results.get(key)?.isBusy) return;
  note(key, { isBusy: true, problem: null });
  try {
    note(key, { isBusy: false, step: await api.resend({ id, options: AS_RECORDED }) });
  } catch (error) {
    note(key, { isBusy: false, step: null, problem: messageOf(error) });
  }
}

export function noteResent(key: string, step: ReplayStep): void {
  note(key, { isBusy: false, step, problem: null });
}

export function dismissResult(key: string): void {
  note(key, { step: null, problem: null });
}

/** Other exchanges that this one was sent again as; those that came meanwhile are among them. */
export function copiesOf(read: readonly ExchangeRow[] | null, step: ReplayStep | null): number[] {
  const ids = (read ?? []).map(({ id }) => id);
  const latest = step?.newExchangeId ?? null;
  return latest === null || ids.includes(latest) ? ids : [...ids, latest];
}
