import type { HeaderText } from '../wopi/protocol/header-text.ts';
import type { Database } from './database.ts';
import type { SecretTexts } from './digester.ts';
import { Digester, RAW } from './digester.ts';
import type { PackedExchanges } from './packed-exchanges.ts';
import { BODY_TEXT, NO_TEXT, NUMBER, NUMBERS_WIDTH, TEXT, TEXTS_WIDTH } from './packed-exchanges.ts';

/**
 * Exchanges that are stored and not taken apart yet, oldest first. Storing 250 of them as one row is a tenth of the work
 * that 250 rows are: a flood of requests does not wait for it, and nothing of the flood is held in memory or lost.
 */
export interface PackedBatches {
  /** Exchanges, not batches. */
  count(): number;
  /** @returns hashes of the bodies they have */
  add(packed: PackedExchanges): { bodies: Set<string>; lastId: number };
  /** Takes the oldest batch out; undefined when there is none. */
  take(): TakenBatch | undefined;
  /** Throws away the oldest batches as long as `limit` exchanges are left without them. @returns how many exchanges */
  keepLast(limit: number): number;
  clear(): void;
  /** What was added or taken since was taken back. @param count what there was before */
  restore(count: number): void;
}

interface TakenBatch {
  count: number;
  /** null when it cannot be read; it is out all the same. */
  exchanges: Digester | null;
}

interface StoredBatch {
  id: number;
  layout: number;
  count: number;
  numbers: Buffer;
  places: Buffer;
  texts: string;
}

/** Goes up whenever numbers or places are arranged otherwise. */
const LAYOUT = 1;

export function createPackedBatches(database: Database): PackedBatches {
  const sql = {
    add: database.prepare(
      'INSERT INTO packed_batches (layout, count, last_id, numbers, places, texts) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    oldest: database.prepare<[], StoredBatch>('SELECT * FROM packed_batches ORDER BY id LIMIT 1'),
    oldestCount: database.prepare<[], { id: number; count: number }>(
      'SELECT id, count FROM packed_batches ORDER BY id LIMIT 1',
    ),
    remove: database.prepare('DELETE FROM packed_batches WHERE id = ?'),
    clear: database.prepare('DELETE FROM packed_batches'),
  };
  let count = packedTotals(database).count;

  return {
    count: () => count,
    add(packed) {
      const { numbers, places, texts } = seal(packed);
      const amount = numbers.length / NUMBERS_WIDTH;
      const lastId = highestId(numbers);
      sql.add.run(LAYOUT, amount, lastId, bytesOf(numbers), bytesOf(places), JSON.stringify(texts));
      count += amount;
      return { bodies: bodiesIn(places, texts), lastId };
    },
    take() {
      const stored = sql.oldest.get();
      if (!stored) return undefined;
      sql.remove.run(stored.id);
      count -= stored.count;
      return { count: stored.count, exchanges: opened(stored) };
    },
    keepLast(limit) {
      const before = count;
      for (let oldest = sql.oldestCount.get(); oldest; oldest = sql.oldestCount.get()) {
        if (count - oldest.count < limit) break;
        sql.remove.run(oldest.id);
        count -= oldest.count;
      }
      return before - count;
    },
    clear() {
      sql.clear.run();
      count = 0;
    },
    restore(before) {
      count = before;
    },
  };
}

/** How many exchanges are stored packed, and the newest of them; 0 without any. */
export function packedTotals(database: Database): { count: number; newestId: number } {
  // Recordings that an earlier version opened are only read, so they keep the tables they had.
  const isThere = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'packed_batches'").get();
  if (!isThere) return { count: 0, newestId: 0 };
  const totals = database
    .prepare<[], { count: number; newestId: number }>(
      'SELECT COALESCE(SUM(count), 0) AS count, COALESCE(MAX(last_id), 0) AS newestId FROM packed_batches',
    )
    .get();
  return totals ?? { count: 0, newestId: 0 };
}

/** Secrets are replaced before anything is written; what is read again must be read as it is. */
const SEALED: SecretTexts = {
  url: (text) => text,
  requestHeaders: (text) => JSON.parse(text) as HeaderText,
  responseHeaders: (text) => JSON.parse(text) as HeaderText,
};

/** The same exchanges without a secret: only texts that are still referred to are kept. */
function seal({ numbers, places, texts }: PackedExchanges): PackedExchanges {
  const kept: string[] = [];
  const sealedPlaces = new Uint16Array(places.length);
  const sealer = (write: (text: string) => string): ((place: number) => number) => {
    const known = new Uint16Array(texts.length).fill(NO_TEXT);
    return (place) => {
      if (place === NO_TEXT) return NO_TEXT;
      const sealed = known[place] ?? NO_TEXT;
      return sealed === NO_TEXT ? (known[place] = kept.push(write(texts[place] ?? '')) - 1) : sealed;
    };
  };
  const open = sealer((text) => text);
  const url = sealer(RAW.url);
  const requestHeaders = sealer((text) => JSON.stringify(RAW.requestHeaders(text)));
  const responseHeaders = sealer((text) => JSON.stringify(RAW.responseHeaders(text)));
  for (let begin = 0; begin < places.length; begin += TEXTS_WIDTH) {
    const at = (which: number): number => places[begin + which] ?? NO_TEXT;
    sealedPlaces[begin + TEXT.url] = url(at(TEXT.url));
    sealedPlaces[begin + TEXT.requestHeaders] = requestHeaders(at(TEXT.requestHeaders));
    sealedPlaces[begin + TEXT.responseHead] = responseHeaders(at(TEXT.responseHead));
    for (let which = FIRST_OPEN; which < TEXTS_WIDTH; which += 1) sealedPlaces[begin + which] = open(at(which));
  }
  return { numbers, places: sealedPlaces, texts: kept };
}

const FIRST_OPEN = TEXT.responseHead + 1;

function opened({ layout, count, numbers, places, texts }: StoredBatch): Digester | null {
  if (layout !== LAYOUT || numbers.length !== count * NUMBERS_WIDTH * Float64Array.BYTES_PER_ELEMENT) return null;
  try {
    return new Digester(
      // Copied: what SQLite gives need not begin where a number may.
      {
        numbers: new Float64Array(new Uint8Array(numbers).buffer),
        places: new Uint16Array(new Uint8Array(places).buffer),
        texts: JSON.parse(texts) as string[],
      },
      SEALED,
    );
  } catch {
    return null;
  }
}

function bodiesIn(places: Uint16Array, texts: readonly string[]): Set<string> {
  const bodies = new Set<string>();
  for (let begin = 0; begin < places.length; begin += TEXTS_WIDTH)
    for (const side of [TEXT.requestBody, TEXT.responseBody]) {
      const sha256 = texts[places[begin + side + BODY_TEXT.sha256] ?? NO_TEXT];
      if (sha256 !== undefined) bodies.add(sha256);
    }
  return bodies;
}

function highestId(numbers: Float64Array): number {
  let highest = 0;
  for (let at = NUMBER.id; at < numbers.length; at += NUMBERS_WIDTH) highest = Math.max(highest, numbers[at] ?? 0);
  return highest;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array | Uint16Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
