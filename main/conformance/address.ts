import type { CaseStep } from './cases.ts';
import { EngineError } from './model.ts';

/** What is judged. */
export interface Target {
  wopiSrc: string;
  accessToken: string;
  /** Sent as it is. */
  accessTokenTtl: string;
}

export interface Address {
  url: string;
  /** undefined when the address is one of the host's own and carries none. */
  token: string | undefined;
}

const STATE = '$State:';

type Request = Extract<CaseStep, { kind: 'request' }>;

/** Where a request goes and with which token. @throws EngineError */
export function addressOf(step: Request, target: Target, state: ReadonlyMap<string, string | null>): Address {
  const { request, overrideUrl, name } = step;
  const suffix = request.suffix ?? '';
  const given = overrideUrl === undefined ? undefined : resolve(overrideUrl, state);
  if (given === undefined || given === null || given === '') {
    if (request.isBare) throw new EngineError(`${name} has no address: the host gave none.`);
    if (request.neverOnWopiSrc)
      throw new EngineError(`${name} has no address, and it is never sent to the file under test.`);
    return mutated(ownAddress(target, suffix), step);
  }
  if (request.isBare) return { url: httpUrl(given, name), token: undefined };
  return mutated({ url: httpUrl(withSuffix(given, suffix), name), token: tokenOf(given) }, step);
}

/** WOPISrc with token and ttl, as a client makes it. */
export function ownAddress({ wopiSrc, accessToken, accessTokenTtl }: Target, suffix = ''): Address {
  const base = withSuffix(wopiSrc, suffix);
  const query = `access_token=${encodeToken(accessToken)}&access_token_ttl=${encodeToken(accessTokenTtl)}`;
  return { url: `${base}${base.includes('?') ? '&' : '?'}${query}`, token: accessToken };
}

/** An address of the host's own, with a suffix put into its path. */
export function withSuffix(url: string, suffix: string): string {
  const end = url.search(/[?#]/);
  return end === -1 ? url + suffix : url.slice(0, end) + suffix + url.slice(end);
}

/** The token inside an address, read as a form is. */
export function tokenOf(url: string): string | undefined {
  const query = url.split('#', 1)[0]?.split('?').slice(1).join('?') ?? '';
  for (const [name, value] of new URLSearchParams(query)) if (name.toLowerCase() === 'access_token') return value;
  return undefined;
}

/** The same address with another token. */
export function withToken(url: string, token: string): string {
  return url.replace(/([?&]access_token=)[^&#]*/i, (_, name: string) => name + encodeToken(token));
}

/** Everything but the unreserved characters, more than encodeURIComponent takes. */
export function encodeToken(token: string): string {
  return encodeURIComponent(token).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function resolve(override: string, state: ReadonlyMap<string, string | null>): string | null {
  if (!override.startsWith(STATE)) return override;
  const key = override.slice(STATE.length);
  const saved = state.get(key);
  if (saved === undefined) throw new EngineError(`The case uses “${key}”, which no request has saved.`);
  return saved;
}

function httpUrl(text: string, name: string): string {
  if (/^https?:\/\/[^/?#\s]/i.test(text)) return text;
  throw new EngineError(`${name} cannot be sent to “${text.slice(0, 200)}”: an address with http or https is needed.`);
}

function mutated(address: Address, { token }: Request): Address {
  if (!token) return address;
  const value = token();
  return { url: withToken(address.url, value), token: value };
}
