import type { ByteSource } from './source.ts';

const SLICE = 1024 * 1024;

interface Options {
  /** Told how much is there, from 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/**
 * Reads all of a body slice by slice. Each slice leaves the memory of the page at once: the browser keeps what is
 * handed to a Blob where it likes, large ones on disk.
 */
export async function collect(source: ByteSource, { onProgress, signal }: Options): Promise<Blob> {
  const slices: Blob[] = [];
  let offset = 0;
  while (offset < source.size) {
    const bytes = await source.read(offset, SLICE);
    signal.throwIfAborted();
    if (bytes.length === 0)
      throw new Error(
        `Only ${offset} of ${source.size} bytes can be read; the exchange may have been removed meanwhile.`,
      );
    slices.push(new Blob([bytes]));
    offset += bytes.length;
    onProgress(offset / source.size);
  }
  return new Blob(slices, { type: 'application/octet-stream' });
}

/** Gives it to the browser, or to Electron, to be saved. */
export function hand(blob: Blob, fileName: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
