import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type {
  AdminApi,
  OpenedCapture,
  Publish,
  RecordingFormat,
  SavedRecording,
  Settings,
  TrafficSelection,
} from '../../preload/contract.ts';
import { leaving } from '../recordings/leaving.ts';
import { createRedactor } from '../recordings/redaction.ts';
import type { Environment } from '../recordings/support-bundle.ts';
import type { CaptureFiles, TrafficSource } from '../store/capture-files.ts';
import type { TrafficViews } from '../store/traffic-views.ts';
import { resolveSelection } from './chosen-traffic.ts';
import type { DiscoveryService } from './discovery.ts';
import { checkFileSize, openCaptureFile } from './open-capture.ts';
import { createRunningSaves } from './running-saves.ts';
import { saveRecordingFile } from './save-recording.ts';

export type RecordingCalls = Pick<
  AdminApi,
  | 'previewRecording'
  | 'saveRecording'
  | 'cancelSaving'
  | 'beginCapture'
  | 'appendCapture'
  | 'finishCapture'
  | 'renameCapture'
  | 'closeCapture'
>;

export interface Download {
  path: string;
  fileName: string;
  size: number;
  /** The file is gone afterwards. */
  taken(): void;
}

export interface Recordings {
  calls: RecordingCalls;
  list(): OpenedCapture[];
  /** The traffic a call is about. @throws Error when no such capture is open */
  source(id: string | undefined): TrafficSource;
  annotationsOf(id: string | undefined): TrafficSource['annotations'];
  /** A file that was written for the browser; each can be taken once. */
  download(id: string): Download | undefined;
  stop(): Promise<void>;
}

interface RecordingsOptions {
  live: TrafficSource & {
    captures: CaptureFiles;
    settings: { get(): Settings };
    views: Pick<TrafficViews, 'calls'>;
  };
  config: { dataDirectory: string; version: string };
  discovery: Pick<DiscoveryService, 'list' | 'view'>;
  log: () => readonly string[];
  publish: Publish;
  wallNow: () => number;
  /** Asks where a file is to be saved; null: nowhere. Absent where the page downloads it. */
  chooseSavePath?: ((suggestedName: string) => Promise<string | null>) | undefined;
}

/** How many exchanges a preview looks at; what it counts is told beside it. */
const LOOKED_AT = 500;
const MAX_UPLOADS = 4;
const FORGOTTEN_AFTER_MS = 10 * 60_000;

const ENDINGS: Record<RecordingFormat, string> = { har: '.har', capture: '.wopicapture', support: '-support.zip' };

interface Upload {
  name: string;
  path: string;
  file: FileHandle;
  expected: number;
  received: number;
  touchedAt: number;
}

