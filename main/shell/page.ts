import { readFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join, normalize, sep } from 'node:path';
import type { CustomScheme } from 'electron';
import mime from 'mime';

/** The address of the user interface inside the app. */
export const PAGE_URL = 'app://ui/';

/** Makes app:// a proper origin: relative addresses, storage and module scripts work as under https. */
export const PAGE_SCHEME: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};

/** True for an address of the user interface. `devUrl` is the development server while it is in use. */
export function isOwnPage(url: string, devUrl?: string): boolean {
  // written out with the slash, so that neither `app://ui.example` nor a user name passes; `origin` is no help,
  // because it is "null" for every scheme that is not of the web
  return url.startsWith(devUrl === undefined ? PAGE_URL : new URL('/', devUrl).href);
}

/** Serves the built user interface from a folder; each load of the page gets a fresh nonce. */
export function createPageHandler(directory: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const path = localPath(directory, request.url);
    if (path === undefined) return new Response('Not found', { status: 404 });
    try {
      const content = await readFile(path);
      const type = mime.getType(path) ?? 'application/octet-stream';
      return type === 'text/html'
        ? page(content.toString())
        : new Response(content, { headers: { 'content-type': type, ...COMMON } });
    } catch {
      return new Response('Not found', { status: 404 });
    }
  };
}

/** The element of index.html that tells the page's scripts which nonce their style elements need. */
const NONCE_PLACE = /(<meta name="csp-nonce" content=")[^"]*/;

const COMMON = { 'x-content-type-options': 'nosniff' };

function page(html: string): Response {
  const nonce = randomBytes(16).toString('base64');
  return new Response(html.replace(NONCE_PLACE, `$1${nonce}`), {
    headers: { ...COMMON, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy(nonce) },
  });
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** The file behind an address, or undefined when the address leaves the folder or is not ours. */
function localPath(directory: string, url: string): string | undefined {
  if (!isOwnPage(url)) return undefined;
  const name = decoded(new URL(url).pathname);
  if (name === undefined || name.includes('\0')) return undefined;
  const path = normalize(join(directory, name === '/' ? 'index.html' : name));
  return path.startsWith(directory + sep) ? path : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
