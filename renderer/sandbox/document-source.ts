import type { Connection } from './connection.ts';

/** What the open view can hand out: what is on the screen, also when it cannot reach the server any more. */
export interface DocumentSource {
  /** The text as shown, for the clipboard; null for documents that are no text. */
  text(): string | null;
  bytes(): Promise<ArrayBuffer>;
}

let current: DocumentSource | null = null;

/** The view on the screen registers itself; the returned function takes it back. */
export function provideDocument(source: DocumentSource): () => void {
  current = source;
  return () => {
    if (current === source) current = null;
  };
}

export function shownText(): string | null {
  return current?.text() ?? null;
}

/** What is shown; without a view, what the server has. */
export async function documentBytes(connection: Connection): Promise<ArrayBuffer> {
  return current === null ? (await connection.content()).bytes : current.bytes();
}

export function saveToDisk(bytes: ArrayBuffer | string, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Freed once the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
