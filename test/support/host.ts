import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { AdminApi, Addresses, ExchangeDetail, FileRow, HostEvent, IssuedToken } from '../../preload/contract.ts';
import type { App } from '../../main/app.ts';
import { callApi } from '../../main/admin/call.ts';
import { createApp } from '../../main/app.ts';
import type { Config } from '../../main/config.ts';
import { httpRequest } from './http.ts';
import type { Answer, Sent } from './http.ts';

const RESOURCES = resolve(import.meta.dirname, '../../resources');
/** Where the wall clock of a test stands at the start: any moment will do, as long as nobody depends on today. */
export const START = Date.UTC(2026, 2, 14, 9, 26, 53);

export interface HostOptions {
  /** What lies in the folder when the host starts, by path. */
  files?: Record<string, string | Uint8Array>;
  config?: Partial<Config>;
  /** A run on the folder and the data of another one that has been stopped; whoever is stopped last removes them. */
  again?: TestHost;
  /** Called between making the directories and starting the app. */
  prepare?(directories: { folder: string; dataDirectory: string }): void;
  /** Called when the listeners take requests, before the shared folder has been read. */
  onListening?(addresses: Addresses): void;
  /** Receives what the host logs. */
  logTo?: (line: string) => void;
}

/** What a WOPI client sends; the access token goes into the query unless a `path` says otherwise. */
export interface WopiRequest extends Sent {
  /** X-WOPI-Override; POST is implied. */
  override?: string;
  /** '/contents' or ''; with `path` it is not looked at. */
  at?: '' | '/contents';
  /** The whole request target, in place of the one that the token implies. */
  path?: string;
}

/** A wall clock that stands still until it is told to move. */
export interface HeldClock {
  now(): number;
  advance(milliseconds: number): void;
}

/** The real app on free ports over folders of its own, and what a test needs to talk to it as its clients do. */
export interface TestHost {
  app: App;
  api: AdminApi;
  base: string;
  admin: string;
  folder: string;
  dataDirectory: string;
  clock: HeldClock;
  /** Everything the bus published since the start. */
  events: HostEvent[];
  /** Puts a document into the folder through the screen's door and returns its id. */
  write(path: string, bytes?: string | Uint8Array): Promise<string>;
  /** Writes as any other program would, and waits until the host has noticed. */
  writeOutside(path: string, bytes: string | Uint8Array): Promise<FileRow>;
  fileId(path: string): Promise<string>;
  token(path: string, person?: string, ttlSeconds?: number): Promise<IssuedToken>;
  wopi(token: IssuedToken | string, request?: WopiRequest): Promise<Answer>;
  /** A call over the HTTP door, with the session key. */
  call(method: string, args?: unknown[]): Promise<Answer>;
  /** Resolves with the first event, past or to come, that fits. */
  event<Found extends HostEvent>(fits: (event: HostEvent) => event is Found): Promise<Found>;
  event(fits: (event: HostEvent) => boolean): Promise<HostEvent>;
  /** Resolves with the first event from now on that fits. */
  next(fits: (event: HostEvent) => boolean): Promise<HostEvent>;
  /** Forgets the events so far. */
  forget(): void;
  /** Resolves when every request that was answered is stored, and returns them, oldest first. */
  settled(): Promise<ExchangeDetail[]>;
  stop(): Promise<void>;
}

export async function startHost(options: HostOptions = {}): Promise<TestHost> {
  const { again } = options;
  const directory = again ? dirname(again.dataDirectory) : mkdtempSync(join(tmpdir(), 'wopi-sandbox-test-'));
  const folder = options.config?.folder ?? again?.folder ?? join(directory, 'shared');
  const dataDirectory = options.config?.dataDirectory ?? join(directory, 'data');
  const uiDirectory = makeUi(directory);
  if (!again) mkdirSync(join(directory, 'shared'));
  for (const [path, bytes] of Object.entries(options.files ?? {})) writeInto(folder, path, bytes);
  options.prepare?.({ folder, dataDirectory });

  const clock = again?.clock ?? heldClock();
  const config: Config = {
    version: '0.0.0-test',
    shell: 'headless',
    folder,
    defaultFolder: join(directory, 'default'),
    dataDirectory,
    hostPort: null,
    adminPort: null,
    editorPort: null,
    publicUrl: null,
    address: '127.0.0.1',
    uiDirectory,
    resourcesDirectory: RESOURCES,
    nativeBinding: undefined,
    logLevel: 'silent',
    ...options.config,
  };
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  let app: App;
  try {
    app = await createApp(config, {
      wallNow: clock.now,
      ...(options.logTo ? { logTo: { write: options.logTo } } : {}),
    });
    const events = collect(app);
    const { host, admin } = await app.start(options.onListening);
    return testHost({ app, base: host, admin, folder, dataDirectory, clock, ...events, remove });
  } catch (error) {
    if (!again) remove();
    throw error;
  }
}

