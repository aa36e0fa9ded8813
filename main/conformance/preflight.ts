import type { Target } from './address.ts';
import { ownAddress } from './address.ts';
import { createClient } from './client.ts';
import type { ClientOptions } from './client.ts';
import { describeError } from './http.ts';
import type { Answer } from './model.ts';
import { headerOf, textOf } from './model.ts';
import type { Json } from './relaxed-json.ts';
import { findByPath } from './json-path.ts';

const TEST_EXTENSION = '.wopitest';

/** Why cases cannot be run against a target. */
export interface TargetProblem {
  /** What was given cannot be right; otherwise the host did not answer as one that can be judged. */
  isUsage: boolean;
  /** One sentence, and what to do. */
  message: string;
}

/** Asks the target once before cases run; null when they can. */
export async function checkTarget(target: Target, options: ClientOptions): Promise<TargetProblem | null> {
  const malformed = addressProblem(target);
  if (malformed !== null) return { isUsage: true, message: malformed };
  const client = createClient(options);
  const { answer } = await client.deliver(
    { name: 'CheckFileInfo', phase: 'prerequisite', method: 'GET', address: ownAddress(target), headers: [] },
    'WopiCore',
  );
  const { host } = new URL(target.wopiSrc);
  const message =
    answer.problem === null
      ? answerProblem(answer, target, host, options.now())
      : `${host} could not be reached: ${reasonOf(answer)}. Check the address, and that the host is running.`;
  return message === null ? null : { isUsage: false, message };
}

function reasonOf({ problem }: Answer): string {
  return (problem ?? '').replace(/^There was no answer: /, '').replace(/\.$/, '');
}

function addressProblem({ wopiSrc, accessToken }: Target): string | null {
  const wanted = 'A WOPISrc such as https://host.example/wopi/files/1234 is needed.';
  let url: URL;
  try {
    url = new URL(wopiSrc);
  } catch (error) {
    return `“${wopiSrc.slice(0, 200)}” is no complete address (${describeError(error)}). ${wanted}`;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return `“${wopiSrc}” begins with ${url.protocol}. ${wanted}`;
  if (/[?&]access_token=/i.test(url.search))
    return `The WOPISrc carries an access token. Give it without its query, and the token by itself.`;
  if (/\/contents\/?$/.test(url.pathname))
    return `“${wopiSrc}” is the address of the contents. Give it without “/contents”.`;
  if (accessToken === '') return 'The access token is empty. Give the one a client would receive for this file.';
  return null;
}

function answerProblem(answer: Answer, { accessTokenTtl }: Target, host: string, now: number): string | null {
  const { status } = answer;
  if (status >= 300 && status < 400)
    return `${host} answers CheckFileInfo with a redirect (${status}) to “${headerOf(answer, 'Location') ?? ''}”. WOPI clients follow none: give the final address.`;
  if (status === 401)
    return `${host} does not take the access token (401)${expired(accessTokenTtl, now)}. Issue a new one for this file.`;
  if (status === 404)
    return `${host} answers CheckFileInfo with 404: there is no such file, the token is not for it${expired(accessTokenTtl, now)}, or this is not the address of a WOPI host. Check WOPISrc and token.`;
  const body = toJson(textOf(answer));
  const isHtml = /^\s*<(!doctype|html)/i.test(textOf(answer));
  if (status === 500 && !isHtml)
    return `${host} answers CheckFileInfo with 500${serverError(answer)}. That is also how a host refuses a signature it cannot verify.`;
  const name = body === undefined ? undefined : findByPath(body, 'BaseFileName');
  if (status !== 200 || typeof name !== 'string')
    return `${host} does not look like a WOPI host: CheckFileInfo is answered ${status}${isHtml ? ' with a web page' : ''}, and JSON with a BaseFileName is expected. Check the WOPISrc.`;
  if (!name.toLowerCase().endsWith(TEST_EXTENSION))
    return `The file is “${name}”. The cases overwrite, lock and rename it, so its name must end in ${TEST_EXTENSION}: make such a file and give its WOPISrc.`;
  return null;
}

function expired(ttl: string, now: number): string {
  const end = Number(ttl);
  return end > 0 && end < now ? `, which expired at ${new Date(end).toISOString()}` : '';
}

function serverError(answer: Answer): string {
  const text = headerOf(answer, 'X-WOPI-ServerError');
  return text ? ` (“${text}”)` : '';
}

function toJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
