import type { ExchangeRow, Outcome } from '../contract.ts';

type OutcomeTone = 'pending' | 'ok' | 'refused' | 'wrong';

interface OutcomeWords {
  words: string;
  /** Refused: the protocol at work. Wrong: somebody has something to mend. */
  tone: OutcomeTone;
}

/** The page shows these words and filters find by them, so both sides share the table. */
export const outcomes: Record<Outcome, OutcomeWords> = {
  pending: { words: 'running', tone: 'pending' },
  ok: { words: 'ok', tone: 'ok' },
  'locked-by-other': { words: 'different lock held', tone: 'refused' },
  'not-locked': { words: 'not locked', tone: 'refused' },
  'name-taken': { words: 'name taken', tone: 'refused' },
  'changed-meanwhile': { words: 'changed meanwhile', tone: 'refused' },
  'not-empty': { words: 'folder not empty', tone: 'refused' },
  'token-missing': { words: 'token missing', tone: 'wrong' },
  'token-forged': { words: 'token not ours', tone: 'wrong' },
  'token-expired': { words: 'token expired', tone: 'refused' },
  'token-revoked': { words: 'token revoked', tone: 'refused' },
  'token-other-file': { words: 'token for another file', tone: 'wrong' },
  'proof-failed': { words: 'proof failed', tone: 'wrong' },
  'no-permission': { words: 'no permission', tone: 'refused' },
  'not-found': { words: 'not found', tone: 'refused' },
  'not-implemented': { words: 'not supported', tone: 'refused' },
  'bad-request': { words: 'bad request', tone: 'wrong' },
  'bad-name': { words: 'name not allowed', tone: 'refused' },
  'too-large': { words: 'too large', tone: 'refused' },
  'server-error': { words: 'host failed', tone: 'wrong' },
  aborted: { words: 'client went away', tone: 'wrong' },
};

/** What success means, operation by operation. */
export const successWords: Readonly<Record<string, string>> = {
  CheckFileInfo: 'described',
  GetFile: 'read',
  PutFile: 'saved',
  PutRelativeFile: 'saved as',
  Lock: 'locked',
  GetLock: 'lock told',
  RefreshLock: 'lock extended',
  Unlock: 'unlocked',
  UnlockAndRelock: 'lock swapped',
  RenameFile: 'renamed',
  DeleteFile: 'deleted',
  PutUserInfo: 'user info kept',
};

export function outcomeWords({ outcome, operation }: Pick<ExchangeRow, 'outcome' | 'operation'>): string {
  if (outcome === 'ok' && operation !== null) return successWords[operation] ?? 'ok';
  return outcomes[outcome].words;
}

/** What filters on the outcome look at: its code and its words. */
export function outcomeText(row: Pick<ExchangeRow, 'outcome' | 'operation'>): string {
  return `${row.outcome} ${outcomeWords(row)}`;
}