interface Parts extends Pick<
  TestHost,
  'app' | 'base' | 'admin' | 'folder' | 'dataDirectory' | 'clock' | 'events' | 'event' | 'next' | 'forget'
> {
  remove(): void;
}

function testHost({ remove, ...parts }: Parts): TestHost {
  const { app, base, admin, folder, next } = parts;
  const api = throughTheDoor(app);
  const fileId = async (path: string): Promise<string> => {
    const { files } = await api.listFiles();
    const found = files.find((file) => file.path === path);
    if (!found) throw new Error(`The host knows no file “${path}”, only ${files.map((file) => file.path).join(', ')}.`);
    return found.id;
  };
  return {
    ...parts,
    api,
    fileId,
    async write(path, bytes = '') {
      const [name = '', ...folders] = path.split('/').reverse();
      const { uploadId } = await api.beginUpload({ folder: folders.reverse().join('/'), name });
      const content = Buffer.from(bytes);
      if (content.length > 0) await api.appendUpload({ uploadId, base64: content.toString('base64') });
      return (await api.finishUpload({ uploadId })).id;
    },
    async writeOutside(path, bytes) {
      await app.watching();
      const before = (await api.listFiles()).files.find((file) => file.path === path);
      const noticed = next(
        (one) => one.type === 'file' && one.file.path === path && one.file.version !== before?.version,
      );
      writeInto(folder, path, bytes);
      const seen = await noticed;
      if (seen.type !== 'file') throw new Error(`${seen.type} is not what was waited for.`);
      return seen.file;
    },
    async token(path, person = 'owner', ttlSeconds = 36_000) {
      return api.issueToken({ fileId: await fileId(path), personId: person, ttlSeconds });
    },
    wopi: (token, request = {}) => httpRequest(base, toSent(token, request)),
    call: (method, args = []) =>
      httpRequest(admin, {
        method: 'POST',
        path: '/api/call',
        headers: { Authorization: `Bearer ${app.key}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ method, args }),
      }),
    async settled() {
      let { rows } = await api.listExchanges({ limit: 20_000 });
      while (rows.some((row) => row.outcome === 'pending')) {
        await next((one) => one.type === 'exchange' && one.row.outcome !== 'pending');
        ({ rows } = await api.listExchanges({ limit: 20_000 }));
      }
      return Promise.all(rows.reverse().map(({ id }) => api.getExchange({ id })));
    },
    async stop() {
      await app.stop();
      remove();
    },
  };
}

/** The calls as a screen makes them: checked at the one door. */
function throughTheDoor({ api }: App): AdminApi {
  const calls = Object.keys(api).map((method): [string, (input: unknown) => Promise<unknown>] => [
    method,
    (input) => callApi(api, method, [input]),
  ]);
  return Object.fromEntries(calls) as unknown as AdminApi;
}

/** The request as the client of the token would send it. */
function toSent(token: IssuedToken | string, { override, at, path, ...sent }: WopiRequest): Sent {
  const target =
    path ??
    (typeof token === 'string'
      ? token
      : `${new URL(token.wopiSrc).pathname}${at ?? ''}?access_token=${token.accessToken}`);
  return {
    ...sent,
    method: sent.method ?? (override === undefined ? 'GET' : 'POST'),
    path: target,
    headers: { ...(override === undefined ? {} : { 'X-WOPI-Override': override }), ...sent.headers },
  };
}

function collect(app: App): Pick<TestHost, 'events' | 'event' | 'next' | 'forget'> {
  const events: HostEvent[] = [];
  const waiting = new Set<(event: HostEvent) => void>();
  app.bus.subscribe(({ event }) => {
    events.push(event);
    for (const look of waiting) look(event);
  });
  const next = (fits: (event: HostEvent) => boolean): Promise<HostEvent> =>
    new Promise((resolve) => {
      const look = (event: HostEvent): void => {
        if (!fits(event)) return;
        waiting.delete(look);
        resolve(event);
      };
      waiting.add(look);
    });
  const event = async (fits: (event: HostEvent) => boolean): Promise<never> =>
    (events.find(fits) ?? (await next(fits))) as never;
  return { events, event, next, forget: () => void events.splice(0) };
}

export function heldClock(start = START): HeldClock {
  let now = start;
  return { now: () => now, advance: (milliseconds) => void (now += milliseconds) };
}

function writeInto(folder: string, path: string, bytes: string | Uint8Array): void {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, bytes);
}

/** Stands in for out/renderer, so that the host's tests need no build. */
function makeUi(directory: string): string {
  const ui = join(directory, 'ui');
  mkdirSync(ui, { recursive: true });
  const page = '<!doctype html><meta name="csp-nonce" content=""><title>Stand-in</title>';
  for (const name of ['index.html', 'sandbox.html']) writeFileSync(join(ui, name), page);
  return ui;
}
