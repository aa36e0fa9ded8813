import type { Json } from './seen.ts';

/** What is left of an exchange in the memory of its file. */
export interface Trace {
  id: number;
  at: number;
  operation: string | null;
  status: number | null;
  lockId: string | null;
  oldLockId: string | null;
  personId: string | null;
  tokenKey: string | null;
  /** Wall clock, first byte of the request to last byte of the answer. */
  realAt: number;
  realEnd: number;
}

export interface HeldLock {
  id: string;
  target: string;
  fileName: string | null;
  /** When it was last set or refreshed; null when that was not seen. */
  since: number | null;
  tokenKey: string | null;
  personId: string | null;
  /** X-WOPI-MachineName of the answer that granted it. */
  machine: string | null;
  /** The exchange that took it. */
  exchangeId: number;
  isRefreshed: boolean;
}

export interface KnownVersion {
  /** Of the bytes that went over the wire under this version, hex. */
  sha256: string | null;
  size: number | null;
  /** The exchange that showed it last. */
  exchangeId: number;
}

/** Everything remembered of one file or container. */
export interface FileMemory {
  /** null: not locked; undefined: not known. */
  lock: HeldLock | null | undefined;
  /** The lock that ran out last without being given back. */
  expired: HeldLock | null;
  /** The lock that was gone before its time without a request that ended it; until somebody locks again. */
  takenAway: HeldLock | null;
  /** The last successful Unlock. */
  unlocked: { id: string; exchangeId: number } | null;
  info: Json | null;
  infoAt: number;
  version: string | null;
  /** Newest last. */
  versions: Map<string, KnownVersion>;
  /** The version that the last PutFile returned. */
  saved: { version: string | null; sha256: string | null; exchangeId: number } | null;
  size: number | null;
  /** The last save found the file empty. */
  isFilledByLastSave: boolean;
  deleted: number | null;
  renamed: { exchangeId: number; extension: string | null; at: number } | null;
  /** What EnumerateChildren listed. */
  children: { names: readonly string[]; exchangeId: number } | null;
  recent: Trace[];
}

/** Everything remembered of one access token. */
export interface TokenMemory {
  firstAt: number;
  acceptedAt: number | null;
  acceptedFor: string | null;
  acceptedInHeader: boolean;
  /** The exchange that was refused because, it seems, only the query carried the token. */
  refusedInQuery: number | null;
  ttl: number | null;
  /** Expiry of the token that the answer carrying this one was asked with. */
  parentTtl: number | null;
  info: { value: Json; at: number; exchangeId: number } | null;
  /** What PutUserInfo stored last with this token. */
  userInfo: { text: string; at: number; exchangeId: number } | null;
}

export interface SessionMemory {
  container: Json | null;
}

/** A host page that was opened and whose editor has not called yet. */
export interface Opening {
  target: string;
  fileName: string | null;
  at: number;
  exchangeId: number;
}

/** An address that an answer named, and what it named it as. */
export interface Link {
  property: string;
  target: string;
}

/** What was known before the exchange a rule looks at. */
export interface Past {
  file: FileMemory;
  token: TokenMemory;
  session: SessionMemory;
  /** Another request on the file ran at the same time, so that it is not known which one the host carried out first. */
  isContested: boolean;
  /** Locks whose time ran out since the exchange before this one. */
  ended: readonly HeldLock[];
  /** Host pages without a first request, whose patience ran out since the exchange before this one. */
  unanswered: readonly Opening[];
  /** How the host described the file that this address belongs to. */
  link: Link | null;
  /** The last save of the file that this address belongs to. */
  linkedSave: FileMemory['saved'];
  /** The file that an action URL or host page opens. */
  openedFile: FileMemory | null;
  /** Wall-clock times of the same request being refused before, newest last. */
  sameRefusals: readonly number[];
  rootContainer: string | null;
  /** The last exchange that deleted anything. */
  lastDeletion: number;
  /** A file that EnumerateAncestors placed into this container. */
  childOf: string | null;
  /** The target under which somebody else was told of the same document. */
  twin: string | null;
}

export const LOCK_LIFE_MS = 30 * 60 * 1000;
export const PATIENCE_MS = 30 * 1000;