/** Traffic that leaves the app as a file, and files that become traffic again. */
export function createRecordings(options: RecordingsOptions): Recordings {
  const { live, publish, wallNow, chooseSavePath } = options;
  const { dataDirectory, version } = options.config;
  const { captures } = live;
  /** For uploads and for files on their way. */
  const directory = join(dataDirectory, 'exchange');
  // What an earlier run left there is nobody's any more.
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const uploads = new Map<string, Upload>();
  const downloads = new Map<string, { path: string; fileName: string; size: number; at: number }>();

  const saves = createRunningSaves(publish);
  /** Captures that are read for a file, from the question where to on; one may be saved twice at once. */
  const beingSaved: string[] = [];
  const whileSaved = async <Result>(id: string | undefined, run: () => Promise<Result>): Promise<Result> => {
    if (id === undefined) return run();
    beingSaved.push(id);
    try {
      return await run();
    } finally {
      beingSaved.splice(beingSaved.indexOf(id), 1);
    }
  };

  const source = (id: string | undefined): TrafficSource => (id === undefined ? live : captures.source(id));
  const announce = (): void => publish({ type: 'captures', captures: captures.list() });
  const uploadOf = (uploadId: string): Upload => {
    const upload = uploads.get(uploadId);
    if (!upload) throw new Error('This file was not continued for too long and has been forgotten. Open it again.');
    upload.touchedAt = wallNow();
    return upload;
  };
  const drop = async (uploadId: string, { file, path }: Upload): Promise<void> => {
    uploads.delete(uploadId);
    await file.close();
    await rm(path, { force: true });
  };
  const forgetOld = async (): Promise<void> => {
    for (const [id, upload] of uploads) if (wallNow() - upload.touchedAt > FORGOTTEN_AFTER_MS) await drop(id, upload);
    for (const [id, { at, path }] of downloads) {
      if (wallNow() - at <= FORGOTTEN_AFTER_MS) continue;
      downloads.delete(id);
      await rm(path, { force: true });
    }
  };
  const environment = (subject: string): Environment => ({
    product: { name: 'WOPI Sandbox', version },
    runtime: {
      system: `${process.platform} ${process.arch}`,
      node: process.versions.node,
      ...(process.versions['electron'] === undefined ? {} : { electron: process.versions['electron'] }),
    },
    settings: live.settings.get(),
    discovery: options.discovery
      .list()
      .flatMap(({ id, name, loadedAt }) =>
        loadedAt === null ? [] : [{ name, text: JSON.stringify(options.discovery.view(id), null, 2) }],
      ),
    log: options.log(),
    now: wallNow(),
    subject,
  });

  const saveRecording: RecordingCalls['saveRecording'] = async ({
    selection: wanted,
    format,
    redaction = {},
    source: sourceId,
    saveId = randomUUID(),
  }) => {
    await forgetOld();
    const traffic = source(sourceId).recorded;
    const selection = await resolveSelection(wanted, sourceId, live.views.calls);
    const { count, firstAt } = await traffic.totals(selection);
    if (count === 0)
      throw new Error('Nothing is chosen: no exchange that is kept fits. Choose others, or record some first.');
    const subject = subjectOf(wanted, captures.list().find(({ id }) => id === sourceId)?.name);
    const fileName = nameFor(format, wanted, firstAt ?? wallNow());
    const chosen = chooseSavePath === undefined ? undefined : await chooseSavePath(fileName);
    const nothing: SavedRecording = {
      state: 'cancelled',
      fileName,
      path: null,
      link: null,
      exchangeCount: 0,
      bytes: 0,
      remarks: [],
    };
    if (chosen === null) return nothing;
    const id = randomBytes(24).toString('base64url');
    const path = chosen ?? join(directory, id);
    const redactor = createRedactor(redaction, traffic.names(selection));
    const save = {
      traffic,
      selection,
      format,
      redactor,
      environment: environment(subject),
      path,
      scratch: directory,
    };
    const saved = await saves.run(saveId, count, (watch) => saveRecordingFile({ ...save, watch }));
    if (saved === null) return nothing;
    if (chosen !== undefined) return { state: 'saved', fileName: basename(path), path, link: null, ...saved };
    downloads.set(id, { path, fileName, size: saved.bytes, at: wallNow() });
    return { state: 'download', fileName, path: null, link: `download/${id}`, ...saved };
  };

  const calls: RecordingCalls = {
    async previewRecording({ selection: wanted, redaction = {}, source: sourceId }) {
      const { recorded } = source(sourceId);
      const selection = await resolveSelection(wanted, sourceId, live.views.calls);
      const { count, firstAt, lastAt } = await recorded.totals(selection);
      const redactor = createRedactor(redaction, recorded.names(selection));
      let lookedAt = 0;
      let missingBodies = 0;
      if (count > 0)
        for await (const one of leaving(recorded, selection, redactor)) {
          lookedAt += 1;
          missingBodies += one.missingBodies;
          if (lookedAt >= LOOKED_AT) break;
        }
      return { exchangeCount: count, lookedAt, firstAt, lastAt, missingBodies, parts: redactor.parts() };
    },
    saveRecording: (wish) => whileSaved(wish.source, () => saveRecording(wish)),
    cancelSaving: ({ saveId }) => saves.cancel(saveId),

    async beginCapture({ name, size }) {
      await forgetOld();
      checkFileSize(size);
      if (uploads.size >= MAX_UPLOADS)
        throw new Error(`${MAX_UPLOADS} files are being opened already. Wait until one is done.`);
      const uploadId = randomBytes(8).toString('hex');
      const path = join(directory, `upload-${uploadId}`);
      const file = await open(path, 'wx');
      uploads.set(uploadId, { name, path, file, expected: size, received: 0, touchedAt: wallNow() });
      return { uploadId };
    },
    async appendCapture({ uploadId, base64 }) {
      const upload = uploadOf(uploadId);
      const bytes = Buffer.from(base64, 'base64');
      upload.received += bytes.length;
      if (upload.received > upload.expected) {
        await drop(uploadId, upload);
        throw new Error(
          `“${upload.name}” was announced with ${upload.expected} bytes and more arrive: it changes while it is read. Open it again.`,
        );
      }
      await upload.file.write(bytes);
    },
    async finishCapture({ uploadId }) {
      const upload = uploadOf(uploadId);
      const { name, path, expected, received } = upload;
      uploads.delete(uploadId);
      try {
        await upload.file.close();
        if (received !== expected)
          throw new Error(`Of “${name}” only ${received} of ${expected} bytes arrived. Open it again.`);
        return await openCaptureFile({ captures, path, fileName: name, now: wallNow() });
      } finally {
        await rm(path, { force: true });
        announce();
      }
    },
    async renameCapture({ id, name }) {
      const renamed = captures.rename(id, name);
      announce();
      return renamed;
    },
    async closeCapture({ id }) {
      if (beingSaved.includes(id))
        throw new Error(
          `“${captures.find(id).name}” is being saved as a file and cannot be closed meanwhile. Wait until that is done, or cancel it.`,
        );
      await captures.remove(id);
      announce();
    },
  };

  return {
    calls,
    list: captures.list,
    source,
    annotationsOf: (id) => source(id).annotations,
    download(id) {
      const found = downloads.get(id);
      if (!found) return undefined;
      downloads.delete(id);
      return { ...found, taken: () => rmSync(found.path, { force: true }) };
    },
    async stop() {
      await saves.stop();
      for (const [id, upload] of uploads) await drop(id, upload);
      await captures.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function subjectOf(selection: TrafficSelection, capture: string | undefined): string {
  const words: Record<TrafficSelection['kind'], string> = {
    all: 'All recorded requests',
    ids: 'Chosen requests',
    session: selection.kind === 'session' ? `WOPI session ${selection.sessionId}` : '',
    filter: selection.kind === 'filter' ? `Requests that match “${selection.text}”` : '',
    file: selection.kind === 'file' ? `File ${selection.fileId}` : '',
    span: selection.kind === 'span' ? `${iso(selection.from)} to ${iso(selection.to)}` : '',
  };
  return capture === undefined ? words[selection.kind] : `${words[selection.kind]} of the capture “${capture}”`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** Without names of files or people: they may be what is to be hidden. */
function nameFor(format: RecordingFormat, selection: TrafficSelection, at: number): string {
  const when = iso(at).slice(0, 16).replaceAll(/[:T]/g, '-');
  return `wopi-${selection.kind === 'all' ? 'traffic' : selection.kind === 'ids' ? 'requests' : selection.kind}-${when}${ENDINGS[format]}`;
}
