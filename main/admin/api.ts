import type {
  AdminApi,
  ClockState,
  FileRow,
  HostState,
  LockRow,
  Notice,
  Person,
  Publish,
  Settings,
  TokenRow,
} from '../../preload/contract.ts';
import type { VirtualClock } from '../clock.ts';
import { createFindingCalls } from './finding-calls.ts';
import type { ConformanceService } from '../conformance/service.ts';
import type { ReplayService } from '../replay/service.ts';
import type { DiscoveryService } from '../services/discovery.ts';
import type { Documents } from '../services/documents.ts';
import type { Recordings } from '../services/recordings.ts';
import type { LaunchService } from '../services/launch.ts';
import type { createSessionCalls } from '../services/sessions.ts';
import type { FilteringCalls } from '../services/filtering.ts';
import type { MarkingCalls } from '../services/marking.ts';
import { explain } from '../findings/explain/index.ts';
import type { Exchanges } from '../store/exchanges.ts';
import type { FileRecord, Files } from '../store/files.ts';
import type { Locks } from '../store/locks.ts';
import type { People } from '../store/people.ts';
import type { SettingsStore } from '../store/settings.ts';
import type { Tokens } from '../store/tokens.ts';
import type { TrafficViews } from '../store/traffic-views.ts';
import { buildActionUrl } from '../wopi/protocol/action-url.ts';
import type { FileInfo } from '../wopi/protocol/file-info.ts';
import { releaseLock, swapLock, takeLock } from '../wopi/protocol/lock-rules.ts';
import { splitName } from '../wopi/protocol/names.ts';

export interface AdminOptions {
  files: Files;
  documents: Documents;
  locks: Locks;
  people: People;
  tokens: Tokens;
  exchanges: Exchanges;
  settings: SettingsStore;
  discovery: DiscoveryService;
  launcher: LaunchService;
  clock: VirtualClock;
  notices: Notices;
  seq(): number;
  publish: Publish;
  hostState(): HostState;
  wopiSrc(fileId: string): string;
  fileInfo(file: FileRecord, person: Person): Promise<FileInfo>;
  addSamples(): number;
  applySettings(patch: Partial<Settings>): Promise<Settings>;
  wallNow(): number;
  conformance: ConformanceService['calls'];
  views: TrafficViews['calls'];
  recordings: Recordings;
  sessions: ReturnType<typeof createSessionCalls>;
  replay: ReplayService['calls'];
  marking: MarkingCalls;
  filtering: FilteringCalls;
  /** Opens an address in the system browser; absent where the page itself has to. */
  openExternal?: (url: string) => Promise<void>;
}

export interface Notices {
  add(notice: Omit<Notice, 'id'>): void;
  dismiss(noticeId: number): void;
  list(): Notice[];
}

