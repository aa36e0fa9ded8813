import { randomUUID } from 'node:crypto';
import type { IssuedToken } from '../../preload/contract.ts';
import { httpRequest } from './http.ts';
import type { Served } from './serve.ts';

/** What the traffic of a busy morning left behind, for pages to show. */
export interface Bustle {
  /** Ids of the files by name. */
  files: ReadonlyMap<string, string>;
  /** Ids of recorded requests: a save, a refused lock, a refused token. */
  saved: number;
  conflict: number;
  refused: number;
  /** The reading of a Word document. */
  document: number;
}

const WORD = 'MSWAC (Word for the web)';
const LOCK = (part: string): string =>
  JSON.stringify({ S: `4f1c22aa-${part}-4b1e-9f55-2f5d8a3c0e11`, F: 4, E: 2, M: 'WORDWEB-7', P: 'C0FFEE00-1B2D-4C3A' });

/** Two people work on one document, a third client gets in their way, a reader tries to write, tokens fail. */
export async function makeBustle(served: Served): Promise<Bustle> {
  const { files: listing } = await served.call('listFiles');
  const files = new Map(listing.map(({ name, id }) => [name, id]));
  const tokenFor = async (file: string, person: string): Promise<IssuedToken> =>
    served.call('issueToken', { fileId: files.get(file) ?? '', personId: person, ttlSeconds: 36_000 });

  const session = async (file: string, person: string, client = WORD) => {
    const { token, accessToken, wopiSrc } = await tokenFor(file, person);
    const sessionId = randomUUID();
    const call = (
      override: string | null,
      headers: Record<string, string> = {},
      {
        body,
        at = '',
        secret = accessToken,
      }: { body?: string | Uint8Array; at?: '' | '/contents'; secret?: string } = {},
    ) =>
      httpRequest(served.host, {
        method: override === null ? 'GET' : 'POST',
        path: `${new URL(wopiSrc).pathname}${at}?access_token=${secret}`,
        headers: {
          'User-Agent': client,
          'X-WOPI-ClientVersion': '16.0.19328.41007',
          'X-WOPI-SessionId': sessionId,
          'X-WOPI-CorrelationId': randomUUID(),
          ...(override === null ? {} : { 'X-WOPI-Override': override }),
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
      });
    return {
      token,
      accessToken,
      check: () => call(null),
      get: () => call(null, {}, { at: '/contents' }),
      put: (lock: string, body: string) => call('PUT', { 'X-WOPI-Lock': lock }, { body, at: '/contents' }),
      call,
    };
  };

  const lock = LOCK('0a1b');
  const olivia = await session('Notes.txt', 'owner');
  await olivia.check();
  await olivia.call('LOCK', { 'X-WOPI-Lock': lock });
  await olivia.get();
  await olivia.put(lock, 'Notes\n\nFirst draft of the morning.\n');
  const emil = await session('Notes.txt', 'editor');
  await emil.check();
  await emil.get();
  await emil.put(lock, 'Notes\n\nFirst draft of the morning, with a correction by Emil.\n');
  await olivia.call('REFRESH_LOCK', { 'X-WOPI-Lock': lock });

  const other = await session('Notes.txt', 'editor', 'Collabora-Online/24.04');
  await other.check();
  await other.call('LOCK', { 'X-WOPI-Lock': 'cool-lock-58211' });
  await other.put('cool-lock-58211', 'Whoever saves last wins.');

  const rita = await session('Read me first.md', 'reader');
  await rita.check();
  await rita.get();
  await rita.put(lock, 'A reader writes.');
  await rita.call(null, {}, { secret: `${rita.accessToken.slice(0, -6)}AAAAAA` });
  const gus = await session('Contacts.csv', 'guest');
  await gus.check();
  await served.call('revokeToken', { tokenId: gus.token.id });
  await gus.get();

  const report = await session('Report.docx', 'owner');
  await report.check();
  await report.call('LOCK', { 'X-WOPI-Lock': LOCK('77c0') });
  await report.get();
  await report.call('UNLOCK', { 'X-WOPI-Lock': LOCK('77c0') });
  const budget = await session('Budget.xlsx', 'owner');
  await budget.call('LOCK', { 'X-WOPI-Lock': LOCK('93d4') });
  await budget.call('LOCK', { 'X-WOPI-Lock': LOCK('93d5'), 'X-WOPI-OldLock': LOCK('93d4') });
  const { body } = await budget.get();
  await budget.call('PUT_RELATIVE', { 'X-WOPI-SuggestedTarget': 'Budget f+APw-r 2027.xlsx' }, { body });

  const rowOf = async (operation: string, status: number, file?: string): Promise<number> => {
    const { rows } = await served.call('listExchanges', { limit: 200 });
    const fits = rows.find(
      (row) => row.operation === operation && row.status === status && (row.fileName === file || file === undefined),
    );
    return fits?.id ?? 0;
  };
  return {
    files,
    saved: await rowOf('PutFile', 200),
    conflict: await rowOf('Lock', 409),
    refused: await rowOf('GetFile', 401),
    document: await rowOf('GetFile', 200, 'Report.docx'),
  };
}
