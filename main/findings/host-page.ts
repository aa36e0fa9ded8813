import type { Seen } from './seen.ts';

/** The form of a host page that hands the token to an editor. */
export interface HostPageForm {
  action: string;
  method: string;
  ttl: string | null;
  html: string;
}

const LONGEST_PAGE = 256 * 1024;

const pages = new WeakMap<Seen, HostPageForm | null>();

/** null when the answer is no page with such a form. */
export function hostPageForm(now: Seen): HostPageForm | null {
  if (now.isWopi) return null;
  const known = pages.get(now);
  if (known !== undefined) return known;
  const form = read(now);
  pages.set(now, form);
  return form;
}

export function formTtl(now: Seen): string | null {
  return hostPageForm(now)?.ttl ?? null;
}

function read(now: Seen): HostPageForm | null {
  if (now.isWopi || !now.succeeded || !now.isHtml) return null;
  const html = now.text('response')?.slice(0, LONGEST_PAGE) ?? null;
  if (html === null || !/name=["']?access_token["'\s>]/i.test(html)) return null;
  const form = /<form\b[^>]*>/i.exec(html)?.[0] ?? '';
  const ttlInput = /<input\b[^>]*name=["']?access_token_ttl["'\s>][^>]*>/i.exec(html)?.[0] ?? '';
  return {
    action: unescapeHtml(attribute(form, 'action') ?? ''),
    method: (attribute(form, 'method') ?? 'get').toLowerCase(),
    ttl: attribute(ttlInput, 'value'),
    html,
  };
}

export function attribute(tag: string, name: string): string | null {
  const match = new RegExp(String.raw`\s${name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))`, 'i').exec(tag);
  return match ? (match[1] ?? match[2] ?? match[3] ?? '') : null;
}

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

export function unescapeHtml(text: string): string {
  return text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
}
