// Traffic that leaves the app, and traffic of others that comes in.

/** What can be hidden in traffic that leaves the app. Secrets are hidden always: the app does not know them itself any more. */
export type RedactionKind = 'tokens' | 'proof' | 'people' | 'files' | 'addresses' | 'bodies';

/** What is hidden; what is not named keeps its default. */
export type Redaction = Partial<Record<Exclude<RedactionKind, 'tokens'>, boolean>>;

/** Which exchanges are meant. */
export type TrafficSelection =
  | { kind: 'all' }
  | { kind: 'ids'; ids: number[] }
  | { kind: 'session'; sessionId: string }
  | { kind: 'file'; fileId: string }
  /** What a filter of the list lets through. */
  | { kind: 'filter'; text: string }
  /** Real time, both ends included. */
  | { kind: 'span'; from: number; to: number };

/** HAR 1.2, the app's own capture file, or the archive that Microsoft's support asks for. */
export type RecordingFormat = 'har' | 'capture' | 'support';

export interface RedactionPart {
  kind: RedactionKind;
  isOn: boolean;
  /** How often something of this kind was seen. */
  count: number;
  examples: { before: string; after: string }[];
}

/** What a file would hold and what it would hide. */
export interface RecordingPreview {
  exchangeCount: number;
  /** How many of them were looked at for the counts below. */
  lookedAt: number;
  firstAt: number | null;
  lastAt: number | null;
  /** Bodies of which bytes were not kept when they were recorded. */
  missingBodies: number;
  parts: RedactionPart[];
}

/** How far a save is. */
export interface SaveProgress {
  /** As whoever saves has named it. */
  saveId: string;
  /** Exchanges the file is to hold. */
  total: number;
  /** Exchanges that were read; once all are, a capture file is still being packed. */
  exchanges: number;
  /** Written so far. */
  bytes: number;
}

export interface SavedRecording {
  /** Cancelled: no place was chosen, or the save was stopped; nothing is left of it. Download: the page fetches it from `link`, once. */
  state: 'saved' | 'download' | 'cancelled';
  fileName: string;
  /** Where it was written; null for a download. */
  path: string | null;
  /** Below the address of the screen; null when it was written already. */
  link: string | null;
  exchangeCount: number;
  bytes: number;
  /** What is not in the file and why, one sentence each. */
  remarks: string[];
}

/** A file of recorded traffic that was opened beside the live traffic; it does not change any more. */
export interface OpenedCapture {
  /** What calls name as `source`. */
  id: string;
  name: string;
  fileName: string;
  format: 'har' | 'capture';
  /** The program that wrote the file, as the file tells it. */
  madeBy: string;
  openedAt: number;
  exchangeCount: number;
  findingCount: number;
  bytes: number;
  firstAt: number | null;
  lastAt: number | null;
  /** What whoever saved it has hidden; null when the file does not tell. */
  hidden: RedactionKind[] | null;
  /** What could not be taken over and what was changed, one sentence each. */
  remarks: string[];
}
