import { BoundedMap } from './bounded-map.ts';
import { hostPageForm } from './host-page.ts';
import { noteLock, resyncLock } from './lock-shadow.ts';
import type { FileMemory, HeldLock, Link, Opening, Past, SessionMemory, TokenMemory, Trace } from './past.ts';
import { LOCK_LIFE_MS, PATIENCE_MS } from './past.ts';
import type { Json, Seen } from './seen.ts';
import { isObject } from './seen.ts';
import { decoded, parameter, tokenSight } from './token-sight.ts';
import { noteVersion } from './version-ledger.ts';

/** How much is remembered; whatever the traffic, memory stays below a few megabytes. */
const FILES = 400;
const TOKENS = 600;
const SESSIONS = 200;
const LINKS = 600;
const TRACES = 30;
const REFUSALS = 12;
const OPENINGS = 100;

/** The sliding context of the rules: a bounded memory per file, token and session, moved on by the times of exchanges. */
export class Memory {
  readonly #files = new BoundedMap<FileMemory>(FILES);
  readonly #tokens = new BoundedMap<TokenMemory>(TOKENS);
  readonly #sessions = new BoundedMap<SessionMemory>(SESSIONS);
  readonly #links = new BoundedMap<Link>(LINKS);
  readonly #children = new BoundedMap<string>(FILES);
  readonly #twins = new BoundedMap<{ target: string; userId: unknown }>(FILES);
  readonly #refusals = new BoundedMap<number[]>(FILES);
  readonly #locks = new BoundedMap<HeldLock>(FILES);
  readonly #openings = new Map<string, Opening>();
  #nextEnd = Infinity;
  #rootContainer: string | null = null;
  #lastDeletion = 0;

