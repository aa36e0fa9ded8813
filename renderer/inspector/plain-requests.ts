import type { ExchangeRow } from '../../preload/contract.ts';

interface PlainRequest {
  path: RegExp;
  method?: 'GET' | 'POST';
  /** Stands where the operation stands for others. */
  name: string;
  /** What was wanted, after “wanted to”. */
  wish: string;
  /** What it is for, as the second half of a sentence. */
  meaning: string;
}

/** Requests that are no WOPI operation: what browsers and sign-ins ask for. The first that fits counts. */
// oxfmt-ignore
const plainRequests: readonly PlainRequest[] = [
  { path: /^$/, name: 'Unreadable request', wish: 'say something that is no request of HTTP',
    meaning: 'something whose address could not be read' },
  { path: /^\/(?:launch|page)\//, name: 'Host page', wish: 'open FILE in an editor',
    meaning: 'the page that frames the editor and hands it the access token' },
  { path: /^\/about\//, name: 'About page', wish: 'see the page about FILE',
    meaning: 'a page about a file or folder, at an address that the host gave out for it' },
  { path: /^\/closed$/, name: 'Closed page', wish: 'see the page after closing',
    meaning: 'the page that is shown when the editor was closed' },
  { path: /^\/privacy$/, name: 'Privacy page', wish: 'read what is done with data',
    meaning: 'the page about privacy that CheckFileInfo names' },
  { path: /^\/signed-out$/, name: 'Signed-out page', wish: 'sign out',
    meaning: 'the page that is shown after signing out' },
  { path: /^\/sign-in$/, name: 'Sign-in hint', wish: 'sign in',
    meaning: 'the page that says how a person comes to this host' },
  { path: /\/oauth(?:2)?\/(?:v2\.0\/)?authorize$/, method: 'POST', name: 'Sign-in answer', wish: 'sign in as a person and go back to the app',
    meaning: 'the answer on the sign-in page; it sends the app on with a code to trade for a token' },
  { path: /\/oauth(?:2)?\/(?:v2\.0\/)?authorize$/, name: 'Sign-in page', wish: 'see the sign-in page',
    meaning: 'the page where a person signs in for an Office app' },
  { path: /\/oauth(?:2)?\/(?:.+\/)?token$/, name: 'Token request', wish: 'trade a sign-in for an access token',
    meaning: 'the trade of a sign-in code, or of a refresh token, for an access token' },
  { path: /\/hosting\/discovery$/, name: 'Discovery', wish: 'know which files the editors open and how',
    meaning: 'the list of what the editors of an Office server open, with the addresses and the proof keys' },
  { path: /\/hosting\/capabilities$/, name: 'Capabilities', wish: 'know what the office server can do',
    meaning: 'what an office server can do, in a form of Collabora' },
  { path: /^\/favicon\./, name: 'Icon', wish: 'have the icon of the host',
    meaning: 'the icon that browsers ask every site for' },
  { path: /^\/(?:robots\.txt)?$/, name: 'Front page', wish: 'see the start of the host',
    meaning: 'the start of the host, which is no WOPI address' },
];

type Plain = Pick<ExchangeRow, 'path'> & Partial<Pick<ExchangeRow, 'method'>>;

function find({ path, method }: Plain): PlainRequest | undefined {
  return plainRequests.find((each) => each.path.test(path) && (each.method ?? method) === method);
}

/** What to call a request: its operation, what it is otherwise, or its method. */
export function nameOfRequest(row: Pick<ExchangeRow, 'operation' | 'path' | 'method'>): string {
  return row.operation ?? find(row)?.name ?? row.method;
}

export function meaningOfPlain(row: Plain): string | null {
  return find(row)?.meaning ?? null;
}

/** What was wanted, after “wanted to”; null for an address nobody knows. */
export function wishOfPlain(row: Plain & Pick<ExchangeRow, 'fileName'>): string | null {
  return find(row)?.wish.replace('FILE', row.fileName ?? 'a document') ?? null;
}
