import './web-crypto.ts';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { AdminApi, Addresses, HostState, Rights, Settings } from '../preload/contract.ts';
import { createAdminApi } from './admin/api.ts';
import { createAdminServer } from './admin/serve-http.ts';
import type { Bus } from './bus.ts';
import { createBus } from './bus.ts';
import type { VirtualClock } from './clock.ts';
import type { Config } from './config.ts';
import { createConformance } from './conformance/service.ts';
import { createEditorServer } from './editor/server.ts';
import { announceInstance, claimDataDirectory, prepareDataDirectory, withdrawInstance } from './instance.ts';
import type { Listener } from './listen.ts';
import { listen } from './listen.ts';
import type { LogDestination } from './log.ts';
import { createLog, keepTail } from './log.ts';
import { createNotices } from './notices.ts';
import { createLinks } from './replay/links.ts';
import { createReplay } from './replay/service.ts';
import { createAuthorization } from './services/authorization.ts';
import { consentFor } from './services/consent.ts';
import { createDiscoveryService } from './services/discovery.ts';
import { createDocuments } from './services/documents.ts';
import { guardedFetch } from './services/guarded-fetch.ts';
import { createFiltering } from './services/filtering.ts';
import { createMarking } from './services/marking.ts';
import { createHostUrls } from './services/host-urls.ts';
import { createLaunchService } from './services/launch.ts';
import { createRecordings } from './services/recordings.ts';
import { addSamples, prepareSampleFolder } from './services/samples.ts';
import { createSessionCalls } from './services/sessions.ts';
import { createSharedFolder } from './services/shared-folder.ts';
import { createUpkeep } from './services/upkeep.ts';
import { createConformanceRuns } from './store/conformance-runs.ts';
import { createSavedViews } from './store/saved-views.ts';
import { createSources } from './store/sources.ts';
import { openStores } from './stores.ts';
import { createHost } from './wopi/host.ts';
import { unreadableRequests } from './wopi/unreadable.ts';
import { redact } from './wopi/protocol/redact.ts';
import type { Services, SupportFlag } from './wopi/operation.ts';
import { fileInfoFor } from './wopi/operations/files/check-file-info.ts';
import {
  ALL_OPERATIONS,
  BOOTSTRAP_OPERATIONS,
  CONTAINER_OPERATIONS,
  ECOSYSTEM_OPERATIONS,
  FILE_OPERATIONS,
} from './wopi/operations/index.ts';
import { PROFILE_CHOICES, profileNamed } from './wopi/protocol/profiles.ts';
import type { Profile } from './wopi/protocol/profiles.ts';

export interface App {
  api: AdminApi;
  bus: Bus;
  clock: VirtualClock;
  /** Session key of the admin listener. */
  key: string;
  /**
   * Resolves when all three listeners answer; `onListening` hears a moment earlier that they take requests.
   * @throws Error whose message is a sentence for the user
   */
  start(onListening?: (addresses: Addresses) => void): Promise<Addresses>;
  /** Finishes what is being written and closes everything. */
  stop(): Promise<void>;
  /** Resolves when changes made to the folder from outside are noticed. */
  watching(): Promise<void>;
}

export interface Surroundings {
  /** Opens an address in the system browser; where it is absent the page opens a tab itself. */
  openExternal?: (url: string) => Promise<void>;
  /** The wall clock; tests hold their own. */
  wallNow?: () => number;
  /** Asks where a file is to be saved; null: nowhere. Where it is absent the page downloads it. */
  chooseSavePath?: (suggestedName: string) => Promise<string | null>;
  /** Where the log goes in place of standard error. */
  logTo?: LogDestination;
}

