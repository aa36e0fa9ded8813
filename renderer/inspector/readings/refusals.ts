import type { Outcome } from '../../../preload/contract.ts';
import { formatBytes, formatTime } from '../../ui/format.ts';
import { answered, asked, quote, type Facts } from './facts.ts';

/** What came of a request that was not carried out. */
export interface Refusal {
  /** After the operation's name in the title. */
  short: string;
  words: string;
}

/** What the sentences take from the operation. */
export interface Told {
  /** 'save Budget.xlsx' */
  wish: string;
  /** 'Nothing was written.'; '' where nothing could have changed. */
  left: string;
}

type Refuse = (facts: Facts, told: Told) => Refusal;

const lockAdvice: Record<string, string> = {
  Lock: 'This is correct; a client joins the session by using the lock id it was given.',
  PutFile: 'Nothing was written; a save must carry the lock that is held.',
  PutChunkedFile: 'Nothing was written; a save must carry the lock that is held.',
  RefreshLock: 'The client no longer holds the lock it believes to hold.',
  Unlock: 'The lock stays; only the one that is held can be released.',
  UnlockAndRelock: 'The lock stays; the old id must be the one that is held.',
  RenameFile: 'It keeps its name; renaming a locked file needs its lock.',
  DeleteFile: 'The file stays as long as somebody holds a lock on it.',
  PutRelativeFile: 'No file was made; the one that would be replaced is locked, so another name is needed.',
  CreateChildFile: 'No file was made; the one that would be replaced is locked, so another name is needed.',
  GetCoauthLock: 'An ordinary lock and a co-authoring lock exclude each other.',
};

function lockedByOther(facts: Facts): string {
  const { operation, file, held, carried } = facts;
  const lock = held === null || held === '' ? 'another lock' : quote(held);
  // In UnlockAndRelock the old id is the one that is compared.
  const shown = asked(facts, 'X-WOPI-OldLock') ?? carried;
  const sent =
    shown === null ? '' : shown === '' ? '; the request carried no lock' : `; the request carried ${quote(shown)}`;
  const advice = lockAdvice[operation] ?? `${operation} needs no lock; a host should not refuse it for one.`;
  return `${operation} was refused: ${file} is locked by ${lock}${sent}. ${advice}`;
}

function notLocked({ operation, file, row }: Facts): string {
  if (operation === 'PutFile') {
    return `PutFile was refused: ${file} is not locked, and without a lock only an empty file may be saved (this body has ${formatBytes(row.requestBytes)}). Nothing was written.`;
  }
  return `${operation} was refused: ${file} is not locked. The lock was released, or it expired after 30 minutes without a refresh.`;
}

function nameTaken(facts: Facts, { wish, left }: Told): string {
  const suggested = answered(facts, 'X-WOPI-ValidRelativeTarget');
  return sentence(
    `${facts.who} wanted to ${wish}, but the name is taken${suggested === null || suggested === '' ? '' : `; the host suggests ${quote(suggested)}`}`,
    left,
  );
}

/** 'First half.' and what was left, which may be nothing. */
function sentence(first: string, ...others: string[]): string {
  return [`${first}.`, ...others.filter((other) => other !== '')].join(' ');
}

const TOKEN_PLACE = 'It belongs into the query as access_token, on every request.';

function missingToken({ row }: Facts): string {
  return /bootstrapper/i.test(row.path) ? 'This is how a sign-in begins: the answer says where to go.' : TOKEN_PLACE;
}

