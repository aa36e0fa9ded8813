import { shellQuote } from '../../tokens/curl.ts';
import { fileNote, type CopiedRequest } from './copied-request.ts';

/** One command for a POSIX shell that sends the request as it was, and nothing curl would add. */
export function writeCurl(request: CopiedRequest): string {
  const { method, url, headers, body } = request;
  const note = fileNote(body);
  const parts = [
    `curl -sS -i ${method === 'HEAD' ? '--head' : `-X ${method}`} ${shellQuote(url)}`,
    ...headers.map(({ name, value }) => `-H ${shellQuote(value === '' ? `${name};` : `${name}: ${value}`)}`),
    // A name followed by nothing takes a header of curl's own away.
    ...ownHeaders(request).map((name) => `-H ${shellQuote(`${name}:`)}`),
    ...bodyOf(request),
  ];
  return `${note === null ? '' : `# ${note}\n`}${parts.join(' \\\n  ')}`;
}

function ownHeaders({ headers, method, body }: CopiedRequest): string[] {
  const names = new Set(headers.map(({ name }) => name.toLowerCase()));
  const sendsBody = body.kind !== 'none' || method === 'POST';
  return ['User-Agent', 'Accept', ...(sendsBody ? ['Content-Type'] : [])].filter(
    (name) => !names.has(name.toLowerCase()),
  );
}

function bodyOf({ method, body }: CopiedRequest): string[] {
  if (body.kind === 'text') return [`--data-raw ${shellQuote(body.text)}`];
  if (body.kind === 'file') return [`--data-binary ${shellQuote(`@${body.name}`)}`];
  // Without it a POST would go out with no Content-Length at all.
  return method === 'POST' ? ["--data-raw ''"] : [];
}
