import { basename } from 'node:path';
import type { Context } from 'koa';
import { Router } from '@koa/router';
import { REVISION_HEADER, SECRET_HEADER } from '../../preload/editor-contract.ts';
import type { EditorAction } from '../../preload/editor-contract.ts';
import { APPLICATIONS } from './applications.ts';
import { saveCopy } from './commands.ts';
import { ACTIONS, launch } from './launch.ts';
import type { LaunchPorts } from './launch.ts';
import { editorPage, problemPage } from './page.ts';
import { problem } from './problems.ts';
import { icon } from './publish-discovery.ts';
import { readBody } from './read-body.ts';
import { newNonce, pagePolicy, PRIVATE_HEADERS } from './security.ts';
import type { Session } from './session.ts';
import type { SessionRegistry } from './session-registry.ts';
import { uiLanguageId } from './ui-language.ts';
import { MAX_DOCUMENT_BYTES } from './wopi-client.ts';

const MAX_FORM_BYTES = 64 * 1024;

export interface RouteOptions {
  uiDirectory: string;
  base(): string;
  discoveryXml(): string;
  registry: SessionRegistry;
  launchPorts: LaunchPorts;
}

export function editorRoutes(options: RouteOptions): Router {
  const router = new Router();
  router.get('/hosting/discovery', (ctx) => {
    ctx.set('Content-Type', 'text/xml; charset=utf-8');
    ctx.body = options.discoveryXml();
  });
  router.get('/icons/:name', (ctx) => {
    const application = APPLICATIONS.find(({ kind }) => `${kind}.svg` === ctx.params.name);
    if (application === undefined) return;
    ctx.set('Content-Type', 'image/svg+xml');
    ctx.set('Content-Security-Policy', "default-src 'none'");
    ctx.set('Cache-Control', 'public, max-age=3600');
    ctx.body = icon(application);
  });
  for (const action of ACTIONS) {
    router.post(`/${action}`, (ctx) => open(ctx, action, options));
    router.get(`/${action}`, (ctx) => {
      const detail =
        'This address was opened with GET. A host page posts a form with access_token and access_token_ttl to it, from inside a frame. Open the document from the Files page of WOPI Sandbox.';
      showProblem(
        ctx,
        options,
        405,
        'Nothing to open',
        [problem('This address expects a form post', detail, null, [])],
        [],
      );
      ctx.set('Allow', 'POST');
    });
  }
  router.get('/session/:id/content', (ctx) => sendContent(ctx, options.registry));
  router.get('/session/:id/alive', (ctx) => {
    if (sessionOf(ctx, options.registry) !== undefined) ctx.status = 204;
  });
  router.post('/session/:id/content', (ctx) => takeContent(ctx, options.registry));
  router.post('/session/:id/copy', (ctx) => takeCopy(ctx, options.registry));
  return router;
}

async function open(ctx: Context, action: EditorAction, options: RouteOptions): Promise<void> {
  const type = (ctx.get('Content-Type').split(';')[0] ?? '').trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    const detail = `The form came as “${type === '' ? 'no content type' : type}”; application/x-www-form-urlencoded is expected, which is what a plain HTML form sends.`;
    showProblem(
      ctx,
      options,
      415,
      'The document cannot be opened',
      [problem('The form has the wrong content type', detail, null, [])],
      [],
    );
    return;
  }
  const body = await readBody(ctx.req, MAX_FORM_BYTES);
  if (body === null) {
    const detail = `The form is longer than ${MAX_FORM_BYTES.toLocaleString('en')} bytes; it holds a token, its expiry and little else.`;
    showProblem(
      ctx,
      options,
      413,
      'The document cannot be opened',
      [problem('The form is too long', detail, null, [])],
      [],
    );
    return;
  }
  const result = await launch(
    { action, query: ctx.URL.searchParams, form: new URLSearchParams(body.toString('utf8')) },
    options.launchPorts,
  );
  if (!result.ok) {
    showProblem(
      ctx,
      options,
      result.status,
      'The document cannot be opened',
      result.problems,
      result.wopiSrc === null ? [] : [result.wopiSrc.origin],
    );
    return;
  }
  const { session } = result;
  const ancestors = frameAncestors(session);
  if (!options.registry.add(session)) {
    const detail = 'Too many documents are open in this editor. Close some of them and try again.';
    showProblem(
      ctx,
      options,
      503,
      'The document cannot be opened',
      [problem('Too many sessions', detail, null, [])],
      ancestors,
    );
    return;
  }
  const nonce = newNonce();
  ctx.set(PRIVATE_HEADERS);
  ctx.set('X-UserSessionId', session.id);
  ctx.set(
    'Content-Security-Policy',
    pagePolicy({ nonce, kind: session.kind, base: options.base(), frameAncestors: ancestors }),
  );
  ctx.type = 'html';
  ctx.body = await editorPage(options.uiDirectory, {
    sessionId: session.sessionId,
    secret: session.secret,
    nonce,
    kind: session.kind,
    action,
    fileName: session.info.name,
    postMessageOrigin: session.info.postMessageOrigin,
    userSession: session.id,
    uiLanguage: uiLanguageId(result.uiLanguage),
  });
}

