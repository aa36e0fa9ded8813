import type { Person, Rights, Settings } from '../../preload/contract.ts';
import type { FileRecord, Files } from '../store/files.ts';
import type { Lock, Locks } from '../store/locks.ts';
import type { People } from '../store/people.ts';
import type { Token, Tokens } from '../store/tokens.ts';
import type { Blobs } from '../store/blobs.ts';
import type { Staged } from '../store/staging.ts';
import type { FileInfo } from './protocol/file-info.ts';
import type { WopiHeaderName, WopiOverride } from './protocol/headers.ts';
import type { Result } from './results.ts';

/** What a person needs to be allowed to call an operation. */
export type Need = 'read' | keyof Rights;

/** CheckFileInfo properties that are true because an operation exists. */
export type SupportFlag = Extract<keyof FileInfo, `Supports${string}`>;

/** An authenticated request on a file that exists. */
export interface Call {
  file: FileRecord;
  person: Person;
  token: Token;
  accessToken: string;
  /** What this token may do: the person's rights, cut down by the token and by a read-only folder. */
  rights: Rights;
  /** Value as received; '' for a header that was sent empty. */
  header(name: WopiHeaderName): string | undefined;
  /** The request body as it arrives. */
  body: AsyncIterable<Buffer>;
  /** Value of a Content-Length header, when one was sent. */
  contentLength: number | undefined;
  /** Hands a received body to the capture; the staged file belongs to the capture then. */
  captured(staged: Staged): Promise<void>;
  /** Tells the capture that the body became a version of a file. */
  becameVersion(sha256: string, size: number): void;
}

/** Addresses that go into answers; they follow the public URL. */
export interface HostUrls {
  /** Scheme, host and port that a browser and a WOPI client reach this host at. */
  origin(): string;
  wopiSrc(fileId: string): string;
  /** A host page for this person; good as long as the token it comes from. */
  hostPage(input: { fileId: string; personId: string; action: 'view' | 'edit'; expiresAt: number }): Promise<string>;
}

export interface Services {
  files: Files;
  locks: Locks;
  people: People;
  tokens: Tokens;
  blobs: Blobs;
  urls: HostUrls;
  /** Every Supports… property that the table of operations switches on. */
  supports: readonly SupportFlag[];
  now(): number;
  settings(): Settings;
}

export interface Operation {
  /** As the specification spells it. */
  name: string;
  method: 'GET' | 'POST';
  path: '/wopi/files/:id' | '/wopi/files/:id/contents';
  override?: WopiOverride;
  /** A header that selects this operation over a sibling with the same override. */
  when?: WopiHeaderName;
  needs: Need;
  /** Answer for a person without the right, where it is not 404. */
  withoutRight?: (explanation: string) => Result;
  advertises: readonly SupportFlag[];
  /** Section of the public specification. */
  spec: string;
  /** Refuses a call whose headers are missing or malformed; asked before rights and locks. */
  malformed?(call: Call): Result | undefined;
  run(call: Call, services: Services): Promise<Result> | Result;
}

/** For decisions about the lock of the file a call names. */
export function lockOf(call: Call, { locks }: Services): Lock | undefined {
  return locks.live(call.file.id);
}
