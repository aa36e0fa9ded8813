import type { AdminApi, ExchangeDetail } from '../../../preload/contract.ts';
import { recordedBody } from '../../bodies/source.ts';
import { readingOf } from '../../inspector/readings.ts';
import { useHost } from '../../state/host.ts';
import { usePeople } from '../../state/people.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { copiedRequest, type FreshToken } from './copied-request.ts';
import { writeCurl } from './curl.ts';
import { writeFetch } from './fetch-code.ts';
import type { FormatId } from './format-names.ts';
import { writeMarkdown } from './markdown.ts';
import { writePowerShell } from './power-shell.ts';

interface CopyContext {
  api: AdminApi;
  /** What clients call this host. */
  publicBase: string;
  /** How it is reached from this machine. */
  hostBase: string;
  nameOf(personId: string): string;
}

interface CopyFormat {
  /** What the message says was copied. */
  what: string;
  write(detail: ExchangeDetail, context: CopyContext): Promise<string>;
  /** Stands between several of them. */
  separator: string;
  /** Whether it can be written of this request; always where absent. */
  fits?(detail: ExchangeDetail): boolean;
}

const FORMATS: Record<FormatId, CopyFormat> = {
  curl: { what: 'cURL command', separator: '\n\n', write: asCode(writeCurl) },
  'curl-token': {
    what: 'cURL command with a token that works for an hour',
    separator: '\n\n',
    fits: takesFileToken,
    async write(detail, { api, hostBase }) {
      const [token, bytes] = await Promise.all([freshToken(detail, api), requestBytes(detail, api)]);
      return writeCurl(copiedRequest(detail, { base: hostBase, bytes, token }));
    },
  },
  powershell: { what: 'PowerShell command', separator: '\n\n', write: asCode(writePowerShell) },
  fetch: { what: 'fetch call', separator: '\n\n', write: asCode(writeFetch) },
  markdown: { what: 'Report', separator: '\n\n---\n\n', write: asReport },
};

/** Exchanges as one text, in the order they were recorded. @throws Error when none of them can be written so */
export async function writeAs(
  id: FormatId,
  ids: readonly number[],
  api: AdminApi,
): Promise<{ text: string; what: string }> {
  const format = FORMATS[id];
  const context = contextOf(api);
  const texts: string[] = [];
  for (const exchange of ids.toSorted((left, right) => left - right)) {
    const detail = await api.getExchange({ id: exchange });
    if (format.fits?.(detail) ?? true) texts.push(await format.write(detail, context));
  }
  if (texts.length === 0)
    throw new Error('A fresh token can only be issued for requests of a known person to a file. Copy as cURL instead.');
  const leftOut = ids.length - texts.length;
  const several = ids.length === 1 ? '' : ` of ${plural(texts.length, 'request')}`;
  const rest = leftOut === 0 ? '' : ` (${formatCount(leftOut)} left out: no token of a file)`;
  return { text: texts.join(format.separator), what: `${format.what}${several}${rest}` };
}

function contextOf(api: AdminApi): CopyContext {
  const { host } = useHost.getState();
  const { people } = usePeople.getState();
  return {
    api,
    publicBase: host?.publicBase ?? '',
    hostBase: host?.addresses.host ?? '',
    nameOf: (id) => people.find((person) => person.id === id)?.name ?? id,
  };
}

const TOKEN_SECONDS = 3600;

/** Whether a new token of a file can take the place of the recorded one. */
function takesFileToken({ fileId, personId, path }: ExchangeDetail): boolean {
  return fileId !== null && personId !== null && path.startsWith('/wopi/files/');
}

async function freshToken({ fileId, personId }: ExchangeDetail, api: AdminApi): Promise<FreshToken> {
  return api.issueToken({
    fileId: fileId ?? '',
    personId: personId ?? '',
    ttlSeconds: TOKEN_SECONDS,
    source: 'copied cURL',
  });
}

function asCode(write: (request: ReturnType<typeof copiedRequest>) => string): CopyFormat['write'] {
  return async (detail, { api, publicBase }) =>
    write(copiedRequest(detail, { base: publicBase, bytes: await requestBytes(detail, api) }));
}

function requestBytes({ id, requestBody }: ExchangeDetail, api: AdminApi): Promise<Uint8Array> {
  return recordedBody(api, { id, side: 'request', kept: requestBody.kept }).read(0, READ_BYTES);
}

/** More than this is never written out. */
const READ_BYTES = 256 * 1024;

async function asReport(detail: ExchangeDetail, { api, nameOf }: CopyContext): Promise<string> {
  const { id } = detail;
  const [{ findings }, rules, requestText, responseText] = await Promise.all([
    api.listFindings({ exchangeId: id, limit: 100 }),
    detail.findings ? api.listRules() : [],
    textOf(detail, 'request', api),
    textOf(detail, 'response', api),
  ]);
  return writeMarkdown({ detail, ...readingOf(detail, detail, nameOf), findings, rules, requestText, responseText });
}

async function textOf(detail: ExchangeDetail, side: 'request' | 'response', api: AdminApi): Promise<string | null> {
  const { kept } = detail[`${side}Body`];
  if (kept === 0) return null;
  const bytes = await recordedBody(api, { id: detail.id, side, kept }).read(0, READ_BYTES);
  try {
    // The beginning of a long text may end inside a character.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: kept > READ_BYTES });
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}
