import { z } from 'zod';
import type { ForeignBody, ForeignExchange } from './decode.ts';
import { jsonElements } from './json-elements.ts';
import { LIMITS, UnreadableFile } from './limits.ts';

const header = z.object({
  name: z.string().max(LIMITS.headerCharacters),
  value: z.string().max(LIMITS.headerCharacters),
});
const headers = z.array(header).max(LIMITS.headers).catch([]);
const number = z.number().nullish().catch(null);
const text = z.string().nullish();

/** What is used of an entry. Recorders leave out and add a lot; only what makes a request must be there. */
const ENTRY = z.object({
  startedDateTime: z.string(),
  time: number,
  serverIPAddress: text,
  request: z.object({
    method: z.string().min(1).max(200),
    url: z.string().min(1).max(LIMITS.headerCharacters),
    httpVersion: text,
    headers,
    bodySize: number,
    postData: z
      .object({
        mimeType: text,
        text,
        encoding: text,
        _encoding: text,
        params: z.array(z.object({ name: z.string(), value: text })).nullish(),
      })
      .nullish(),
  }),
  response: z.object({
    status: number,
    httpVersion: text,
    headers,
    bodySize: number,
    content: z.object({ size: number, mimeType: text, text, encoding: text }).nullish(),
  }),
  timings: z.object({ wait: number, blocked: number, send: number }).nullish().catch(null),
});
type Entry = z.infer<typeof ENTRY>;

const CREATOR = z.object({ name: z.string(), version: z.string().catch('') });

export interface HarReading {
  /** One request, or why an entry is none. */
  item: { exchange: ForeignExchange } | { problem: string };
  madeBy: string;
}

/** The entries of a HAR of whatever recorder, one after the other. @throws UnreadableFile */
export async function* readHar(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<HarReading> {
  let madeBy = 'an unnamed program';
  let number = 0;
  const wanted = { outer: 'log', list: 'entries', what: 'The HAR file', largestElement: LIMITS.harEntryBytes };
  for await (const { name, text } of jsonElements(chunks, wanted)) {
    if (name !== null) {
      if (name === 'creator') madeBy = creatorOf(text) ?? madeBy;
      if (name === 'version') checkVersion(text);
      continue;
    }
    number += 1;
    if (number > LIMITS.exchanges)
      throw new UnreadableFile(
        `The HAR file has more than ${LIMITS.exchanges} entries, which is the most that can be opened.`,
      );
    yield { item: readEntry(text, number), madeBy };
  }
}

function readEntry(text: string, number: number): HarReading['item'] {
  const json = parse(text);
  if (json === undefined)
    throw new UnreadableFile(`Entry ${number} of the HAR file is no correct JSON; the file is damaged.`);
  const read = ENTRY.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    return {
      problem: `Entry ${number}: ${issue?.path.join('.') || 'the entry'} is not what HAR 1.2 says (${issue?.message ?? ''}).`,
    };
  }
  if (!/^https?:/i.test(read.data.request.url) && !read.data.request.url.startsWith('/'))
    return { problem: `Entry ${number}: “${read.data.request.url.slice(0, 60)}” is no HTTP request.` };
  const realAt = Date.parse(read.data.startedDateTime);
  if (!Number.isFinite(realAt))
    return { problem: `Entry ${number}: “${read.data.startedDateTime.slice(0, 40)}” is no time.` };
  return { exchange: toForeign(read.data, realAt) };
}

function toForeign({ request, response, time, timings, serverIPAddress }: Entry, realAt: number): ForeignExchange {
  const waited = [timings?.blocked, timings?.send, timings?.wait].map((part) => Math.max(0, part ?? 0));
  return {
    realAt,
    method: request.method,
    url: request.url,
    httpVersion: (request.httpVersion || response.httpVersion || '').replace(/^HTTP\//i, '').slice(0, 20),
    remoteAddress: serverIPAddress ?? '',
    status: response.status || null,
    durationMs: time === null || time === undefined || time < 0 ? null : time,
    firstByteMs: (timings?.wait ?? -1) < 0 ? null : waited.reduce((sum, part) => sum + part, 0),
    requestHeaders: request.headers,
    responseHeaders: response.headers,
    request: requestBody(request),
    response: responseBody(response),
  };
}

function requestBody({ postData, bodySize, headers }: Entry['request']): ForeignBody {
  const contentType = postData?.mimeType || headerOf(headers, 'content-type');
  const written = postData?.text ?? formOf(postData?.params);
  const encoding = postData?.encoding ?? postData?._encoding;
  return bodyOf(written, encoding, bodySize, contentType);
}

function responseBody({ content, bodySize, headers }: Entry['response']): ForeignBody {
  const contentType = headerOf(headers, 'content-type') ?? content?.mimeType ?? null;
  return bodyOf(content?.text ?? null, content?.encoding, content?.size ?? bodySize, contentType);
}

function bodyOf(
  written: string | null,
  encoding: string | null | undefined,
  size: number | null | undefined,
  contentType: string | null,
): ForeignBody {
  const bytes =
    written === null ? null : Buffer.from(written, encoding?.toLowerCase() === 'base64' ? 'base64' : 'utf8');
  // Sizes of recorders are those on the wire, or wrong; what is there counts.
  return { bytes, size: bytes !== null && bytes.length > 0 ? bytes.length : Math.max(0, size ?? 0), contentType };
}

/** Some recorders write forms as fields only. */
function formOf(
  params: readonly { name: string; value?: string | null | undefined }[] | null | undefined,
): string | null {
  if (!params || params.length === 0) return null;
  return params.map(({ name, value }) => `${name}=${value ?? ''}`).join('&');
}

function headerOf(headers: readonly { name: string; value: string }[], wanted: string): string | null {
  return headers.find(({ name }) => name.toLowerCase() === wanted)?.value ?? null;
}

function creatorOf(text: string): string | null {
  const read = CREATOR.safeParse(parse(text));
  return read.success ? `${read.data.name} ${read.data.version}`.trim().slice(0, 200) : null;
}

function checkVersion(text: string): void {
  const version = parse(text);
  if (typeof version === 'string' && version.startsWith('1.')) return;
  throw new UnreadableFile(`The HAR file says it has version ${text.slice(0, 20)}; versions 1.1 and 1.2 can be read.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
