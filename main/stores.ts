import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Publish, Settings, TokenKind } from '../preload/contract.ts';
import { createVirtualClock } from './clock.ts';
import type { Notices } from './admin/api.ts';
import type { Config } from './config.ts';
import { dataProblem } from './instance.ts';
import type { Log } from './log.ts';
import { programDirectory } from './program-directory.ts';
import { createActivities } from './store/activities.ts';
import { createCaptureFiles } from './store/capture-files.ts';
import { createAnnotations } from './store/annotations.ts';
import { createBlobs } from './store/blobs.ts';
import { createContainers } from './store/containers.ts';
import { openDatabase, STATE_MIGRATIONS } from './store/database.ts';
import { createExchangeLookup } from './store/exchange-lookup.ts';
import { createExchanges } from './store/exchanges.ts';
import { createFiles } from './store/files.ts';
import { createFindings } from './store/findings.ts';
import { createGrants } from './store/grants.ts';
import { createHasher } from './store/hasher.ts';
import { createIgnoreRules } from './store/ignore-rules.ts';
import { createIgnoredExchanges } from './store/ignored-exchanges.ts';
import { createLocks } from './store/locks.ts';
import { createPeople } from './store/people.ts';
import { createRecordedTraffic } from './store/recorded-traffic.ts';
import type { SessionTraffic } from './store/session-engine.ts';
import { openSessionLink } from './store/session-link.ts';
import { createSettings } from './store/settings.ts';
import { createSignIns } from './store/sign-ins.ts';
import { createStaging } from './store/staging.ts';
import { createTokens, newTokenSecret } from './store/tokens.ts';
import { openQueryLink } from './store/query-link.ts';
import { openTrafficLink } from './store/traffic-link.ts';
import { createTrafficViews } from './store/traffic-views.ts';
import { generateProofKeyInBackground } from './wopi/protocol/proof.ts';

interface StoresOptions {
  config: Config;
  publish: Publish;
  isWatched: () => boolean;
  notices: Notices;
  log: Log;
  wallNow: () => number;
}

/**
 * Everything the host remembers, opened and put together. What had to be set aside is said in a notice.
 * @throws Error whose message is a sentence for the user
 */
export async function openStores(options: StoresOptions): ReturnType<typeof open> {
  try {
    return await open(options);
  } catch (error) {
    throw dataProblem(options.config.dataDirectory, error);
  }
}