  /** What is known before `now`. */
  before(now: Seen): Past {
    const file = (now.target === null ? undefined : this.#files.get(now.target)) ?? unknownFile();
    const ended = this.#endedLocks(now);
    if (now.isWopi) resyncLock(file, now);
    const link = this.#links.get(withoutFragment(now.exchange.url)) ?? null;
    return {
      file,
      token: (now.token?.key ? this.#tokens.get(now.token.key) : undefined) ?? unknownToken(now),
      session: this.#sessions.get(now.exchange.sessionId ?? '') ?? { container: null },
      isContested: file.recent.some((trace) => overlaps(trace, now)),
      ended,
      unanswered: this.#unanswered(now),
      link,
      linkedSave: (link ? this.#files.get(link.target)?.saved : null) ?? null,
      openedFile: this.#openedFile(now),
      sameRefusals: this.#refusals.get(signature(now)) ?? [],
      rootContainer: this.#rootContainer,
      lastDeletion: this.#lastDeletion,
      childOf: (now.target === null ? undefined : this.#children.get(now.target)) ?? null,
      twin: this.#twinOf(now),
    };
  }

  /** Takes in `now`, after the rules have looked at it. */
  remember(now: Seen, { file, token, session }: Past): void {
    this.#noteOpening(now);
    this.#noteRefusal(now);
    if (!now.isWopi) return;
    if (now.succeeded && (now.operation === 'DeleteFile' || now.operation === 'DeleteContainer'))
      this.#lastDeletion = now.id;
    if (now.operation === 'GetRootContainer' && now.result) this.#rootContainer = rootOf(now.result);
    if (now.target !== null) {
      noteLock(file, now);
      noteVersion(file, now);
      noteFile(file, now);
      file.recent.push(traceOf(now));
      if (file.recent.length > TRACES) file.recent.shift();
      this.#files.set(now.target, file);
      this.#followLock(now.target, file);
      this.#noteAnswers(now, file);
    }
    if (now.token?.key && now.address?.resource !== 'bootstrapper') {
      noteToken(token, now);
      this.#tokens.set(now.token.key, token);
    }
    if (now.exchange.sessionId !== null) {
      if (now.operation === 'CheckContainerInfo' && now.result) session.container = now.result;
      this.#sessions.set(now.exchange.sessionId, session);
    }
  }

  #endedLocks(now: Seen): HeldLock[] {
    if (now.at < this.#nextEnd) return [];
    const ended = [...this.#locks.values()].filter((lock) => now.at >= endOf(lock));
    for (const lock of ended) {
      this.#locks.delete(lock.target);
      const file = this.#files.get(lock.target);
      if (file?.lock !== lock) continue;
      file.lock = null;
      file.expired = lock;
    }
    this.#nextEnd = Math.min(...[...this.#locks.values()].map(endOf));
    return ended;
  }

  #followLock(target: string, { lock }: FileMemory): void {
    if (!lock || lock.since === null) {
      this.#locks.delete(target);
      return;
    }
    this.#locks.set(target, lock);
    this.#nextEnd = Math.min(this.#nextEnd, endOf(lock));
  }

  #unanswered(now: Seen): Opening[] {
    const due: Opening[] = [];
    for (const opening of this.#openings.values()) {
      if (now.isWopi && now.target === opening.target) this.#openings.delete(opening.target);
      else if (now.exchange.realAt - opening.at >= PATIENCE_MS) {
        this.#openings.delete(opening.target);
        due.push(opening);
      } else break;
    }
    if (now.isWopi && now.target !== null) this.#openings.delete(now.target);
    return due;
  }

  #noteOpening(now: Seen): void {
    const { fileName, realAt, method } = now.exchange;
    const target = method === 'GET' ? openedTarget(now) : null;
    if (target === null || hostPageForm(now) === null) return;
    this.#openings.delete(target);
    this.#openings.set(target, { target, fileName, at: realAt, exchangeId: now.id });
    const [oldest] = this.#openings.keys();
    if (this.#openings.size > OPENINGS && oldest !== undefined) this.#openings.delete(oldest);
  }

  #openedFile(now: Seen): FileMemory | null {
    const target = openedTarget(now);
    return (target === null ? undefined : this.#files.get(target)) ?? null;
  }

  #noteRefusal(now: Seen): void {
    if (now.status !== null && now.status < 400) return;
    const key = signature(now);
    const times = [...(this.#refusals.get(key) ?? []), now.exchange.realAt];
    this.#refusals.set(key, times.slice(-REFUSALS));
  }

  /** Addresses and tokens that an answer hands out. */
  #noteAnswers(now: Seen, file: FileMemory): void {
    const { result, target } = now;
    if (!result || target === null) return;
    if (now.operation === 'CheckFileInfo') {
      for (const property of ['FileUrl', 'DownloadUrl']) {
        const url = result[property];
        if (typeof url === 'string' && url !== '') this.#links.set(withoutFragment(url), { property, target });
      }
      const key = identityOf(result);
      if (key !== null) this.#twins.set(key, { target, userId: result['UserId'] });
    }
    if (now.operation === 'EnumerateAncestors' && target.startsWith('files/')) {
      const parent = parentOf(result);
      if (parent !== null) this.#children.set(parent, target);
    }
    if (now.operation === 'EnumerateChildren') file.children = { names: childrenOf(result), exchangeId: now.id };
    const handedOut = result['Url'];
    const ttl = Number(now.token?.ttl ?? 0);
    const sight = typeof handedOut === 'string' ? tokenSight(handedOut, null) : null;
    if (sight?.key && ttl > 0) this.#tokens.set(sight.key, { ...unknownToken(now), parentTtl: ttl });
  }

  #twinOf(now: Seen): string | null {
    if (now.operation !== 'CheckFileInfo' || !now.result) return null;
    const key = identityOf(now.result);
    const twin = key === null ? undefined : this.#twins.get(key);
    // One person who sees it under two ids sees two files: copies are not the same document.
    const isTwin = twin !== undefined && twin.target !== now.target && twin.userId !== now.result['UserId'];
    return isTwin ? twin.target : null;
  }
}

/** The file whose WOPISrc stands in the address or in the form of a page. */
function openedTarget(now: Seen): string | null {
  if (now.isWopi) return null;
  const raw = now.query('wopisrc') ?? parameter(hostPageForm(now)?.action ?? '', 'wopisrc');
  return raw === null ? null : idOfUrl(decoded(raw));
}

function unknownFile(): FileMemory {
  return {
    lock: undefined,
    expired: null,
    takenAway: null,
    unlocked: null,
    info: null,
    infoAt: 0,
    version: null,
    versions: new Map(),
    saved: null,
    size: null,
    isFilledByLastSave: false,
    deleted: null,
    renamed: null,
    children: null,
    recent: [],
  };
}

function unknownToken(now: Seen): TokenMemory {
  return {
    firstAt: now.at,
    acceptedAt: null,
    acceptedFor: null,
    acceptedInHeader: false,
    refusedInQuery: null,
    ttl: null,
    parentTtl: null,
    info: null,
    userInfo: null,
  };
}

function endOf({ since }: HeldLock): number {
  return (since ?? Infinity) + LOCK_LIFE_MS;
}

function traceOf(now: Seen): Trace {
  const { realAt, durationMs, personId } = now.exchange;
  return {
    id: now.id,
    at: now.at,
    operation: now.operation,
    status: now.status,
    lockId: now.header('X-WOPI-Lock'),
    oldLockId: now.header('X-WOPI-OldLock'),
    personId,
    tokenKey: now.token?.key ?? null,
    realAt,
    realEnd: realAt + (durationMs ?? 0),
  };
}

const CHANGING = new Set(['Lock', 'Unlock', 'RefreshLock', 'UnlockAndRelock', 'PutFile', 'DeleteFile', 'RenameFile']);

/** Requests that only read do not get in each other's way. */
function overlaps(trace: Trace, now: Seen): boolean {
  return CHANGING.has(trace.operation ?? '') && trace.realEnd > now.exchange.realAt;
}

function noteFile(file: FileMemory, now: Seen): void {
  if (now.operation === 'CheckFileInfo' && now.result) {
    file.info = now.result;
    file.infoAt = now.at;
    file.deleted = null;
  }
  if (now.operation === 'DeleteFile' && now.succeeded) file.deleted = now.id;
  if (now.operation === 'RenameFile' && now.succeeded)
    file.renamed = { exchangeId: now.id, extension: extensionOf(file.info), at: now.at };
}

export function extensionOf(info: Json | null): string | null {
  const name = info?.['BaseFileName'];
  if (typeof name !== 'string') return null;
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot).toLowerCase() : '';
}

function noteToken(token: TokenMemory, now: Seen): void {
  const ttl = Number(now.token?.ttl ?? Number.NaN);
  if (Number.isFinite(ttl)) token.ttl = ttl;
  if (now.status === 401) {
    if (now.token?.inHeader === false && token.acceptedInHeader) token.refusedInQuery = now.id;
    return;
  }
  if (now.status === null || now.status >= 300) return;
  token.acceptedAt = now.at;
  token.acceptedFor = now.target;
  token.acceptedInHeader ||= now.token?.inHeader ?? false;
  if (now.operation === 'CheckFileInfo' && now.result)
    token.info = { value: now.result, at: now.at, exchangeId: now.id };
  if (now.operation === 'PutUserInfo' && now.succeeded)
    token.userInfo = { text: now.text('request') ?? '', at: now.at, exchangeId: now.id };
}

function signature(now: Seen): string {
  const { method, path } = now.exchange;
  return [method, path, now.operation, now.status, now.token?.key, now.header('X-WOPI-Lock')].join(' ');
}

function withoutFragment(url: string): string {
  return url.split('#', 1)[0] ?? url;
}

/** What two answers about one document agree in, whoever asks; null when too little of it is told. */
function identityOf(info: Json): string | null {
  const parts = ['BaseFileName', 'OwnerId', 'Size', 'SHA256', 'Version', 'LastModifiedTime'].map((name) => info[name]);
  if (parts.some((part) => part === '' || (typeof part !== 'string' && typeof part !== 'number'))) return null;
  return [...parts, info['BreadcrumbFolderName'], info['BreadcrumbFolderUrl']].map(String).join('\n');
}

export function idOfUrl(url: string): string | null {
  const [path = ''] = url.split('?', 1);
  const match = /\/wopi[^/]*\/(containers|files)\/([^/]+)\/?$/i.exec(path);
  return match ? `${(match[1] ?? '').toLowerCase()}/${match[2] ?? ''}` : null;
}

function ancestorUrls(result: Json): string[] {
  const list = result['AncestorsWithRootFirst'];
  return Array.isArray(list)
    ? list.flatMap((one) => (isObject(one) && typeof one['Url'] === 'string' ? [one['Url']] : []))
    : [];
}

function parentOf(result: Json): string | null {
  const last = ancestorUrls(result).at(-1);
  return last === undefined ? null : idOfUrl(last);
}

function childrenOf(result: Json): string[] {
  return ['ChildFiles', 'ChildContainers'].flatMap((property) => {
    const list = result[property];
    return Array.isArray(list)
      ? list.flatMap((one) => (isObject(one) && typeof one['Name'] === 'string' ? [one['Name']] : []))
      : [];
  });
}

function rootOf(result: Json): string | null {
  const info = result['RootContainerInfo'];
  const pointer = isObject(info) ? info['ContainerPointer'] : result['ContainerPointer'];
  const url = isObject(pointer) ? pointer['Url'] : undefined;
  return typeof url === 'string' ? idOfUrl(url) : null;
}

export { ancestorUrls, childrenOf };
