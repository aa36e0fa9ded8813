import type { SessionRow, SessionTone, StoryStepState } from '../../preload/contract.ts';
import type { Tone } from '../ui/badge.tsx';
import { plural } from '../ui/format.ts';

/** How a session went: told apart without colour by word and sign. */
export const tones: Record<SessionTone, { word: string; sign: string; tone: Tone; rank: number }> = {
  wrong: { word: 'went wrong', sign: '✕', tone: 'err', rank: 3 },
  remark: { word: 'incomplete', sign: '!', tone: 'warn', rank: 2 },
  going: { word: 'going on', sign: '…', tone: 'accent', rank: 1 },
  good: { word: 'fine', sign: '✓', tone: 'ok', rank: 0 },
};

export const states: Record<StoryStepState, { word: string; sign: string }> = {
  done: { word: 'done', sign: '✓' },
  refused: { word: 'refused, as it should be', sign: '↩' },
  failed: { word: 'failed', sign: '✕' },
  missing: { word: 'expected, did not come', sign: '?' },
  waiting: { word: 'awaited', sign: '…' },
  outside: { word: 'by others', sign: '◆' },
};

/** What holds the requests of a session together. */
export const belongings: Record<SessionRow['by'], string> = {
  session: 'Requests with this X-WOPI-SessionId',
  token: 'Requests with one access token; the client sends no X-WOPI-SessionId',
  person: 'Requests of one person and client on one file, without a session id and a token, less than an hour apart',
};

/** The filter that shows the requests of a session in Traffic. */
export function filterOf({ key, by, fileName, client }: SessionRow): string {
  if (by === 'session') return `session:${quoted(key)}`;
  if (by === 'token') return `token:${quoted(key.replace(/^token:/, ''))}`;
  return `${fileName === null ? '' : `file:${quoted(fileName)} `}client:${quoted(client)}`;
}

function quoted(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** '4 requests, 1 save, 1 lock' */
export function countsOf({ requests, saves, locks, refused }: SessionRow): string {
  return [
    plural(requests, 'request'),
    plural(saves, 'save'),
    plural(locks, 'lock'),
    ...(refused > 0 ? [plural(refused, 'refusal')] : []),
  ].join(', ');
}
