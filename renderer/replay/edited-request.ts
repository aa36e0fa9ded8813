import type { Header, ResendBody, ResendDraft, ResendRequest } from '../../preload/contract.ts';

export interface EditedHeader extends Header {
  /** Stays with the line while it moves. */
  key: number;
}

/** A request while it is edited. */
export interface EditedRequest {
  method: string;
  url: string;
  headers: readonly EditedHeader[];
  body: EditedBody;
  personId: string | null;
}

export type EditedBody =
  | { kind: 'recorded' }
  | { kind: 'none' }
  | { kind: 'text'; text: string }
  | { kind: 'file'; name: string; size: number; base64: string };

export function editedFrom({ method, url, headers, body, personId }: ResendDraft): EditedRequest {
  return {
    method,
    url,
    headers: headers.map((header, key) => ({ ...header, key })),
    body: body.size === 0 ? { kind: 'none' } : { kind: 'recorded' },
    personId,
  };
}

export function toRequest({ method, url, headers, body, personId }: EditedRequest): ResendRequest {
  return {
    method,
    url,
    // A line without a name is one that was added and not filled in yet.
    headers: headers.filter(({ name }) => name.trim() !== '').map(({ name, value }) => ({ name: name.trim(), value })),
    body: toBody(body),
    personId,
  };
}

function toBody(body: EditedBody): ResendBody {
  return body.kind === 'file' ? { kind: 'bytes', base64: body.base64 } : body;
}

export function withHeader(
  headers: readonly EditedHeader[],
  key: number,
  part: Partial<Header>,
): readonly EditedHeader[] {
  return headers.map((header) => (header.key === key ? { ...header, ...part, hidden: false } : header));
}

export function withoutHeader(headers: readonly EditedHeader[], key: number): readonly EditedHeader[] {
  return headers.filter((header) => header.key !== key);
}

export function withNewHeader(headers: readonly EditedHeader[]): readonly EditedHeader[] {
  const key = Math.max(-1, ...headers.map((header) => header.key)) + 1;
  return [...headers, { key, name: '', value: '' }];
}

/** One place up (-1) or down (1); at an end nothing moves. */
export function movedHeader(headers: readonly EditedHeader[], key: number, by: -1 | 1): readonly EditedHeader[] {
  const from = headers.findIndex((header) => header.key === key);
  const to = from + by;
  const [moved, other] = [headers[from], headers[to]];
  if (!moved || !other) return headers;
  return headers.with(from, other).with(to, moved);
}

/** Headers that carry a name in UTF-7. */
export function carriesName(name: string): boolean {
  return /^x-wopi-(suggestedtarget|relativetarget|requestedname)$/i.test(name.trim());
}
