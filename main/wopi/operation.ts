import type { Person, Rights, Settings } from '../../preload/contract.ts';
import type { Activities } from '../store/activities.ts';
import type { ContainerRecord, Containers } from '../store/containers.ts';
import type { FileRecord, Files } from '../store/files.ts';
import type { PageGrant } from '../store/grants.ts';
import type { Lock, Locks } from '../store/locks.ts';
import type { People } from '../store/people.ts';
import type { ChildToken, Token, Tokens } from '../store/tokens.ts';
import type { Blobs } from '../store/blobs.ts';
import type { Staged } from '../store/staging.ts';
import type { FileInfo } from './protocol/file-info.ts';
import type { ECOSYSTEM_OPERATIONS, WopiHeaderName, WopiOverride } from './protocol/headers.ts';
import type { Profile } from './protocol/profiles.ts';
import type { Result } from './results.ts';

/** What a person needs to be allowed to call an operation. */
export type Need = 'read' | keyof Rights;

/** CheckFileInfo properties that are there because an operation exists. */
export type SupportFlag = Extract<keyof FileInfo, `Support${string}`>;

/** An authenticated request. */
export interface Caller {
  person: Person;
  token: Token;
  accessToken: string;
  /** What this token may do. */
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

/** An authenticated request on a file that exists. */
export interface Call extends Caller {
  file: FileRecord;
}

/** An authenticated request on a folder that exists. */
export interface ContainerCall extends Caller {
  container: ContainerRecord;
}

/** A request of somebody who signed in with OAuth. */
export interface SignedInCall {
  person: Person;
  header(name: WopiHeaderName): string | undefined;
}

/** Addresses that go into answers; they follow the public URL. */
export interface HostUrls {
  /** Scheme, host and port that a browser and a WOPI client reach this host at. */
  origin(): string;
  wopiSrc(fileId: string): string;
  container(containerId: string): string;
  ecosystem(): string;
  /** A host page for this person; good as long as the token it comes from. */
  hostPage(input: HostPageTarget): string;
  /** A page about a file or folder. */
  page(grant: PageGrant, expiresAt: number): string;
}

export interface HostPageTarget {
  fileId: string;
  personId: string;
  action: HostPageAction;
  expiresAt: number;
  /** Id of the discovery source whose editor opens the page; the Sandbox Editor when there is none. */
  editor?: string | null;
}

export type HostPageAction = 'view' | 'edit' | 'editnew' | 'embedview';

export interface Services {
  files: Files;
  containers: Containers;
  activities: Activities;
  locks: Locks;
  people: People;
  tokens: Tokens;
  blobs: Blobs;
  urls: HostUrls;
  profile(): Profile;
  /** What a token of this person may do: their rights, cut down by the token, the profile and a read-only folder. */
  rightsOf(person: Person, token: Pick<Token, 'canWrite'>): Rights;
  /** Every Supports… property that the operations offered now switch on. */
  supports(): readonly SupportFlag[];
  now(): number;
  settings(): Settings;
}

export type FilePath =
  | '/wopi/files/:id'
  | '/wopi/files/:id/contents'
  | '/wopi/files/:id/ancestry'
  | '/wopi/files/:id/ecosystem_pointer';
export type ContainerPath =
  | '/wopi/containers/:id'
  | '/wopi/containers/:id/children'
  | '/wopi/containers/:id/ancestry'
  | '/wopi/containers/:id/ecosystem_pointer';
export type EcosystemPath = '/wopi/ecosystem' | '/wopi/ecosystem/root_container_pointer';
export type WopiPath = FilePath | ContainerPath | EcosystemPath;

/** What the table of operations says of one, whatever it works on. */
export interface Description {
  /** As the specification spells it. */
  name: string;
  method: 'GET' | 'POST';
  path: string;
  override?: WopiOverride;
  /** A header that selects this operation over a sibling with the same override. */
  when?: WopiHeaderName;
  needs: Need;
  advertises: readonly SupportFlag[];
  /** Section of the public specification. */
  spec: string;
}

export interface OperationOn<Path extends WopiPath, Called extends Caller> extends Description {
  path: Path;
  /** Answer for a person without the right, where it is not 404. */
  withoutRight?: (explanation: string) => Result;
  /** Refuses a call whose headers are missing or malformed; asked before rights and locks. */
  malformed?(call: Called): Result | undefined;
  run(call: Called, services: Services): Promise<Result> | Result;
}

export type Operation = OperationOn<FilePath, Call>;
export type ContainerOperation = OperationOn<ContainerPath, ContainerCall>;
export type EcosystemOperation = OperationOn<EcosystemPath, Caller>;

/** Selected by X-WOPI-EcosystemOperation in place of the override; authorised by OAuth. */
export interface BootstrapOperation extends Description {
  path: '/wopibootstrapper';
  selector?: (typeof ECOSYSTEM_OPERATIONS)[number];
  run(call: SignedInCall, services: Services): Result;
}

/** For decisions about the lock of the file a call names. */
export function lockOf(call: Call, { locks }: Services): Lock | undefined {
  return locks.live(call.file.id);
}

/** The address of a file, container or the ecosystem, with a token that ends with the one of the call. */
export function linkTo(wish: ChildToken, { tokens, urls }: Pick<Services, 'tokens' | 'urls'>): string {
  const base = { file: urls.wopiSrc, container: urls.container, ecosystem: urls.ecosystem }[wish.kind](wish.resourceId);
  return `${base}?access_token=${encodeURIComponent(tokens.derive(wish))}`;
}
