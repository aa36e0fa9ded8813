import type { CallReport, Problem, ServerMessage } from '../../preload/editor-contract.ts';
import type { FileInfo } from './file-info.ts';
import type { WopiClient } from './wopi-client.ts';

/** One person in a room, as the room needs it: their token's calls and a way to talk to their page. */
export interface Member {
  readonly id: string;
  readonly client: WopiClient;
  readonly info: FileInfo;
  /** Calls made with this person's token, newest first. */
  readonly calls: readonly CallReport[];
  /** True while the host accepts the token and CheckFileInfo grants writing. */
  readonly canWrite: boolean;
  send(message: ServerMessage): void;
  /** Something in the room changed that the page shows. */
  stateChanged(): void;
  /** The host answered 401 to a call made with this person's token. */
  tokenRefused(report: CallReport): void;
  /** Asks CheckFileInfo whether this person may still write. */
  check(): Promise<CallReport>;
  renamed(name: string): void;
}

export interface RoomLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type JoinResult = { kind: 'joined' } | { kind: 'refused'; refusal: Problem } | { kind: 'closed' };
