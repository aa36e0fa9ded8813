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
export const useResends = create<{ results: ReadonlyMap<number, ResendState> }>(() => ({ results: new Map() }));

function note(id: number, state: Partial<ResendState>): void {
  useResends.setState(({ results }) => {
    const former = results.get(id) ?? { isBusy: false, step: null, problem: null };
    return { results: new Map(results).set(id, { ...former, ...state }) };
  });
}

export async function resendAsRecorded(api: Pick<AdminApi, 'resend'>, id: number): Promise<void> {
  if (useResends.getState().results.get(id)?.isBusy) return;
  note(id, { isBusy: true, problem: null });
  try {
    note(id, { isBusy: false, step: await api.resend({ id, options: AS_RECORDED }) });
  } catch (error) {
    note(id, { isBusy: false, step: null, problem: messageOf(error) });
  }
}

export function noteResent(id: number, step: ReplayStep): void {
  note(id, { isBusy: false, step, problem: null });
}

export function dismissResult(id: number): void {
  note(id, { step: null, problem: null });
}

/** Other exchanges that this one was sent again as; those that came meanwhile are among them. */
export function copiesOf(read: readonly ExchangeRow[] | null, step: ReplayStep | null): number[] {
  const ids = (read ?? []).map(({ id }) => id);
  const latest = step?.newExchangeId ?? null;
  return latest === null || ids.includes(latest) ? ids : [...ids, latest];
}
