import { createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Finding, Mark } from '../../preload/contract.ts';
import { openDatabase, TRAFFIC_MIGRATIONS } from './database.ts';
import type { FinishedExchange } from './exchange-record.ts';
import { openTrafficLink } from './traffic-link.ts';
import type { NewBody, TrafficAnswer } from './traffic-writer.ts';

/** What was learned late: which name a file has, whose token one is. */
export interface Learned {
  fileNames: ReadonlyMap<string, string>;
  /** By token id. */
  people: ReadonlyMap<string, { id: string; name: string | null }>;
}

export interface CaptureTotals {
  exchangeCount: number;
  findingCount: number;
  bytes: number;
  firstAt: number | null;
  lastAt: number | null;
}

/** Fills the database of a capture, through the same writer and rules as live traffic. */
export interface CaptureWriter {
  /** Small bodies may come before the exchanges that have them. */
  write(exchanges: readonly FinishedExchange[], bodies: readonly NewBody[]): Promise<void>;
  /** A body that is too large for the database. Constant memory. */
  writeLarge(sha256: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  hasLarge(sha256: string): boolean;
  /** @param notes findings and annotations that came with the file; null: what the rules found here counts */
  finish(learned: Learned | null, notes: AsyncIterable<CaptureNote> | null): Promise<CaptureTotals>;
  /** Ends without keeping anything usable. */
  close(): Promise<void>;
}

type CaptureNote =
  | { kind: 'finding'; finding: Pick<Finding, 'exchangeId' | 'rule' | 'severity' | 'evidence'> }
  | { kind: 'annotation'; annotation: Mark & { exchangeId: number } };

const NOTES_AT_ONCE = 1000;

interface CaptureWriterOptions {
  file: string;
  bodyFolder: string;
  nativeBinding: string | undefined;
  workerScript: string;
  onFailure: (error: unknown) => void;
}

/** Recordings do not age. */
export const UNLIMITED = {
  maxExchanges: Number.MAX_SAFE_INTEGER,
  maxAgeDays: 1e9,
  maxCaptureBytes: Number.MAX_SAFE_INTEGER,
};

export function createCaptureWriter({
  file,
  bodyFolder,
  nativeBinding,
  workerScript,
  onFailure,
}: CaptureWriterOptions): CaptureWriter {
  const link = openTrafficLink({ file, nativeBinding, workerScript, onFailure });
  let isOpen = true;
  let last: TrafficAnswer | null = null;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await link.close();
  };
  const largePath = (sha256: string): string => join(bodyFolder, sha256);

  return {
    async write(exchanges, bodies) {
      const answer = await new Promise<TrafficAnswer>((resolve) => {
        link.send({ kind: 'store', exchanges, bodies }, resolve);
      });
      if (answer.problem !== null) throw new Error(answer.problem);
      if (answer.inspectionFailure !== null) onFailure(new Error(answer.inspectionFailure));
      last = answer;
    },
    async writeLarge(sha256, content) {
      await pipeline(Readable.from(content), createWriteStream(largePath(sha256)));
    },
    hasLarge: (sha256) => existsSync(largePath(sha256)),
    async finish(learned, notes) {
      await close();
      const { database } = openDatabase(file, TRAFFIC_MIGRATIONS, nativeBinding);
      try {
        if (learned) database.transaction(() => fillIn(database, learned))();
        if (notes) await takeNotes(database, notes);
        const span = database
          .prepare<[], { firstAt: number | null; lastAt: number | null }>(
            'SELECT MIN(real_at) AS firstAt, MAX(real_at) AS lastAt FROM exchanges',
          )
          .get();
        const findingCount = database.prepare<[], number>('SELECT COUNT(*) FROM findings').pluck().get() ?? 0;
        return {
          exchangeCount: last?.count ?? 0,
          bytes: last?.bytes ?? 0,
          findingCount,
          firstAt: span?.firstAt ?? null,
          lastAt: span?.lastAt ?? null,
        };
      } finally {
        database.close();
      }
    },
    close,
  };
}

type Database = ReturnType<typeof openDatabase>['database'];

/** Requests before the one that told the name are about the same file. */
function fillIn(database: Database, { fileNames, people }: Learned): void {
  database.exec(
    'CREATE TEMP TABLE named_files (id INTEGER PRIMARY KEY, name INTEGER); CREATE TEMP TABLE token_people (id INTEGER PRIMARY KEY, person INTEGER, name INTEGER)',
  );
  const addText = database.prepare('INSERT OR IGNORE INTO texts (text) VALUES (?)');
  const addFile = database.prepare(
    'INSERT OR IGNORE INTO named_files SELECT (SELECT id FROM texts WHERE text = ?), (SELECT id FROM texts WHERE text = ?)',
  );
  const addPerson = database.prepare(
    `INSERT OR IGNORE INTO token_people
     SELECT (SELECT id FROM texts WHERE text = ?), (SELECT id FROM texts WHERE text = ?), (SELECT id FROM texts WHERE text = ?)`,
  );
  for (const [id, name] of fileNames) {
    addText.run(name);
    addFile.run(id, name);
  }
  for (const [token, { id, name }] of people) {
    for (const text of [id, name]) if (text !== null) addText.run(text);
    addPerson.run(token, id, name);
  }
  database.exec(`
    UPDATE exchanges SET file_name = (SELECT name FROM named_files n WHERE n.id = exchanges.file_id)
      WHERE file_name IS NULL AND file_id IN (SELECT id FROM named_files);
    UPDATE exchanges SET (person_id, person_name) = (SELECT person, name FROM token_people t WHERE t.id = exchanges.token_id)
      WHERE person_id IS NULL AND token_id IN (SELECT id FROM token_people);
    UPDATE findings SET file_name = (SELECT (SELECT text FROM texts WHERE id = e.file_name) FROM exchanges e WHERE e.id = exchange_id)
      WHERE file_name IS NULL;
    DROP TABLE named_files;
    DROP TABLE token_people;
  `);
}

/** What was found when it was recorded counts: a body that was left out since then is nobody's mistake. */
async function takeNotes(database: Database, notes: AsyncIterable<CaptureNote>): Promise<void> {
  database.exec('DELETE FROM findings');
  const text = (column: string): string => `(SELECT text FROM texts WHERE id = e.${column})`;
  const addFinding = database.prepare(
    `INSERT OR IGNORE INTO findings (exchange_id, rule, severity, evidence, real_at, operation, file_id, file_name, session_id)
     SELECT e.id, ?, ?, ?, e.real_at, ${['operation', 'file_id', 'file_name', 'session_id'].map(text).join(', ')}
     FROM exchanges e WHERE e.id = ?`,
  );
  const annotate = database.prepare(
    `INSERT OR REPLACE INTO annotations (exchange_id, is_pinned, colour, note, tags)
     SELECT e.id, ?, ?, ?, ? FROM exchanges e WHERE e.id = ?`,
  );
  const store = database.transaction((batch: readonly CaptureNote[]) => {
    for (const one of batch) {
      if (one.kind === 'finding') {
        const { rule, severity, evidence, exchangeId } = one.finding;
        addFinding.run(rule, severity, evidence, exchangeId);
      } else {
        const { isPinned, colour, note, tags, exchangeId } = one.annotation;
        annotate.run(isPinned ? 1 : 0, colour, note, JSON.stringify(tags), exchangeId);
      }
    }
  });
  let batch: CaptureNote[] = [];
  for await (const one of notes) {
    batch.push(one);
    if (batch.length < NOTES_AT_ONCE) continue;
    store(batch);
    batch = [];
  }
  store(batch);
}
