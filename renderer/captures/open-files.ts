import { create } from 'zustand';
import type { AdminApi, OpenedCapture } from '../../preload/contract.ts';
import { messageOf } from '../api/client.ts';
import { base64Of, SLICE_BYTES } from '../files/uploads.ts';
import { plural } from '../ui/format.ts';
import { fail, say } from '../ui/toasts.tsx';

type CaptureApi = Pick<AdminApi, 'beginCapture' | 'appendCapture' | 'finishCapture'>;

export interface Opening {
  name: string;
  size: number;
  sent: number;
}

/** The file that is being opened; null when none is. */
export const useOpening = create<{ opening: Opening | null }>(() => ({ opening: null }));

/** One after the other; a file that cannot be read is told and the next one follows. Answers the last one that opened. */
export async function openFiles(api: CaptureApi, files: readonly File[]): Promise<OpenedCapture | null> {
  if (useOpening.getState().opening) {
    fail(new Error('A recording is being opened already. Wait until it is there.'));
    return null;
  }
  let last: OpenedCapture | null = null;
  for (const file of files) {
    try {
      last = await openFile(api, file);
      say(`“${last.name}” is open: ${plural(last.exchangeCount, 'request')}.`);
    } catch (error) {
      fail(new Error(`“${file.name}” was not opened. ${messageOf(error)}`));
    }
  }
  useOpening.setState({ opening: null });
  return last;
}

async function openFile(api: CaptureApi, file: File): Promise<OpenedCapture> {
  const { name, size } = file;
  useOpening.setState({ opening: { name, size, sent: 0 } });
  const { uploadId } = await api.beginCapture({ name, size });
  for (let offset = 0; offset < size; offset += SLICE_BYTES) {
    const slice = file.slice(offset, offset + SLICE_BYTES);
    await api.appendCapture({ uploadId, base64: await base64Of(slice) });
    useOpening.setState({ opening: { name, size, sent: offset + slice.size } });
  }
  return await api.finishCapture({ uploadId });
}

/** Asks for files as a link would: the input is never in the page. */
export function chooseFiles(onFiles: (files: File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = '.wopicapture,.har,application/json';
  input.hidden = true;
  input.addEventListener('change', () => onFiles([...(input.files ?? [])]));
  for (const end of ['change', 'cancel']) input.addEventListener(end, () => input.remove());
  // A choice that belongs to no document may be forgotten before it is made.
  document.body.append(input);
  input.click();
}
