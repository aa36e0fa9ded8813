import { randomBytes } from 'node:crypto';
import type { Page } from './host-page.ts';
import { escapeHtml } from './host-page.ts';

export interface SignInForm {
  people: readonly { id: string; name: string; role: string }[];
  tenants: readonly string[];
  /** Where the browser goes afterwards; a policy has to allow it. */
  redirectUri: string;
  /** What was wrong with the last try. */
  problem: string | null;
}

/**
 * Who Office may act for. It opens in the web view of a phone: one column, nothing that needs a script, and the
 * address keeps the request, so that a reload loses nothing.
 */
export function signInPage({ people, tenants, redirectUri, problem }: SignInForm): Page {
  const nonce = randomBytes(16).toString('base64');
  const option = (value: string, text: string): string =>
    `<option value="${escapeHtml(value)}">${escapeHtml(text)}</option>`;
  const tenantField =
    tenants.length === 0
      ? ''
      : `<label>Tenant<select name="tenant">${tenants.map((name) => option(name, name)).join('')}</select></label>`;
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Sign in to WOPI Sandbox</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style nonce="${nonce}">
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 8vh auto 2rem; max-width: 24rem; padding: 0 1rem; }
h1 { font-size: 22px; font-weight: 600; }
label { display: block; margin: 1rem 0; }
select, input { box-sizing: border-box; display: block; font: inherit; margin-top: 4px; min-height: 44px; padding: 8px; width: 100%; }
button { font: inherit; min-height: 44px; padding: 8px 20px; margin: 0 8px 8px 0; }
.problem { border-left: 4px solid #d13438; padding-left: 12px; }
small { display: block; opacity: .75; }
</style>
</head>
<body>
<main>
<h1>Sign in to WOPI Sandbox</h1>
<p><strong>Office</strong> wants to open and save the documents of the shared folder for you.</p>
${problem === null ? '' : `<p class="problem" role="alert">${escapeHtml(problem)}</p>`}
<form method="post">
<label>Person<select name="person">${people.map(({ id, name, role }) => option(id, `${name} (${role})`)).join('')}</select></label>
${tenantField}
<label>Sign-in code<input name="code" autocomplete="off" autocapitalize="off" spellcheck="false" required>
<small>It stands in WOPI Sandbox under Settings, Sign-in.</small></label>
<button name="allowed" value="yes">Allow</button>
<button name="allowed" value="no" formnovalidate>Cancel</button>
</form>
<p><a href="/privacy">Privacy statement</a></p>
</main>
</body>
</html>
`;
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    // Browsers apply this to where the answer to the form leads, too.
    `form-action 'self' ${sourceOf(redirectUri)}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return {
    html,
    headers: {
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': policy,
    },
  };
}

function sourceOf(redirectUri: string): string {
  const { origin, protocol } = new URL(redirectUri);
  return origin === 'null' ? protocol : origin;
}
