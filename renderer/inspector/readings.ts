import type { ExchangeDetail, ExchangeRow, Header, Outcome } from '../../preload/contract.ts';
import { formatBytes, formatTime, shortId } from '../ui/format.ts';
import { meaningOfPlain, nameOfRequest } from './plain-requests.ts';

/** What happened, for people: a title, and a sentence that can be pasted into a bug report. */
export interface Reading {
  title: string;
  words: string;
}

interface Facts {
  row: ExchangeRow;
  detail: ExchangeDetail | null;
  /** 'Olivia’s Sandbox Editor', 'Word', 'A client' */
  who: string;
  file: string;
  operation: string;
  /** The lock id that came with the request; null when it is not known (yet). */
  carried: string | null;
  /** The lock on the file before the request; null when it is not known (yet), '' when there was none. */
  held: string | null;
}

export function readingOf(row: ExchangeRow, detail: ExchangeDetail | null): Reading {
  const facts = gather(row, detail);
  if (row.outcome === 'ok') return readSuccess(facts);
  if (row.outcome === 'pending') {
    return {
      title: `${facts.operation} is running`,
      words: `${facts.who} asked for ${what(facts)} at ${formatTime(row.realAt)} and waits for the answer.`,
    };
  }
  const { short, words } = refusals[row.outcome](facts);
  return { title: `${facts.operation} ${short}`, words: capitalize(words) };
}

function gather(row: ExchangeRow, detail: ExchangeDetail | null): Facts {
  const requestLock = detail ? (headerOf(detail.requestHeaders, 'X-WOPI-Lock') ?? '') : null;
  const answerLock = detail ? headerOf(detail.responseHeaders, 'X-WOPI-Lock') : null;
  const held = detail?.before ? (detail.before.lockId ?? '') : null;
  return {
    row,
    detail,
    who: whoOf(row),
    file: row.fileName ?? 'the file',
    operation: row.operation ?? `${row.method} ${row.path}`,
    carried: requestLock,
    held: held ?? (row.status === 409 ? (answerLock ?? row.lockId) : answerLock),
  };
}

export function headerOf(headers: readonly Header[], name: string): string | null {
  return headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value ?? null;
}

function whoOf({ personName, client }: ExchangeRow): string {
  if (personName === null) return client === '' ? 'A client' : client;
  return `${personName}’s ${client === '' ? 'client' : client}`;
}

/** 'Lock on budget.docx', 'GET /favicon.ico' */
function what({ row, operation }: Facts): string {
  return row.operation !== null && row.fileName !== null ? `${operation} on ${row.fileName}` : operation;
}

