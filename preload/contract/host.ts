import type { DiscoverySource } from './discovery.ts';
import type { CaptureState } from './exchanges.ts';
import type { LockRow } from './files-and-locks.ts';
import type { Person, TokenRow } from './people-and-tokens.ts';
import type { OpenedCapture } from './recordings.ts';

// The host itself: addresses, settings, clock, notices.

/** Virtual now = heldAt ?? wall clock + offsetMs. */
export interface ClockState {
  offsetMs: number;
  heldAt: number | null;
}

export interface Addresses {
  host: string;
  admin: string;
  editor: string;
}

export interface HostState {
  version: string;
  folder: string;
  /** Set while the folder cannot be used: what is wrong and what to do. */
  folderProblem: string | null;
  folderIsReadOnly: boolean;
  dataDirectory: string;
  addresses: Addresses;
  /** Base of every WOPISrc: the public URL when set, otherwise the host listener. */
  publicBase: string;
}

export interface Notice {
  id: number;
  tone: 'info' | 'warning' | 'error';
  title: string;
  detail: string;
}

export type Theme = 'system' | 'light' | 'dark' | 'high-contrast';

export type ProofMode = 'off' | 'check' | 'enforce';

/** Whole hosts that differ in what they offer and promise; what one leaves out is answered 501. */
export type Profile = 'default' | 'no-containers' | 'no-write-relative' | 'view-only' | 'collabora' | 'onlyoffice';

export interface Settings {
  folder: string;
  profile: Profile;
  publicUrl: string | null;
  /** null: any free port. Ports change at the next start. */
  hostPort: number | null;
  adminPort: number | null;
  editorPort: number | null;
  maxExchanges: number;
  maxAgeDays: number;
  maxCaptureBytes: number;
  /** Bodies above this size are not kept. */
  maxBodyBytes: number;
  /** Budget for kept file versions. */
  maxVersionBytes: number;
  /** PutFile and PutRelativeFile above this size are answered 413. */
  maxFileBytes: number;
  tokenTtlSeconds: number;
  /** What the authorisation server knows of its one client, the Office apps. */
  oauthClientId: string;
  /** Made at the first start; changing it signs everybody out. */
  oauthClientSecret: string;
  /** Compared character by character. */
  oauthRedirectUris: string[];
  /** Names that may be chosen while signing in; each has a token endpoint of its own. Empty: no such choice. */
  oauthTenants: string[];
  oauthTokenSeconds: number;
  /** Asked for on the sign-in page: whoever sees this screen may sign in as anybody. Made at the first start. */
  signInCode: string;
  proofMode: ProofMode;
  theme: Theme;
  isWelcomeDone: boolean;
  /** Where Microsoft's file of test cases lies on this machine. */
  testCasesFile: string | null;
}

export interface Snapshot {
  /** Events up to and including this number are contained. */
  seq: number;
  host: HostState;
  clock: ClockState;
  settings: Settings;
  capture: CaptureState;
  notices: Notice[];
  people: Person[];
  locks: LockRow[];
  tokens: TokenRow[];
  sources: DiscoverySource[];
  captures: OpenedCapture[];
}
