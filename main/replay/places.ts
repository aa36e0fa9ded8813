import type { ReplayTarget } from '../../preload/contract.ts';
import { CannotSend } from './cannot-send.ts';

/** Where requests go: this host, or another one that the user has named. */
export interface Place {
  name: string;
  isElsewhere: boolean;
  /** Scheme, host and port a connection is made to. */
  origin: string;
  /** Whose tokens requests carry here; null: those of the recorded people. */
  personId: string | null;
  /** Path and query there of a recorded path. @throws CannotSend */
  targetOf(url: string): string;
  fileOf(recordedId: string): string;
  /** The token for a recorded file there; undefined: one of this host is issued. */
  tokenOf(fileId: string | null): { accessToken: string; expiresAt: number } | undefined;
}

export interface Own {
  /** The host listener as it is reached from this machine. */
  host: string;
  /** What clients call it; the same when there is no public URL. */
  publicBase: string;
}

/** @param isLive what was recorded here has its paths and ids here */
export function ownPlace({ host }: Own, isLive: boolean, target: Extract<ReplayTarget, { kind: 'host' }>): Place {
  const { personId = null, files = [] } = target;
  const known = new Map(files.map(({ from, to }) => [from, to]));
  const fileOf = (id: string): string => known.get(id) ?? id;
  return {
    name: 'This host',
    isElsewhere: false,
    origin: host,
    personId,
    targetOf: isLive && files.length === 0 ? (url) => url : (url) => placed(url, '/wopi', fileOf),
    fileOf,
    tokenOf: () => undefined,
  };
}

/** @throws Error whose message is a sentence for the user, when nobody has agreed to send anything to that origin */
export function placeOf(target: ReplayTarget, own: Own, isLive: boolean): Place {
  if (target.kind === 'host') return ownPlace(own, isLive, target);
  const base = parseBase(target.base);
  const { origin } = base;
  const isOwn = [own.host, own.publicBase].some((address) => originOf(address) === origin);
  if (!isOwn && target.allowOrigin !== origin)
    throw new Error(
      `Tokens, lock ids and document contents would be sent to ${origin}, which is not this host. Agree to that first (allowOrigin “${origin}”).`,
    );
  const files = new Map(target.files.map((file) => [file.from, file]));
  const prefix = base.pathname.replace(/(\/files)?\/*$/, '');
  const fileOf = (id: string): string => files.get(id)?.to ?? id;
  return {
    name: `${origin}${prefix}`,
    isElsewhere: true,
    origin,
    personId: null,
    targetOf: (url) => placed(url, prefix, fileOf),
    fileOf,
    tokenOf: (fileId) => ({
      accessToken: files.get(fileId ?? '')?.accessToken || target.accessToken,
      expiresAt: target.accessTokenTtl,
    }),
  };
}

const RESOURCE = /^[^?]*?(\/(?:files|containers|ecosystem)(?=[/?]|$))(.*)$/;

/** A recorded address below another prefix, about another file. */
function placed(url: string, prefix: string, fileOf: (id: string) => string): string {
  const [, resource, rest = ''] = RESOURCE.exec(url) ?? [];
  if (resource === undefined)
    throw new CannotSend('Only requests to files, folders and the ecosystem have a place on another host.');
  const [, id, behind = ''] = /^\/([^/?]+)(.*)$/.exec(rest) ?? [];
  if (id === undefined || resource === '/ecosystem') return `${prefix}${resource}${rest}`;
  const there = resource === '/files' ? fileOf(plain(id)) : plain(id);
  return `${prefix}${resource}/${encodeURIComponent(there)}${behind}`;
}

function parseBase(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Error(
      `“${text.slice(0, 200)}” is not an address. Give what stands before /files, such as https://host.example/wopi.`,
    );
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Error(`“${text.slice(0, 200)}” begins with ${url.protocol}; only http: and https: are possible.`);
  if (url.username !== '' || url.password !== '')
    throw new Error('The address carries a user name or password. Remove it; hosts are called with an access token.');
  if (url.search !== '' || url.hash !== '')
    throw new Error(
      'The address carries a query or a fragment. Give what stands before /files, and nothing behind it.',
    );
  return url;
}

function originOf(address: string): string | undefined {
  return address === '' ? undefined : new URL(address).origin;
}

function plain(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