/** The assembler: every part gets what it needs as arguments here, and nowhere else. */
export async function createApp(
  config: Config,
  { openExternal, chooseSavePath, wallNow = Date.now, logTo }: Surroundings = {},
): Promise<App> {
  const { dataDirectory, version } = config;
  const logTail = keepTail(logTo);
  const log = createLog(config.logLevel, logTail);
  prepareDataDirectory(dataDirectory);
  await claimDataDirectory(dataDirectory, config.nativeBinding);

  const bus = createBus();
  const { publish } = bus;
  const notices = createNotices(publish);
  const stores = await openStores({ config, publish, isWatched: bus.isWatched, notices, log, wallNow });
  const { database, blobs, settings, clock, editorKeys, people, files, containers, locks, tokens, grants, exchanges } =
    stores;

  let addresses: Addresses = { host: '', admin: '', editor: '' };
  const publicBase = (): string => settings.get().publicUrl ?? addresses.host;
  const urls = createHostUrls(publicBase, grants);
  const folder = createSharedFolder({
    files,
    containers,
    dataDirectory,
    publish,
    onChange: () => publishHost(),
    onError: (error) => log.error({ err: error }, 'The shared folder could not be followed'),
  });
  const hostState = (): HostState => ({
    version,
    folder: folder.path(),
    folderProblem: folder.problem(),
    folderIsReadOnly: folder.isReadOnly(),
    dataDirectory,
    addresses,
    publicBase: publicBase(),
  });
  const publishHost = (): void => publish({ type: 'host', host: hostState() });

  const editor = createEditorServer({
    uiDirectory: config.uiDirectory,
    templateDirectory: join(config.resourcesDirectory, 'templates'),
    address: config.address,
    port: settings.get().editorPort ?? 0,
    keys: { load: () => settings.recall('editorKeys'), save: (keys) => settings.remember('editorKeys', keys) },
    now: clock.now,
    mayCall: (wopiSrc) =>
      [publicBase(), addresses.host].some((base) => base !== '' && new URL(base).origin === wopiSrc.origin),
    log,
  });
  const discovery = createDiscoveryService({
    sources: createSources(database),
    publish,
    fetchGuarded: guardedFetch,
    wallNow,
    editor: () => ({ xml: editor.discoveryXml(), url: `${addresses.editor}/hosting/discovery` }),
  });
  const launcher = createLaunchService({
    files,
    people,
    tokens,
    discovery,
    clock,
    wallNow,
    settings: settings.get,
    base: publicBase,
    grantPage: urls.grantPage,
    aboutPage: urls.page,
    wopiSrc: urls.wopiSrc,
  });

  const profile = (): Profile => profileNamed(conformance.profile() ?? settings.get().profile);
  const supports = (): SupportFlag[] => {
    const offered = ALL_OPERATIONS.filter((operation) => profile().offers(operation));
    return [...new Set(offered.flatMap(({ advertises }) => advertises))];
  };
  const conformance = createConformance({
    runs: createConformanceRuns(database),
    settings,
    publish,
    wallNow,
    keys: () => settings.recall('editorKeys') ?? editorKeys,
    host: {
      files,
      people,
      tokens,
      clock,
      folder,
      wopiSrc: urls.wopiSrc,
      signIn: (personId) => consentFor(personId, authorization, settings.get()),
    },
    profiles: PROFILE_CHOICES,
    exchanges,
    version,
    onError: (error) => log.error({ err: error }, 'A conformance run failed'),
  });
  const links = createLinks();
  const replay = createReplay({
    ...stores,
    links,
    wallNow,
    keys: () => settings.recall('editorKeys') ?? editorKeys,
    redact: (text) => redact(text).text,
    publish,
    own: () => ({ host: addresses.host, publicBase: publicBase() }),
    onError: (error) => log.error({ err: error }, 'A replay failed'),
  });
  const services: Services = {
    files,
    containers,
    activities: stores.activities,
    locks,
    people,
    tokens,
    blobs,
    urls,
    profile,
    rightsOf: (person, token) =>
      token.canWrite && !files.isReadOnly() && !profile().isReadOnly ? person.rights : NO_RIGHTS,
    supports,
    now: clock.now,
    settings: settings.get,
  };
  const authorization = createAuthorization({
    signIns: stores.signIns,
    people,
    settings: settings.get,
    clock,
    wallNow,
    base: publicBase,
  });
  const host = createHost({
    bootstrapOperations: BOOTSTRAP_OPERATIONS,
    authorization,
    operations: { file: FILE_OPERATIONS, container: CONTAINER_OPERATIONS, ecosystem: ECOSYSTEM_OPERATIONS },
    services,
    exchanges,
    repetitions: links,
    clock,
    wallNow,
    log,
    version,
    pages: { redeem: launcher.redeem, readGrant: grants.readLaunch, readPage: grants.readPage, page: launcher.page },
    proof: {
      mode: (accessToken) => (conformance.enforces(accessToken) ? 'enforce' : settings.get().proofMode),
      sources: discovery.proofSources,
      bases: () => [...new Set([publicBase(), addresses.host])],
      now: clock.now,
    },
  });

  const applySettings = async (patch: Partial<Settings>): Promise<Settings> => {
    const moves = patch.folder !== undefined && patch.folder !== settings.get().folder;
    if (moves && patch.folder !== undefined) {
      const problem = folder.check(patch.folder);
      if (problem !== null) throw new Error(problem);
    }
    const former = settings.get();
    const next = settings.update(patch);
    if (next.oauthClientId !== former.oauthClientId || next.oauthClientSecret !== former.oauthClientSecret)
      stores.signIns.endAll();
    if (moves) await folder.share(next.folder);
    if (patch.publicUrl !== undefined) publishHost();
    if (patch.maxVersionBytes !== undefined) files.trimVersions();
    if (patch.maxExchanges !== undefined || patch.maxAgeDays !== undefined || patch.maxCaptureBytes !== undefined)
      exchanges.trimByAge();
    return next;
  };
  const recordings = createRecordings({
    live: stores,
    config,
    discovery,
    log: logTail.lines,
    publish,
    wallNow,
    chooseSavePath,
  });
  const api = createAdminApi({
    files,
    documents: createDocuments({
      files,
      locks,
      blobs,
      settings: settings.get,
      resourcesDirectory: config.resourcesDirectory,
      wallNow,
    }),
    locks,
    people,
    tokens,
    exchanges,
    settings,
    discovery,
    launcher,
    clock,
    notices,
    seq: bus.seq,
    publish,
    hostState,
    wopiSrc: urls.wopiSrc,
    fileInfo: (file, person) => {
      const rights = services.rightsOf(person, { canWrite: person.rights.write });
      return fileInfoFor({ file, person, rights, expiresAt: clock.now(), editor: null }, services);
    },
    addSamples: () => {
      const added = addSamples(config.resourcesDirectory, folder.path());
      files.reconcile();
      return added;
    },
    applySettings,
    conformance: conformance.calls,
    views: stores.views.calls,
    marking: createMarking({ ...stores, annotationsOf: recordings.annotationsOf, publish: stores.publishTraffic }),
    recordings,
    wallNow,
    filtering: createFiltering({
      occurring: stores.views.occurring,
      titleOfRule: stores.findings.titleOf,
      savedViews: createSavedViews(database, publish),
    }),
    sessions: createSessionCalls({
      flush: exchanges.flush,
      read: stores.sessions,
      trafficOf: stores.sessionTraffic,
      tokens: tokens.list,
    }),
    replay: replay.calls,
    ...(openExternal ? { openExternal } : {}),
  });

  const key = randomBytes(18).toString('base64url');
  const admin = createAdminServer({
    api,
    bus,
    log,
    key,
    uiDirectory: config.uiDirectory,
    download: recordings.download,
    port: () => adminListener?.port ?? 0,
  });
  const upkeep = createUpkeep({
    clock,
    locks,
    tokens,
    exchanges,
    files,
    onError: (error) => log.error({ err: error }, 'Upkeep failed'),
  });
  let hostListener: Listener | undefined;
  let adminListener: Listener | undefined;

  const stop = async (): Promise<void> => {
    upkeep.stop();
    await conformance.stop();
    await recordings.stop();
    await replay.stop();
    admin.stop();
    await editor.stop();
    await Promise.all([hostListener?.close(), adminListener?.close()]);
    await folder.stop();
    await stores.close();
    withdrawInstance(dataDirectory);
  };

  const start = async (onListening?: (addresses: Addresses) => void): Promise<Addresses> => {
    prepareSampleFolder(config, settings.get().folder);
    const problem = config.folder === null ? null : folder.check(config.folder);
    if (problem !== null) throw new Error(problem);
    const { hostPort, adminPort } = settings.get();
    let open = (): void => undefined;
    const after = new Promise<void>((resolve) => (open = resolve));
    const onUnreadable = unreadableRequests({ exchanges, clock, wallNow });
    const outside = { name: 'host', flag: '--host-port', address: config.address, port: hostPort ?? 0, onUnreadable };
    hostListener = await listen(host.callback(), { ...outside, after });
    const here = { name: 'admin', flag: '--admin-port', address: '127.0.0.1', port: adminPort ?? 0 };
    adminListener = await listen(admin.handler, { ...here, after });
    adminListener.server.on('upgrade', admin.onUpgrade);
    addresses = {
      host: `http://${config.address}:${hostListener.port}`,
      admin: `http://127.0.0.1:${adminListener.port}`,
      editor: await editor.start(),
    };
    announceInstance(dataDirectory, { ...addresses, key, pid: process.pid });
    onListening?.(addresses);
    // Reading a large folder takes a moment; who comes meanwhile waits for it, and finds everything.
    await folder.share(settings.get().folder);
    open();
    upkeep.start();
    publishHost();
    void stores.sweepBlobs();
    return addresses;
  };

  return {
    api,
    bus,
    clock,
    key,
    stop,
    watching: folder.watching,
    async start(onListening) {
      try {
        return await start(onListening);
      } catch (error) {
        await stop();
        throw error;
      }
    },
  };
}

const NO_RIGHTS: Rights = { write: false, rename: false, create: false, delete: false };
