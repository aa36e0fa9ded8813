import type { ExchangeRow } from '../../preload/contract.ts';

interface PlainRequest {
  path: RegExp;
  /** Stands where the operation stands for others. */
  name: string;
  /** What it is for, as the second half of a sentence. */
  meaning: string;
}

/** Requests to the host that are no WOPI operation. */
const plainRequests: readonly PlainRequest[] = [
  {
    path: /^\/(?:launch|page)\//,
    name: 'Host page',
    meaning: 'the page that frames the editor and hands it the access token',
  },
  { path: /^\/closed$/, name: 'Closed page', meaning: 'the page that is shown when the editor was closed' },
  { path: /^\/favicon\./, name: 'Icon', meaning: 'the icon that browsers ask every site for' },
  { path: /^\/(?:robots\.txt)?$/, name: 'Front page', meaning: 'the start of the host, which is no WOPI address' },
];

function find({ path }: Pick<ExchangeRow, 'path'>): PlainRequest | undefined {
  return plainRequests.find((each) => each.path.test(path));
}

/** What to call a request: its operation, what it is otherwise, or its method. */
export function nameOfRequest(row: Pick<ExchangeRow, 'operation' | 'path' | 'method'>): string {
  return row.operation ?? find(row)?.name ?? row.method;
}

export function meaningOfPlain(row: Pick<ExchangeRow, 'path'>): string | null {
  return find(row)?.meaning ?? null;
}
