/** What a guarded request answers: never more than the caller allowed. */
export interface Fetched {
  status: number;
  contentType: string;
  bytes: Uint8Array;
}

export type GuardedFetch = (url: string, limits: { maxBytes: number; timeoutMs: number }) => Promise<Fetched>;

/**
 * The one way out of the app for addresses a user typed: http and https only, no redirect, bounded in time and size.
 * @throws Error whose message is a sentence for the user
 */
export const guardedFetch: GuardedFetch = async (address, { maxBytes, timeoutMs }) => {
  const url = parseHttpUrl(address);
  let response: Response;
  try {
    response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { Accept: 'text/xml, application/xml' },
    });
  } catch (error) {
    throw new Error(`${url.origin} could not be reached: ${reasonOf(error)}. Check the address and the network.`, {
      cause: error,
    });
  }
  if (response.status >= 300 && response.status < 400) {
    throw new Error(
      `${url.href} answers with a redirect to “${response.headers.get('location') ?? ''}”. Enter the final address.`,
    );
  }
  if (!response.ok)
    throw new Error(`${url.href} answers with status ${response.status}; 200 is expected. Check the address.`);
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    bytes: await readCapped(response, maxBytes, url),
  };
};

/** @throws Error whose message is a sentence for the user */
export function parseHttpUrl(address: string): URL {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw new Error(
      `“${address}” is not an address. A complete one is needed, such as https://example.com/hosting/discovery.`,
    );
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Error(`“${address}” begins with ${url.protocol}; only http: and https: are possible.`);
  if (url.username !== '' || url.password !== '')
    throw new Error('The address carries a user name or password. Remove it.');
  return url;
}

async function readCapped(response: Response, maxBytes: number, url: URL): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const part = await reader?.read().catch((error: unknown) => {
      throw new Error(`${url.href} began to answer and broke off: ${reasonOf(error)}. Try again later.`, {
        cause: error,
      });
    });
    if (!part || part.done) break;
    const chunk: unknown = part.value;
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > maxBytes) {
      await reader?.cancel();
      throw new Error(`${url.href} answers with more than ${maxBytes} bytes, which no discovery document has.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'it did not answer in time';
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && cause.message !== '') return cause.message;
  return error instanceof Error ? error.message : String(error);
}
