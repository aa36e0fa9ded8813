import type { AdminApi } from '../../../preload/contract.ts';
import { copyText } from '../../ui/copy.tsx';
import type { FormatId } from './format-names.ts';

/** Writes exchanges out and puts the text into the clipboard. */
export async function copyAs(id: FormatId, ids: readonly number[], api: AdminApi): Promise<void> {
  const { writeAs } = await import('./formats.ts');
  const { text, what } = await writeAs(id, ids, api);
  await copyText(text, what);
}
