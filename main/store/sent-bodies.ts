import type { CapturedBody, FinishedExchange } from './exchange-record.ts';
import type { NewBody } from './traffic-writer.ts';

/** Which bodies the writer was sent already: the same CheckFileInfo answer does not cross to it a thousand times. */
export interface SentBodies {
  /** Those of a batch that have to go with it. */
  of(batch: readonly FinishedExchange[]): NewBody[];
  forget(sha256: string): void;
  clear(): void;
}

const REMEMBERED = 2000;

export function createSentBodies(): SentBodies {
  const sent = new Set<string>();
  const add = (body: CapturedBody, exchangeId: number, bodies: NewBody[]): void => {
    if (!body.sha256 || sent.has(body.sha256)) return;
    if (sent.size >= REMEMBERED) sent.clear();
    sent.add(body.sha256);
    bodies.push({ sha256: body.sha256, exchangeId, bytes: body.bytes });
  };
  return {
    of(batch) {
      const bodies: NewBody[] = [];
      for (const { row, requestBody, responseBody } of batch) {
        add(requestBody, row.id, bodies);
        add(responseBody, row.id, bodies);
      }
      return bodies;
    },
    forget: (sha256) => void sent.delete(sha256),
    clear: () => sent.clear(),
  };
}
