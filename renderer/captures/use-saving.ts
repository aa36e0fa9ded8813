import type { ExchangeRow, RecordingFormat } from '../../preload/contract.ts';
import { useSelection } from '../state/selection.ts';
import { chosen, saveTraffic, type SaveChoice } from './save-request.ts';

interface Shown {
  /** In the language of the filter; '' for everything. */
  filter: string;
  selected: () => ExchangeRow | null;
}

/** Opens the dialog with everything one may mean by “save”; what is shown comes first. */
export function useSaving({ filter, selected }: Shown): (format: RecordingFormat) => void {
  return (format) => {
    const { ids } = useSelection.getState();
    const choices: SaveChoice[] = [];
    if (ids.size > 0) choices.push(chosen([...ids]));
    if (filter !== '') choices.push({ words: 'What the filter shows', selection: { kind: 'filter', text: filter } });
    choices.push({ words: 'All requests', selection: { kind: 'all' } });
    const row = selected();
    if (row) choices.push(...around(row));
    // Support asks for one session, not for everything.
    const session = choices.findIndex(({ selection }) => selection.kind === 'session');
    if (format === 'support' && session > 0) choices.unshift(...choices.splice(session, 1));
    saveTraffic(choices, format);
  };
}

function around({ id, sessionId, fileId, fileName }: ExchangeRow): SaveChoice[] {
  const choices: SaveChoice[] = [{ words: 'Only the selected request', selection: { kind: 'ids', ids: [id] } }];
  if (sessionId !== null)
    choices.push({ words: 'The WOPI session of the selected request', selection: { kind: 'session', sessionId } });
  if (fileId !== null)
    choices.push({ words: `Everything about ${fileName ?? 'its file'}`, selection: { kind: 'file', fileId } });
  return choices;
}
