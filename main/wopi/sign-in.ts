import type { IncomingMessage } from 'node:http';
import Router from '@koa/router';
import type { ParameterizedContext } from 'koa';
import type { Page } from './host-page.ts';
import { messagePage, pageResult } from './host-page.ts';
import { captureMissing, headerOf } from './middleware/capture.ts';
import type { HostState } from './middleware/recorder.ts';
import { WopiHeader } from './protocol/headers.ts';
import { readSmall } from './receive.ts';
import type { Result } from './results.ts';
import { tooLarge } from './results.ts';
import type { SignInForm } from './sign-in-page.ts';
import { signInPage } from './sign-in-page.ts';
import { writeResult } from './write-result.ts';

/** Parameters of a request by their names in small letters; clients differ in how they write them. */
export type Parameters = Readonly<Record<string, string>>;

/** What somebody entered on the sign-in page. */
export interface SignInChoice {
  personId: string;
  tenant: string;
  code: string;
  isAllowed: boolean;
}

export type SignInAnswer =
  | { kind: 'form'; form: SignInForm }
  | { kind: 'redirect'; location: string }
  /** Nothing may be sent to the address that was named, so a person has to read this. */
  | { kind: 'refused'; reason: string };

export interface TokenAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: object;
}

/** The authorisation server of the bootstrapper, behind these routes. */
export interface Authorization {
  /** WWW-Authenticate of the bootstrapper. */
  challenge(): string;
  begin(parameters: Parameters): Promise<SignInAnswer>;
  choose(parameters: Parameters, choice: SignInChoice): Promise<SignInAnswer>;
  token(input: {
    tenant: string;
    headers: Readonly<Record<string, string>>;
    parameters: Parameters;
  }): Promise<TokenAnswer>;
  /** Whose access token this is; undefined when it is none that counts now. */
  personIdOf(accessToken: string): string | undefined;
}

/** Both forms hold a handful of short values. */
const FORM_BYTES = 16 * 1024;
const KEPT_BACK = 'It holds secrets of a sign-in and is not kept.';

/** Where Office apps send people to sign in, and where Microsoft's service trades codes for tokens. */
export function signInRoutes(authorization: Authorization): Router<HostState> {
  const router = new Router<HostState>({ strict: true, sensitive: true });

  const show = (answer: SignInAnswer): Result => {
    if (answer.kind === 'redirect') return redirect(answer.location);
    if (answer.kind === 'form') return pageResult(200, signInPage(answer.form));
    return pageResult(400, refusedPage(answer.reason));
  };
  router.get('/oauth/authorize', async (context) => {
    await writeResult(context, show(await authorization.begin(parametersOf(context.querystring))));
  });
  router.post('/oauth/authorize', async (context) => {
    const form = await readForm(context);
    if (!form) return writeResult(context, tooLarge(`A sign-in has at most ${FORM_BYTES} bytes.`));
    const { person: personId = '', tenant = '', code = '', allowed = '' } = form;
    const choice = { personId, tenant, code, isAllowed: allowed === 'yes' };
    await writeResult(context, show(await authorization.choose(parametersOf(context.querystring), choice)));
  });
  router.post(['/oauth/token', '/oauth/:tenant/token'], async (context) => {
    const form = await readForm(context);
    if (!form) return writeResult(context, tooLarge(`A token request has at most ${FORM_BYTES} bytes.`));
    const tenant = context.params['tenant'] ?? '';
    const answer = await authorization.token({ tenant, headers: flatHeaders(context.req), parameters: form });
    await writeResult(context, tokenResult(answer));
    keepBack(context, Buffer.byteLength(JSON.stringify(answer.body)));
    noteSessionContext(context, tenant);
  });
  return router;
}

function tokenResult({ status, headers, body }: TokenAnswer): Result {
  return {
    status,
    headers: { ...headers },
    contentType: 'application/json; charset=utf-8',
    body: { kind: 'text', text: JSON.stringify(body) },
    outcome: status === 200 ? 'ok' : 'bad-request',
    explanation: status === 200 ? null : describe(body),
  };
}

function describe(body: object): string | null {
  return 'error_description' in body && typeof body.error_description === 'string' ? body.error_description : null;
}

function redirect(location: string): Result {
  return {
    status: 302,
    headers: { Location: location, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' },
    contentType: null,
    body: { kind: 'none' },
    outcome: 'ok',
    explanation: null,
  };
}

function refusedPage(reason: string): Page {
  return messagePage('This sign-in cannot go on', reason);
}

/** The first value of each parameter counts; Microsoft's own example begins with an empty one. */
function parametersOf(query: string): Parameters {
  const found: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const key = name.toLowerCase();
    if (key !== '' && value !== '' && !Object.hasOwn(found, key)) found[key] = value;
  }
  return found;
}

async function readForm(context: ParameterizedContext<HostState>): Promise<Parameters | undefined> {
  const bytes = await readSmall(context.req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>, FORM_BYTES);
  if (!context.req.readableEnded) context.req.resume();
  const { capture } = context.state;
  if (capture) {
    capture.requestBytes = bytes?.length ?? FORM_BYTES;
    capture.requestBody = captureMissing(
      capture.requestBytes,
      headerOf(context.req, 'content-type') ?? null,
      KEPT_BACK,
    );
  }
  return bytes && parametersOf(bytes.toString('utf8'));
}

function keepBack({ state: { capture } }: ParameterizedContext<HostState>, size: number): void {
  if (capture) capture.responseBody = captureMissing(size, 'application/json', KEPT_BACK);
}

/** A hint for the server's own routing and never a proof of anything: it is compared to be shown, not to refuse. */
function noteSessionContext({ req, state: { capture } }: ParameterizedContext<HostState>, tenant: string): void {
  if (!capture || tenant === '' || capture.explanation !== null) return;
  const sent = headerOf(req, WopiHeader.SessionContext.toLowerCase());
  if (sent !== sessionContextOf(tenant))
    capture.explanation = `${WopiHeader.SessionContext} is ${sent === undefined ? 'missing' : `“${sent}”`}; the sign-in gave “${sessionContextOf(tenant)}”.`;
}

export function sessionContextOf(tenant: string): string {
  return `tenant:${tenant}`;
}

function flatHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.keys(request.headers).flatMap((name) => {
      const value = headerOf(request, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