/** The calls behind the screen and the command line; inputs were checked at the door (`inputs.ts`). */
export function createAdminApi(options: AdminOptions): AdminApi {
  const {
    files,
    documents,
    locks,
    people,
    tokens,
    exchanges,
    settings,
    discovery,
    launcher,
    clock,
    notices,
    recordings,
  } = options;

  const fileOf = (fileId: string): FileRecord => {
    const record = files.current(fileId);
    if (!record) throw new Error('The file does not exist any more. Choose another one in Files.');
    return record;
  };
  const personOf = (personId: string): Person => {
    const person = people.find(personId);
    if (person) return person;
    throw new Error(
      `There is no person “${personId}”. Known are ${people
        .list()
        .map(({ id }) => id)
        .join(', ')}.`,
    );
  };
  const lockRow = (fileId: string): LockRow => {
    const row = locks.list().find((lock) => lock.fileId === fileId);
    if (!row) throw new Error('The file is not locked (any more).');
    return row;
  };
  const tokenRow = (token: ReturnType<Tokens['get']>): TokenRow => {
    if (!token) throw new Error('There is no such token.');
    return tokens.toRow(token);
  };
  const clockChange = (change: () => void): Promise<ClockState> => {
    change();
    return Promise.resolve(clock.state());
  };
  const SCREEN = { by: 'screen' as const, personId: null };

  return {
    getSnapshot: async () => ({
      seq: options.seq(),
      host: options.hostState(),
      clock: clock.state(),
      settings: settings.get(),
      capture: exchanges.state(),
      notices: notices.list(),
      people: people.list(),
      locks: locks.list(),
      tokens: tokens.list(),
      sources: discovery.list(),
      captures: recordings.list(),
    }),
    dismissNotice: async ({ noticeId }) => notices.dismiss(noticeId),

    ...recordings.calls,
    listExchanges: ({ source, ...input }) => recordings.source(source).exchanges.list(input),
    async getExchange({ id, source }) {
      const exchange = await recordings.source(source).exchanges.get(id);
      if (!exchange) throw new Error(`Exchange ${id} is not kept any more.`);
      return exchange;
    },
    async getBody({ id, side, offset, length, source }) {
      const slice = await recordings.source(source).exchanges.body(id, side, offset, length);
      if (!slice) throw new Error(`Exchange ${id} is not kept any more.`);
      return slice;
    },
    clearExchanges: (input) => exchanges.clear(input?.keepPinned),
    setCapturePaused: async ({ paused }) => exchanges.setPaused(paused),

    ...createFindingCalls({
      version: options.hostState().version,
      wallNow: options.wallNow,
      flush: () => exchanges.flush(),
      open: (source) => recordings.source(source).findings,
    }),
    async explain({ fileId, exchangeId, question, source }) {
      return explain(question, await recordings.source(source).exchanges.story({ fileId, upTo: exchangeId }));
    },

    listFiles: async () => files.list(),
    listVersions: async ({ fileId }) => {
      await files.ensureHash(fileId);
      return files.versions(fileId);
    },
    restoreVersion: ({ fileId, version }) => documents.restore(fileId, version),
    createFile: ({ folder, name, kind }) => documents.create(folder, name, kind),
    beginUpload: async ({ folder, name }) => ({ uploadId: documents.beginUpload(folder, name) }),
    appendUpload: async ({ uploadId, base64 }) => documents.appendUpload(uploadId, Buffer.from(base64, 'base64')),
    finishUpload: ({ uploadId }) => documents.finishUpload(uploadId),
    renameFile: async ({ fileId, name }): Promise<FileRow> => documents.rename(fileId, name),
    deleteFile: ({ fileId }) => documents.remove(fileId),
    addSamples: async () => ({ added: options.addSamples() }),
    previewFileInfo: async ({ fileId, personId }) => ({
      ...(await options.fileInfo(fileOf(fileId), personOf(personId))),
    }),

    listLaunchChoices: async ({ fileId }) => discovery.choices(splitName(fileOf(fileId).name).extension),
    async launch({ fileId, personId, sourceId, app, action }) {
      const { pageUrl, ticketExpiresAt } = launcher.ticket({
        fileId: fileOf(fileId).id,
        personId: personOf(personId).id,
        sourceId,
        app,
        action,
      });
      if (!options.openExternal) return { pageUrl, ticketExpiresAt, opened: false };
      await options.openExternal(pageUrl);
      return { pageUrl, ticketExpiresAt, opened: true };
    },

    listLockHistory: async ({ fileId }) => locks.history(fileId),
    async takeLock({ fileId, lockId }) {
      const decision = locks.decide(fileOf(fileId).id, lockId, SCREEN, (current, now) =>
        takeLock(current, lockId, now),
      );
      if (decision.kind === 'mismatch') throw new Error(decision.reason);
      await locks.committed();
      return lockRow(fileId);
    },
    async changeLock({ fileId, lockId }) {
      const held = lockRow(fileId);
      locks.decide(fileId, lockId, { by: 'screen', personId: held.personId }, (current, now) =>
        swapLock(current, held.lockId, lockId, now),
      );
      await locks.committed();
      return lockRow(fileId);
    },
    async expireLock({ fileId }) {
      if (!locks.end(fileId, 'expired')) throw new Error('The file is not locked (any more).');
      await locks.committed();
    },
    async releaseLock({ fileId }) {
      const held = lockRow(fileId);
      locks.decide(fileId, held.lockId, SCREEN, (current, now) => releaseLock(current, held.lockId, now));
      await locks.committed();
    },

    savePerson: async ({ person, rights, isAnonymous, licence }) =>
      people.save({ ...person, rights, isAnonymous, licence: licence ?? people.get(person.id)?.licence ?? 'consumer' }),
    async removePerson({ personId }) {
      if (people.list().length === 1)
        throw new Error('The last person cannot be removed: somebody has to open documents. Add another one first.');
      people.remove(personId);
    },
    async issueToken({ fileId, personId, ttlSeconds, source }) {
      const person = personOf(personId);
      const expiresAt = clock.now() + ttlSeconds * 1000;
      const file = fileOf(fileId);
      const { token, accessToken } = tokens.issue({
        personId: person.id,
        kind: 'file',
        resourceId: file.id,
        canWrite: person.rights.write,
        expiresAt,
        source: source ?? 'screen',
      });
      return { token: tokens.toRow(token), accessToken, accessTokenTtl: expiresAt, wopiSrc: options.wopiSrc(file.id) };
    },
    decodeToken: ({ accessToken }) => tokens.read(accessToken),
    revokeToken: async ({ tokenId }) => tokenRow(tokens.revoke(tokenId)),
    expireToken: async ({ tokenId }) => tokenRow(tokens.expireNow(tokenId)),

    addDiscoveryUrl: ({ url }) => discovery.addUrl(url),
    addDiscoveryFile: async ({ name, text }) => discovery.addFile(name, text),
    refreshDiscovery: ({ sourceId }) => discovery.refresh(sourceId),
    removeDiscovery: async ({ sourceId }) => discovery.remove(sourceId),
    getDiscovery: async ({ sourceId }) => discovery.view(sourceId),
    async buildActionUrl({ urlsrc, fileId, uiLanguage }) {
      const wopiSrc = options.wopiSrc(fileOf(fileId).id);
      const built = buildActionUrl(urlsrc, { wopiSrc, uiLanguage, dataLanguage: uiLanguage });
      if (!built.ok) throw new Error(built.reason);
      return {
        url: built.url,
        wopiSrc,
        warnings: built.warnings,
        placeholders: built.placeholders.map((one) => ({ ...one, value: one.value ?? null })),
      };
    },

    holdClock: () => clockChange(() => clock.hold()),
    resumeClock: () => clockChange(() => clock.resume()),
    jumpClock: ({ milliseconds }) => clockChange(() => clock.jump(milliseconds)),
    resetClock: () => clockChange(() => clock.reset()),

    ...options.conformance,
    ...options.views,
    ...options.sessions,
    ...options.replay,
    ...options.marking,
    ...options.filtering,

    updateSettings: (patch) => options.applySettings(patch),
  };
}
