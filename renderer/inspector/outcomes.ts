import { OUTCOME_TONES, type ExchangeRow, type Outcome, type OutcomeTone } from '../../preload/contract.ts';

interface OutcomeWords {
  words: string;
  tone: OutcomeTone;
}

const words: Record<Outcome, string> = {
  pending: 'running',
  ok: 'ok',
  'locked-by-other': 'different lock held',
  'not-locked': 'not locked',
  'name-taken': 'name taken',
  'changed-meanwhile': 'changed meanwhile',
  'not-empty': 'folder not empty',
  'token-missing': 'token missing',
  'token-forged': 'token not ours',
  'token-expired': 'token expired',
  'token-revoked': 'token revoked',
  'token-other-file': 'token for another file',
  'proof-failed': 'proof failed',
  'no-permission': 'no permission',
  'not-found': 'not found',
  'not-implemented': 'not supported',
  'bad-request': 'bad request',
  'bad-name': 'name not allowed',
  'too-large': 'too large',
  'server-error': 'host failed',
  aborted: 'client went away',
};

export const outcomes = Object.fromEntries(
  Object.entries(words).map(([outcome, text]) => [outcome, { words: text, tone: OUTCOME_TONES[outcome as Outcome] }]),
) as Record<Outcome, OutcomeWords>;

/** What success means, operation by operation. */
const done: Record<string, string> = {
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
  if (outcome === 'ok' && operation !== null) return done[operation] ?? 'ok';
  return outcomes[outcome].words;
}