async function open({ config, publish, isWatched, notices, log, wallNow }: StoresOptions) {
  const { dataDirectory } = config;
  const { database, setAside } = openDatabase(
    join(dataDirectory, 'sandbox.db'),
    STATE_MIGRATIONS,
    config.nativeBinding,
  );
  if (setAside) {
    notices.add({
      tone: 'error',
      title: 'The database was damaged and has been set aside',
      detail: `A fresh one was begun; your documents are untouched. Tokens, locks, settings and version history of the old one are in ${setAside}.`,
    });
  }
  const hasher = createHasher(join(programDirectory, 'hash-thread.cjs'));
  const blobs = createBlobs(join(dataDirectory, 'blobs'), createStaging(hasher));
  const settings = createSettings({
    database,
    publish,
    defaultFolder: config.defaultFolder,
    overrides: givenSettings(config),
  });
  // Whoever sees the screen may sign in as anybody: both are for nobody else, so both are made here.
  if (settings.get().oauthClientSecret === '')
    settings.update({ oauthClientSecret: randomBytes(24).toString('base64url') });
  if (settings.get().signInCode === '') settings.update({ signInCode: randomBytes(5).toString('hex') });
  const clock = createVirtualClock(wallNow, settings.recall('clock') ?? undefined);
  clock.onChange((state) => {
    settings.remember('clock', state);
    publish({ type: 'clock', clock: state });
  });
  const editorKeys = settings.recall('editorKeys') ?? (await newEditorKeys());
  settings.remember('editorKeys', editorKeys);
  const secret = settings.recall('tokenSecret') ?? newTokenSecret();
  settings.remember('tokenSecret', secret);

  const people = createPeople({ database, publish });
  const files = createFiles({
    database,
    blobs,
    publish,
    wallNow,
    versionsBudget: () => settings.get().maxVersionBytes,
  });
  const containers = createContainers({ database, files });
  const fileName = (id: string): string | undefined => files.get(id)?.name;
  const resourceName = (kind: TokenKind, id: string): string | undefined =>
    ({ file: fileName, container: containers.nameOf, ecosystem: () => 'Ecosystem' })[kind](id);
  const personName = (id: string): string | undefined => people.get(id)?.name;
  const locks = createLocks({
    database,
    clock,
    wallNow,
    publish,
    fileName,
    personName,
    onError: (error) => log.error({ err: error }, 'The history of locks could not be written'),
  });
  const tokens = createTokens({ database, clock, publish, secret, resourceName, personName });
  const grants = createGrants(secret, clock);
  const trafficFile = join(dataDirectory, 'traffic.db');
  const link = openTrafficLink({
    file: trafficFile,
    nativeBinding: config.nativeBinding,
    workerScript: join(programDirectory, 'traffic-worker.cjs'),
    onFailure: (error) => log.error({ err: error }, 'The thread that stores traffic ended'),
  });
  if (link.setAside) {
    notices.add({
      tone: 'warning',
      title: 'The database of captured traffic was damaged and has been set aside',
      detail: `A fresh one was begun; documents, locks and tokens are untouched. The old one is ${link.setAside}.`,
    });
  }
  const annotations = createAnnotations(link.reader);
  const ignoreRules = createIgnoreRules({ settings, publish, wallNow });
  const findings = createFindings({ reader: link.reader, settings, publish, wallNow });
  const views = createTrafficViews({
    link: openQueryLink({
      nativeBinding: config.nativeBinding,
      workerScript: join(programDirectory, 'query-worker.cjs'),
      onFailure: (error) => log.error({ err: error }, 'The thread that looks through the traffic ended'),
    }),
    placesOf: (source) =>
      source === undefined
        ? {
            file: trafficFile,
            bodies: { folder: join(dataDirectory, 'blobs'), stateFile: join(dataDirectory, 'sandbox.db') },
          }
        : { file: captures.databaseFile(source), bodies: { folder: captures.bodyFolder(source), stateFile: null } },
    publish,
    wallNow,
    hiddenRules: findings.mutedRules,
    flush: () => exchanges.flushWaiting(),
  });
  /** Views hear of what is gone before the screens ask them. */
  const publishTraffic: Publish = (event) => {
    views.follow(event);
    publish(event);
  };
  const exchanges = createExchanges({
    link,
    blobs,
    publish: publishTraffic,
    wallNow,
    isWatched: isWatched,
    retention: settings.get,
    isBlobKept: files.usesBlob,
    pathOfBytes: files.pathOfBytes,
    findings,
    onStored: views.stored,
    annotations,
    ignoreRules,
    onInspectionFailure: (failure) => log.error({ failure }, 'A rule of Findings failed'),
  });

  const sessionLink = openSessionLink({
    nativeBinding: config.nativeBinding,
    workerScript: join(programDirectory, 'session-worker.cjs'),
    onFailure: (error) => log.error({ err: error }, 'The thread that reads sessions ended'),
  });
  const captures = createCaptureFiles({
    directory: join(dataDirectory, 'captures'),
    nativeBinding: config.nativeBinding,
    workerScript: join(programDirectory, 'traffic-worker.cjs'),
    blobs,
    settings,
    wallNow,
    letGo: async (file) => void (await Promise.all([sessionLink.calls.forget({ file }), views.forget(file)])),
    onFailure: (error) => log.error({ err: error }, 'A capture could not be opened'),
  });

  const exchangeLookup = createExchangeLookup(link.reader);
  let isClosing = false;

  return {
    database,
    blobs,
    settings,
    clock,
    editorKeys,
    people,
    files,
    containers,
    activities: createActivities({ database }),
    locks,
    tokens,
    grants,
    signIns: createSignIns({ database, clock }),
    exchanges,
    exchangeLookup,
    findings,
    views,
    publishTraffic,
    captures,
    recorded: createRecordedTraffic(link.reader, { exchanges, annotations, pathOfBytes: files.pathOfBytes }),
    annotations,
    ignoreRules,
    ignoredExchanges: createIgnoredExchanges(link.reader),
    sessions: sessionLink.calls,
    /** What sessions are read from. @throws Error for a recording that is not open */
    sessionTraffic: (source: string | undefined): SessionTraffic => {
      const capture = source === undefined ? undefined : captures.find(source);
      // In a recording it is always the moment when it ended.
      const ended = capture?.lastAt ?? 0;
      return {
        file: capture ? captures.databaseFile(capture.id) : trafficFile,
        now: capture ? { at: ended, realAt: ended } : { at: clock.now(), realAt: wallNow() },
        mutedRules: findings.mutedRules(),
      };
    },
    /** Removes the bodies that a killed run wrote and had no time to note anywhere. */
    async sweepBlobs(): Promise<void> {
      // What was set aside may still be put back, and its bodies with it.
      if (readdirSync(dataDirectory).some((name) => name.includes('.damaged-'))) return;
      try {
        await blobs.sweep(
          (sha256) => files.usesBlob(sha256) || exchangeLookup.hasBody(sha256),
          () => isClosing,
        );
      } catch (error) {
        log.error({ err: error }, 'Left-over bodies could not be removed');
      }
    },
    /** Waits for what is being written, then closes the database. */
    async close(): Promise<void> {
      isClosing = true;
      await files.settle();
      blobs.giveUpAll();
      await hasher.close();
      ignoreRules.flush();
      // Readers first: only the last connection to leave tidies the log away, and a reader may not.
      await Promise.all([views.close(), sessionLink.close()]);
      await exchanges.stop();
      // On a full disk the last lines of history may be lost, but stopping must not fail.
      for (const flush of [tokens.flushUses, locks.flush]) {
        try {
          flush();
        } catch (error) {
          log.error({ err: error }, 'Something could not be written at the end');
        }
      }
      if (database.open) database.close();
    },
  };
}

/** Made off this thread and side by side: two RSA keys take longer than everything else of the first start. */
async function newEditorKeys(): Promise<{ current: string; old: string }> {
  const [current, old] = await Promise.all([generateProofKeyInBackground(), generateProofKeyInBackground()]);
  return { current, old };
}

/** What the command line says counts for this run and is not saved. */
function givenSettings({ folder, hostPort, adminPort, editorPort, publicUrl }: Config): Partial<Settings> {
  return Object.fromEntries(
    Object.entries({ folder, hostPort, adminPort, editorPort, publicUrl }).filter(([, value]) => value !== null),
  );
}
