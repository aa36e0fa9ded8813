import { randomBytes } from 'node:crypto';
import type { DocumentKind } from '../../preload/editor-contract.ts';

export function newNonce(): string {
  return randomBytes(16).toString('base64');
}

/**
 * The page's content security policy. Scripts come from this origin only. The Word and Excel editors and the slides write
 * style attributes into what they draw, so only they may use inline styles; a nonce would switch that off again.
 */
export function pagePolicy(input: {
  nonce: string;
  kind: DocumentKind | null;
  base: string;
  frameAncestors: readonly string[];
}): string {
  const { nonce, kind, base, frameAncestors } = input;
  const inlineStyles = kind === 'word' || kind === 'sheet' || kind === 'slides';
  return [
    "default-src 'none'",
    kind === null ? "script-src 'none'" : "script-src 'self'",
    `style-src 'self' ${inlineStyles ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self' ${base.replace(/^http/, 'ws')}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frameAncestors.length === 0 ? "'none'" : frameAncestors.join(' ')}`,
  ].join('; ');
}

/** On everything this origin serves. */
export const STANDARD_HEADERS: Record<string, string> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Robots-Tag': 'noindex',
};

/** A document or an answer with secrets: never kept by a cache. */
export const PRIVATE_HEADERS: Record<string, string> = { 'Cache-Control': 'no-store', Pragma: 'no-cache' };
