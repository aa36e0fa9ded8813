import { randomBytes } from 'node:crypto';
import frameScript from './host-page-frame.js?raw';
import type { Result } from './results.ts';

export interface HostPageInput {
  title: string;
  language: string;
  actionUrl: string;
  favIconUrl: string | null;
  accessToken: string;
  accessTokenTtl: number;
  userId: string;
  ownerId: string;
  /** Address that opens this page again, put into the address bar in place of the used ticket. */
  reloadUrl: string;
  /** Addresses of the other mode, for UI_Edit. */
  editUrl: string;
  /** Opened in a tab of its own, for UI_FileVersions. */
  versionsUrl: string;
  /** Whether other pages may show this one in a frame. */
  isEmbeddable: boolean;
}

export interface Page {
  html: string;
  headers: Record<string, string>;
}

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** JSON that can stand inside a script element, whatever strings it holds. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

const NEVER_STORED = {
  'Cache-Control': 'no-cache, no-store',
  Pragma: 'no-cache',
  Expires: '-1',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * The page that frames an editor: posts the token into a frame created by script and speaks PostMessage with it.
 * Requirements: host page specification (05 §2, §5).
 */
export function hostPage(input: HostPageInput): Page {
  const nonce = randomBytes(16).toString('base64');
  const action = new URL(input.actionUrl);
  const editorOrigin = action.origin;
  const favicon = input.favIconUrl ? `<link rel="icon" href="${escapeHtml(input.favIconUrl)}">` : '';
  const iconOrigin = input.favIconUrl ? new URL(input.favIconUrl, action).origin : '';
  const data = {
    editorOrigin,
    reloadUrl: input.reloadUrl,
    editUrl: input.editUrl,
    versionsUrl: input.versionsUrl,
    title: input.title,
  };
  const html = `<!doctype html>
<html lang="${escapeHtml(input.language)}">
<head>
<meta charset="utf-8">
<title>${escapeHtml(input.title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1, minimum-scale=1, user-scalable=no">
${favicon}
<style nonce="${nonce}">
body { margin: 0; padding: 0; overflow: hidden; -ms-content-zooming: none; }
#office_frame { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; border: 0; display: block; }
#closed { display: none; font: 14px/1.5 system-ui, sans-serif; margin: 20vh auto 0; max-width: 28rem; padding: 0 1rem; color: #242424; }
#closed.shown { display: block; }
@media (prefers-color-scheme: dark) { body { background: #1b1b1b; } #closed { color: #e6e6e6; } }
</style>
</head>
<body>
<form id="office_form" name="office_form" target="office_frame" action="${escapeHtml(input.actionUrl)}" method="post">
<input name="access_token" value="${escapeHtml(input.accessToken)}" type="hidden">
<input name="access_token_ttl" value="${input.accessTokenTtl}" type="hidden">
<input name="user_id" value="${escapeHtml(input.userId)}" type="hidden">
<input name="owner_id" value="${escapeHtml(input.ownerId)}" type="hidden">
</form>
<span id="frameholder"></span>
<main id="closed"><h1>The document is closed</h1><p>You can close this tab. Open the document again from Files in WOPI Sandbox.</p></main>
<script type="application/json" id="page">${scriptJson(data)}</script>
<script nonce="${nonce}">
${frameScript}</script>
</body>
</html>
`;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    `frame-src ${editorOrigin}`,
    `form-action ${editorOrigin}`,
    iconOrigin ? `img-src ${iconOrigin}` : "img-src 'none'",
    "base-uri 'none'",
    input.isEmbeddable ? 'frame-ancestors *' : "frame-ancestors 'none'",
  ].join('; ');
  return { html, headers: { ...NEVER_STORED, 'Content-Security-Policy': policy } };
}

/** One line of a plain page: words, or where they lead. */
export interface PageItem {
  text: string;
  href?: string;
  note?: string;
}

/** A plain page that says one thing, and may list what belongs to it. */
export function messagePage(title: string, text: string, items: readonly PageItem[] = []): Page {
  const nonce = randomBytes(16).toString('base64');
  const list = items.length === 0 ? '' : `<ul>${items.map(listItem).join('')}</ul>`;
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style nonce="${nonce}">
:root { color-scheme: light dark; }
body { font: 14px/1.5 system-ui, sans-serif; margin: 20vh auto 0; max-width: 32rem; padding: 0 1rem; }
h1 { font-size: 20px; font-weight: 600; overflow-wrap: anywhere; }
ul { list-style: none; padding: 0; }
li { padding: 6px 0; overflow-wrap: anywhere; }
small { display: block; opacity: .7; }
</style>
</head>
<body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>${list}</main></body>
</html>
`;
  return {
    html,
    headers: {
      ...NEVER_STORED,
      'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    },
  };
}

function listItem({ text, href, note }: PageItem): string {
  const words = href === undefined ? escapeHtml(text) : `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`;
  return `<li>${words}${note === undefined ? '' : `<small>${escapeHtml(note)}</small>`}</li>`;
}

export function pageResult(status: number, page: Page): Result {
  return {
    status,
    headers: page.headers,
    contentType: 'text/html; charset=utf-8',
    body: { kind: 'text', text: page.html },
    outcome: status === 200 ? 'ok' : 'not-found',
    explanation: null,
  };
}
