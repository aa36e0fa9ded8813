import { create } from 'zustand';
import type { RecordingFormat, TrafficSelection } from '../../preload/contract.ts';
import { formatCount } from '../ui/format.ts';

/** What can be chosen in the dialog; the first is chosen already. */
export interface SaveChoice {
  words: string;
  selection: TrafficSelection;
}

interface SaveRequest {
  choices: readonly SaveChoice[];
  format: RecordingFormat;
}

export const useSaveRequest = create<{ request: SaveRequest | null }>(() => ({ request: null }));

/** Opens the dialog; from wherever exchanges are chosen. */
export function saveTraffic(choices: readonly SaveChoice[], format: RecordingFormat = 'capture'): void {
  useSaveRequest.setState({ request: { choices, format } });
}

export function closeSaving(): void {
  useSaveRequest.setState({ request: null });
}

/** Exchanges that were chosen one by one. */
export function chosen(ids: readonly number[]): SaveChoice {
  const words = ids.length === 1 ? 'The chosen one' : `The ${formatCount(ids.length)} chosen ones`;
  return { words, selection: { kind: 'ids', ids: [...ids] } };
}