// oxfmt-ignore
export const refusals: Record<Exclude<Outcome, 'ok' | 'pending'>, Refuse> = {
  'locked-by-other': (facts) => ({ short: 'refused: another lock is held', words: lockedByOther(facts) }),
  'not-locked': (facts) => ({ short: 'refused: the file is not locked', words: notLocked(facts) }),
  'name-taken': (facts, told) => ({ short: 'refused: the name is taken', words: nameTaken(facts, told) }),
  'changed-meanwhile': ({ who }, { wish, left }) => ({
    short: 'refused: the file was changed meanwhile',
    words: sentence(`${who} wanted to ${wish}, but somebody else has saved since the state the client began with`, left),
  }),
  'not-empty': ({ who }, { wish, left }) => ({
    short: 'refused: the folder is not empty',
    words: sentence(`${who} wanted to ${wish}, but the folder still holds something`, left, 'Only an empty folder is deleted.'),
  }),
  'token-missing': (facts, { wish, left }) => ({
    short: 'refused: no access token',
    words: sentence(`${facts.who} wanted to ${wish} and sent no access token`, left, missingToken(facts)),
  }),
  'token-forged': ({ who }, { wish, left }) => ({
    short: 'refused: the token is not ours',
    words: sentence(`${who} wanted to ${wish} with an access token that this host did not issue, or that was changed on the way`, left),
  }),
  'token-expired': ({ who, row }, { wish, left }) => ({
    short: 'refused: the token has expired',
    words: sentence(`${who} wanted to ${wish} with an access token that was past its time (${formatTime(row.at)} on the virtual clock)`, left, 'The host page must hand out a new one.'),
  }),
  'token-revoked': ({ who }, { wish, left }) => ({
    short: 'refused: the token was revoked',
    words: sentence(`${who} wanted to ${wish} with an access token that has been revoked here`, left),
  }),
  'token-other-file': ({ who }, { wish, left }) => ({
    short: 'refused: the token belongs to something else',
    words: sentence(`${who} wanted to ${wish} with an access token that was issued for something else`, left, 'A token opens one file or one folder only.'),
  }),
  'proof-failed': ({ who, detail }, { wish, left }) => ({
    short: 'refused: the proof does not fit',
    words: sentence(`${who} wanted to ${wish}, but the signature does not fit the request`, detail?.proof.explanation ?? '', left),
  }),
  'no-permission': ({ row, who }, { wish, left }) => ({
    short: 'refused: no permission',
    words: sentence(`${who} wanted to ${wish}, but ${row.personName ?? 'this person'} has no right to do that`, left),
  }),
  'not-found': ({ who }, { wish }) => ({
    short: 'refused: not found',
    words: sentence(`${who} wanted to ${wish}, but the host has nothing of that id`, 'The id is unknown, or what it named was deleted or moved out of the shared folder.'),
  }),
  'not-implemented': ({ who, operation, row }, { wish, left }) => ({
    short: 'is not supported',
    words: sentence(`${who} wanted to ${wish}; this host does not offer ${operation}`, left, row.operation === null ? '' : 'CheckFileInfo and its relatives say so beforehand; a client should not ask.'),
  }),
  'bad-request': ({ row, who }, { wish, left }) =>
    row.status === 431
      ? { short: 'refused: its headers are too large', words: sentence(`${who} sent more address and headers than this host reads`, 'Nothing of the request was carried out.') }
      : row.path === ''
        ? { short: 'refused', words: sentence(`${who} sent something that this host cannot read as a request`, 'Nothing was carried out.') }
        : {
            short: 'refused: the request is malformed',
            words: sentence(`${who} wanted to ${wish} in a way the specification does not allow: a header is missing, too long or contradicts another`, left),
          },
  'bad-name': ({ who }, { wish, left }) => ({
    short: 'refused: the name is not allowed',
    words: sentence(`${who} wanted to ${wish}, but the name cannot be used here`, left),
  }),
  'too-large': ({ who, row, operation }, { wish, left }) => ({
    short: operation === 'GetFile' ? 'refused: the file is too large' : 'refused: the body is too large',
    words:
      operation === 'GetFile'
        ? sentence(`${who} wanted to ${wish}, but takes no more bytes than it said in X-WOPI-MaxExpectedSize`)
        : sentence(`${who} wanted to ${wish}; ${formatBytes(row.requestBytes)} is more than this host accepts`, left),
  }),
  'server-error': ({ who }, { wish, left }) => ({
    short: 'failed in the host',
    words: sentence(`${who} wanted to ${wish}, and the host failed`, left, 'The client did nothing wrong; it may try again.'),
  }),
  aborted: ({ who }, { wish, left }) => ({
    short: 'broke off',
    words: sentence(`${who} wanted to ${wish} and went away before that was finished`, left),
  }),
};