function quote(id: string | null): string {
  return `“${shortId(id ?? '', 40)}”`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// ── success ─────────────────────────────────────────────────────────────────

function until({ detail }: Facts): string {
  const expiresAt = detail?.after?.lockExpiresAt ?? null;
  return expiresAt === null ? '' : `; it lasts until ${formatTime(expiresAt)}`;
}

function versionAndSize({ detail }: Facts): string {
  const { version = null, size = null } = detail?.before ?? {};
  const parts = [version === null ? '' : `version ${version}`, size === null ? '' : formatBytes(size)];
  const text = parts.filter((part) => part !== '').join(', ');
  return text === '' ? '' : ` (${text})`;
}

function saved({ detail, row }: Facts): string {
  const before = detail?.before?.version ?? null;
  const after = detail?.after?.version ?? null;
  const size = formatBytes(row.requestBytes);
  if (before === null || after === null) return ` (${size})`;
  return before === after
    ? `; the content was the same, so it is still version ${after}`
    : `: version ${before} became ${after}, ${size}`;
}

const successes: Record<string, (facts: Facts) => Reading> = {
  CheckFileInfo: (facts) => ({
    title: 'Properties read',
    words: `${facts.who} asked what ${facts.file} is and what it may do with it${versionAndSize(facts)}; the host told it.`,
  }),
  GetFile: (facts) => ({ title: 'Document read', words: `${facts.who} read ${facts.file}${versionAndSize(facts)}.` }),
  PutFile: (facts) => ({ title: 'Document saved', words: `${facts.who} saved ${facts.file}${saved(facts)}.` }),
  PutRelativeFile: ({ who, file, row }) => ({
    title: 'Saved as another file',
    words: `${who} stored ${formatBytes(row.requestBytes)} as a new file beside ${file}.`,
  }),
  Lock: (facts) =>
    facts.held !== null && facts.held !== '' && facts.held === facts.carried
      ? {
          title: 'Lock extended',
          words: `${facts.who} asked for the lock it already holds on ${facts.file}${until(facts)}.`,
        }
      : { title: 'Lock taken', words: `${facts.who} took a lock on ${facts.file}${until(facts)}.` },
  GetLock: ({ who, file, held }) => ({
    title: 'Lock told',
    words:
      held === null
        ? `${who} asked which lock ${file} has.`
        : `${who} asked which lock ${file} has; ${held === '' ? 'there is none' : `it is ${quote(held)}`}.`,
  }),
  RefreshLock: (facts) => ({
    title: 'Lock extended',
    words: `${facts.who} refreshed its lock on ${facts.file}${until(facts)}.`,
  }),
  Unlock: ({ who, file }) => ({
    title: 'Lock released',
    words: `${who} released its lock on ${file}; it is free to be locked by anyone.`,
  }),
  UnlockAndRelock: (facts) => ({
    title: 'Lock swapped',
    words: `${facts.who} replaced its lock on ${facts.file} by another${facts.carried ? `, ${quote(facts.carried)},` : ''} in one step${until(facts)}.`,
  }),
  RenameFile: ({ who, file }) => ({ title: 'File renamed', words: `${who} renamed ${file}.` }),
  DeleteFile: ({ who, file }) => ({ title: 'File deleted', words: `${who} deleted ${file}.` }),
  PutUserInfo: ({ who }) => ({
    title: 'User info kept',
    words: `${who} stored a note about its user; the host sends it back with every CheckFileInfo.`,
  }),
};

function readSuccess(facts: Facts): Reading {
  const { row, operation, who } = facts;
  if (row.operation === null) {
    const meaning = meaningOfPlain(row);
    const asked = meaning === null ? row.path : `${row.fileName ?? row.path}: ${meaning}`;
    return {
      title: meaning === null ? operation : nameOfRequest(row),
      words: `${who} asked for ${asked}. This is no WOPI operation; the host answered ${row.status ?? 'nothing'}.`,
    };
  }
  const read = successes[row.operation];
  return (
    read?.(facts) ?? {
      title: `${operation} answered`,
      words: `${who} asked for ${what(facts)}; the host answered ${row.status ?? 'nothing'}.`,
    }
  );
}

// ── refusals ────────────────────────────────────────────────────────────────

interface Refusal {
  /** After the operation's name in the title. */
  short: string;
  words: string;
}

function lockedByOther({ operation, file, held, carried }: Facts): string {
  const lock = held === null || held === '' ? 'another lock' : quote(held);
  const sent =
    carried === null
      ? ''
      : carried === ''
        ? '; the request carried no lock'
        : `; the request carried ${quote(carried)}`;
  return `${operation} was refused: ${file} is locked by ${lock}${sent}. ${lockAdvice[operation] ?? 'The request must carry the lock that is held.'}`;
}

const lockAdvice: Record<string, string> = {
  Lock: 'This is correct; a client joins the session by using the lock id it was given.',
  PutFile: 'Nothing was written; a save must carry the lock that is held.',
  RefreshLock: 'The client no longer holds the lock it believes to hold.',
  Unlock: 'The lock stays; only the one that is held can be released.',
  UnlockAndRelock: 'The lock stays; the old id must be the one that is held.',
  DeleteFile: 'The file stays as long as somebody holds a lock on it.',
};

function notLocked({ operation, file, row }: Facts): string {
  if (operation === 'PutFile') {
    return `PutFile was refused: ${file} is not locked, and without a lock only an empty file may be saved (this body has ${formatBytes(row.requestBytes)}). Nothing was written.`;
  }
  return `${operation} was refused: ${file} is not locked. The lock was released, or it expired after 30 minutes without a refresh.`;
}

function nameTaken({ operation, detail }: Facts): string {
  const suggested = detail ? headerOf(detail.responseHeaders, 'X-WOPI-ValidRelativeTarget') : null;
  return `${operation} was refused: a file of that name is already there${suggested === null ? '' : `; the host suggests ${quote(suggested)}`}.`;
}

const refusals: Record<Exclude<Outcome, 'ok' | 'pending'>, (facts: Facts) => Refusal> = {
  'locked-by-other': (facts) => ({ short: 'refused: another lock is held', words: lockedByOther(facts) }),
  'not-locked': (facts) => ({ short: 'refused: the file is not locked', words: notLocked(facts) }),
  'name-taken': (facts) => ({ short: 'refused: the name is taken', words: nameTaken(facts) }),
  'changed-meanwhile': (facts) => ({
    short: 'refused: the file was changed meanwhile',
    words: `${facts.who} asked for ${what(facts)}, but somebody else has saved since the state the client began with.`,
  }),
  'not-empty': (facts) => ({
    short: 'refused: the folder is not empty',
    words: `${facts.who} asked for ${what(facts)}, but the folder still holds something. Only an empty folder is deleted.`,
  }),
  'token-missing': (facts) => ({
    short: 'refused: no access token',
    words: `${facts.who} asked for ${what(facts)} without an access token. It belongs into the query as access_token, on every request.`,
  }),
  'token-forged': (facts) => ({
    short: 'refused: the token is not ours',
    words: `${facts.who} asked for ${what(facts)} with an access token that this host did not issue, or that was changed on the way.`,
  }),
  'token-expired': (facts) => ({
    short: 'refused: the token has expired',
    words: `${facts.who} asked for ${what(facts)} with an access token that was past its time (${formatTime(facts.row.at)} on the virtual clock). The host page must hand out a new one.`,
  }),
  'token-revoked': (facts) => ({
    short: 'refused: the token was revoked',
    words: `${facts.who} asked for ${what(facts)} with an access token that has been revoked here.`,
  }),
  'token-other-file': (facts) => ({
    short: 'refused: the token belongs to another file',
    words: `${facts.who} asked for ${what(facts)} with an access token that was issued for another file. A token opens one file only.`,
  }),
  'proof-failed': (facts) => ({
    short: 'refused: the proof does not fit',
    words:
      `The signature on ${what(facts)} by ${facts.who} does not fit the request. ${facts.detail?.proof.explanation ?? ''}`.trim(),
  }),
  'no-permission': ({ row, operation, file }) => ({
    short: 'refused: no permission',
    words: `${operation} was refused: ${row.personName ?? 'this person'} has no right to do that with ${file}.`,
  }),
  'not-found': (facts) => ({
    short: 'refused: not found',
    words: `${facts.who} asked for ${facts.operation} on something the host does not have. The id is unknown, or the file was deleted or moved out of the shared folder.`,
  }),
  'not-implemented': ({ operation, who }) => ({
    short: 'is not supported',
    words: `${who} asked for ${operation}, which this host does not offer. CheckFileInfo says so beforehand; a client should not ask.`,
  }),
  'bad-request': (facts) => ({
    short: 'refused: the request is malformed',
    words: `${facts.who} asked for ${what(facts)} in a way the specification does not allow: a header is missing, too long or contradicts another.`,
  }),
  'bad-name': (facts) => ({
    short: 'refused: the name is not allowed',
    words: `${facts.operation} was refused: the name that ${facts.who} sent cannot be used for a file.`,
  }),
  'too-large': ({ operation, row, file }) => ({
    short: 'refused: the body is too large',
    words: `${operation} was refused: ${formatBytes(row.requestBytes)} is more than this host accepts. ${file} is unchanged.`,
  }),
  'server-error': (facts) => ({
    short: 'failed in the host',
    words: `The host could not carry out ${what(facts)} for ${facts.who}. The client did nothing wrong; it may try again.`,
  }),
  aborted: (facts) => ({
    short: 'broke off',
    words: `${facts.who} went away before ${what(facts)} was finished.${facts.operation.startsWith('Put') ? ` ${facts.file} is unchanged.` : ''}`,
  }),
};
