/** Where something is written down. */
export interface Source {
  text: string;
  url: string;
}

/**
 * What a session can be expected to hold:
 * check      – CheckFileInfo comes first
 * read       – GetFile follows it
 * probe      – the lock is asked for before the document is opened for editing
 * lock       – a save comes under a lock
 * refresh    – the lock is refreshed before its 30 minutes are over
 * unlock     – the lock is given back
 */
export type Expected = 'check' | 'read' | 'probe' | 'lock' | 'refresh' | 'unlock';

/** What a kind of client is known to do, and where that is documented. */
export interface ClientProfile {
  name: string;
  /** Names of clients, as the column Client of Traffic shows them. */
  clients: RegExp;
  /** One sentence. */
  habit: string;
  source: Source;
  /** What is not named here is not missed. */
  expects: Partial<Record<Expected, Source>>;
}

const SPECIFICATION = 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/';

/** `page` is the page below the specification's address. */
export function specification(text: string, page: string): Source {
  return { text, url: SPECIFICATION + page };
}

/** What the specification itself asks of every client that edits. */
export const OF_EVERY_EDITOR = {
  check: specification('CheckFileInfo is the first request of every session', 'rest/files/checkfileinfo'),
  read: specification('A client reads the document with GetFile, or through FileUrl', 'rest/files/getfile'),
  lock: specification('A document with content is saved under a lock', 'rest/files/putfile'),
  refresh: specification('A lock ends 30 minutes after it was last set or refreshed', 'rest/files/refreshlock'),
  unlock: specification('The last editor to leave gives the lock back', 'rest/files/unlock'),
} as const satisfies Partial<Record<Expected, Source>>;
