/** One stretch of an action's urlsrc: plain text, or an optional parameter such as `<ui=UI_LLCC&>`. */
export type UrlsrcPart =
  | { kind: 'text'; text: string; offset: number }
  | { kind: 'placeholder'; text: string; offset: number; parameter: string; token: string };

const PLACEHOLDER = /<([A-Za-z0-9_]+)=([A-Z0-9_]+)&?>/g;

export function urlsrcParts(urlsrc: string): UrlsrcPart[] {
  const parts: UrlsrcPart[] = [];
  let end = 0;
  for (const match of urlsrc.matchAll(PLACEHOLDER)) {
    if (match.index > end) parts.push({ kind: 'text', text: urlsrc.slice(end, match.index), offset: end });
    parts.push({
      kind: 'placeholder',
      text: match[0],
      offset: match.index,
      parameter: match[1] ?? '',
      token: match[2] ?? '',
    });
    end = match.index + match[0].length;
  }
  if (end < urlsrc.length) parts.push({ kind: 'text', text: urlsrc.slice(end), offset: end });
  return parts;
}