/** The host that gave the WOPISrc, and the origin CheckFileInfo names for messages. */
function frameAncestors(session: Session): string[] {
  const origins = [new URL(session.client.wopiSrc).origin, session.info.postMessageOrigin];
  return [...new Set(origins.filter((origin): origin is string => origin !== null))];
}

function showProblem(
  ctx: Context,
  options: RouteOptions,
  status: number,
  title: string,
  problems: Parameters<typeof problemPage>[1],
  ancestors: string[],
): void {
  const nonce = newNonce();
  ctx.status = status;
  ctx.set(PRIVATE_HEADERS);
  ctx.set(
    'Content-Security-Policy',
    pagePolicy({ nonce, kind: null, base: options.base(), frameAncestors: ancestors }),
  );
  ctx.type = 'html';
  ctx.body = problemPage(title, problems, nonce);
}

async function sendContent(ctx: Context, registry: SessionRegistry): Promise<void> {
  const session = sessionOf(ctx, registry);
  if (session === undefined) return;
  const bytes = await session.bytes();
  if (bytes === null) {
    ctx.status = 502;
    ctx.body = { message: session.calls[0]?.meaning ?? 'The document could not be fetched from the host.' };
    return;
  }
  const content = session.room?.content ?? session.snapshot?.content;
  ctx.set(PRIVATE_HEADERS);
  ctx.set(REVISION_HEADER, String(content?.kind === 'bytes' ? content.revision : 0));
  ctx.set('Content-Type', 'application/octet-stream');
  ctx.body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function takeContent(ctx: Context, registry: SessionRegistry): Promise<void> {
  const session = sessionOf(ctx, registry);
  if (session === undefined) return;
  const { room } = session;
  const revision = ctx.get(REVISION_HEADER);
  if (room === null || !session.canWrite || !/^\d{1,15}$/.test(revision)) {
    refuse(ctx, 403, session.refusal?.detail ?? 'The document is not open for editing here, so nothing was saved.');
    return;
  }
  const body = await documentBody(ctx);
  if (body === null) return;
  const result = room.upload(session, Number(revision), body);
  ctx.status = result.ok ? 200 : 409;
  ctx.body = { message: result.message, revision: result.revision };
}

/** Stores what the page holds beside the document, without touching the document. */
async function takeCopy(ctx: Context, registry: SessionRegistry): Promise<void> {
  const session = sessionOf(ctx, registry);
  if (session === undefined) return;
  const name = basename(ctx.URL.searchParams.get('name') ?? '');
  if (name === '' || name.length > 512) {
    refuse(ctx, 400, 'The copy needs a name of up to 512 characters.');
    return;
  }
  const body = await documentBody(ctx);
  if (body === null) return;
  ctx.body = await saveCopy(session, name, body);
}

async function documentBody(ctx: Context): Promise<Buffer | null> {
  const body = await readBody(ctx.req, MAX_DOCUMENT_BYTES);
  if (body === null)
    refuse(
      ctx,
      413,
      `The document is longer than ${MAX_DOCUMENT_BYTES.toLocaleString('en')} bytes; nothing was saved.`,
    );
  return body;
}

function sessionOf(ctx: Context, registry: SessionRegistry): Session | undefined {
  const session = registry.find(String(ctx.params.id), ctx.get(SECRET_HEADER));
  if (session === undefined)
    refuse(ctx, 404, 'This editing session is over. Open the document again from the host page.');
  return session;
}

function refuse(ctx: Context, status: number, message: string): void {
  ctx.status = status;
  ctx.body = { message };
}
