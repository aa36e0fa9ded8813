import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenedCapture } from '../../preload/contract.ts';
import { createAnnotations } from './annotations.ts';
import type { Annotations } from './annotations.ts';
import type { Blobs } from './blobs.ts';
import { createCaptureWriter, UNLIMITED } from './capture-writer.ts';
import type { CaptureWriter } from './capture-writer.ts';
import { openReader } from './database.ts';
import type { Database } from './database.ts';
import { createExchanges } from './exchanges.ts';
import type { Exchanges } from './exchanges.ts';
import { NO_IGNORE_RULES } from './ignore-rules.ts';
import { createFindings } from './findings.ts';
import type { Findings } from './findings.ts';
import { createRecordedTraffic } from './recorded-traffic.ts';
import type { RecordedTraffic } from './recorded-traffic.ts';
import type { SettingsStore } from './settings.ts';
import type { TrafficAnswer } from './traffic-writer.ts';
import { nothing } from './traffic-writer.ts';

/** What can be asked of traffic, live or opened. */
export interface TrafficSource {
  exchanges: Exchanges;
  findings: Findings;
  recorded: RecordedTraffic;
  annotations: Annotations;
}

/** Opened captures: each a database with the tables of the live traffic, and a folder for its large bodies. */
export interface CaptureFiles {
  /** The one opened last comes first. */
  list(): OpenedCapture[];
  begin(): { id: string; writer: CaptureWriter };
  /** From now on it is listed. */
  keep(capture: OpenedCapture): void;
  /** Takes back what was begun and will not be kept. */
  abandon(id: string): void;
  /** @throws Error when there is none with this id */
  source(id: string): TrafficSource;
  /** The connection its traffic is read with. @throws Error when there is none with this id */
  reader(id: string): Database;
  find(id: string): OpenedCapture;
  /** Path of the database, for readers of their own. @throws Error when there is none with this id */
  databaseFile(id: string): string;
  /** Folder of its large bodies. @throws Error when there is none with this id */
  bodyFolder(id: string): string;
  rename(id: string, name: string): OpenedCapture;
  remove(id: string): Promise<void>;
  stop(): Promise<void>;
}

interface CaptureFilesOptions {
  directory: string;
  nativeBinding: string | undefined;
  workerScript: string;
  blobs: Blobs;
  settings: Pick<SettingsStore, 'recall' | 'remember'>;
  wallNow: () => number;
  /** Others who read the database let go of it. */
  letGo: (databaseFile: string) => Promise<void>;
  onFailure: (error: unknown) => void;
}

const ID = /^[0-9a-f]{16}$/;

export function createCaptureFiles(options: CaptureFilesOptions): CaptureFiles {
  const { directory, nativeBinding, workerScript, blobs, settings, wallNow, letGo, onFailure } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const opened = new Map<string, TrafficSource & { reader: Database }>();
  const captures = readCaptures(directory);
  const databaseFile = (id: string): string => join(directory, `${id}.db`);
  const bodyFolder = (id: string): string => join(directory, id);
  const find = (id: string): OpenedCapture => {
    const capture = captures.get(id);
    if (!capture)
      throw new Error('This capture is not open any more. Open its file again, or choose the live traffic.');
    return capture;
  };
  const keep = (capture: OpenedCapture): void => {
    // Written last and whole: what has no such file was not finished and is removed at the next start.
    const path = join(directory, `${capture.id}.json`);
    writeFileSync(`${path}.part`, JSON.stringify(capture));
    renameSync(`${path}.part`, path);
    captures.set(capture.id, capture);
  };
  const erase = (id: string): void => {
    rmSync(join(directory, `${id}.json`), { force: true });
    try {
      for (const suffix of ['', '-wal', '-shm']) rmSync(databaseFile(id) + suffix, { force: true });
      rmSync(bodyFolder(id), { recursive: true, force: true });
    } catch (error) {
      // Windows removes nothing that is still being read; without its description it goes at the next start.
      onFailure(error);
    }
  };
  const open = (id: string): TrafficSource & { reader: Database } => {
    const reader = openReader(databaseFile(id), nativeBinding);
    const findings = createFindings({ reader, settings, publish: () => undefined, wallNow });
    const annotations = createAnnotations(reader);
    const pathOfBytes = (sha256: string): string | undefined => {
      const path = join(bodyFolder(id), sha256);
      return existsSync(path) ? path : undefined;
    };
    const exchanges = createExchanges({
      link: {
        reader,
        setAside: null,
        send: (_order, answered) => answered(READ_ONLY),
        close: async () => void reader.close(),
      },
      blobs,
      publish: () => undefined,
      isWatched: () => false,
      wallNow,
      retention: () => UNLIMITED,
      isBlobKept: () => true,
      pathOfBytes,
      findings,
      annotations,
      ignoreRules: NO_IGNORE_RULES,
      onInspectionFailure: () => undefined,
    });
    const recorded = createRecordedTraffic(reader, { exchanges, annotations, pathOfBytes });
    return { reader, exchanges, findings, annotations, recorded };
  };

  const sourceOf = (id: string): TrafficSource & { reader: Database } => {
    find(id);
    const known = opened.get(id) ?? open(id);
    opened.set(id, known);
    return known;
  };

  return {
    list: () => [...captures.values()].sort((a, b) => b.openedAt - a.openedAt),
    begin() {
      const id = randomBytes(8).toString('hex');
      mkdirSync(bodyFolder(id));
      const writer = createCaptureWriter({
        file: databaseFile(id),
        bodyFolder: bodyFolder(id),
        nativeBinding,
        workerScript,
        onFailure,
      });
      return { id, writer };
    },
    keep,
    abandon: erase,
    source: sourceOf,
    reader: (id) => sourceOf(id).reader,
    find,
    databaseFile: (id) => databaseFile(find(id).id),
    bodyFolder: (id) => bodyFolder(find(id).id),
    rename(id, name) {
      const renamed = { ...find(id), name };
      keep(renamed);
      return renamed;
    },
    async remove(id) {
      find(id);
      captures.delete(id);
      const source = opened.get(id);
      opened.delete(id);
      await source?.exchanges.stop();
      await letGo(databaseFile(id));
      erase(id);
    },
    async stop() {
      for (const { exchanges } of opened.values()) await exchanges.stop();
      opened.clear();
    },
  };
}

/** Captures that were kept; what an interrupted opening left behind is removed. */
function readCaptures(directory: string): Map<string, OpenedCapture> {
  const captures = new Map<string, OpenedCapture>();
  const names = readdirSync(directory);
  for (const name of names) {
    const id = name.replace(/\.json$/, '');
    if (!ID.test(id) || id === name) continue;
    try {
      captures.set(id, JSON.parse(readFileSync(join(directory, name), 'utf8')) as OpenedCapture);
    } catch {
      // Told by nobody any more what it is: it goes with the rest.
    }
  }
  for (const name of names) {
    const id = name.split('.', 1)[0] ?? '';
    if (ID.test(id) && !captures.has(id)) rmSync(join(directory, name), { recursive: true, force: true });
  }
  return captures;
}

const READ_ONLY: TrafficAnswer = { ...nothing(), problem: 'This is a recording: it does not change.' };
