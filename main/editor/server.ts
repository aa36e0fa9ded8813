import { existsSync } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Koa from 'koa';
import type { Middleware } from 'koa';
import sirv from 'sirv';
import type { ProofKeys } from '../wopi/protocol/proof.ts';
import { createProofSigner } from './keys.ts';
import type { KeyStore } from './keys.ts';
import type { RoomLog } from './member.ts';
import { editorDiscovery } from './publish-discovery.ts';
import { createRooms } from './rooms.ts';
import { editorRoutes } from './routes.ts';
import { STANDARD_HEADERS } from './security.ts';
import { createSessionRegistry } from './session-registry.ts';
import { createSocketDoor } from './socket.ts';
import { wallTimers } from './timers.ts';
import type { Timers } from './timers.ts';

export interface EditorOptions {
  /** Holds sandbox.html and its assets (out/renderer). */
  uiDirectory: string;
  /** Holds empty.docx and its like (resources/templates), written by editnew. */
  templateDirectory: string;
  address: string;
  /** 0: any free port. */
  port: number;
  keys: KeyStore;
  /** The virtual clock, epoch milliseconds: proofs and token expiry follow it. */
  now: () => number;
  /** Which WOPISrc this editor may call: the host's own and public base. */
  mayCall(wopiSrc: URL): boolean;
  log: RoomLog;
  /** Wall clock timers; tests hand in ones they hold. */
  timers?: Timers;
}

export interface EditorServer {
  /** Resolves with the base URL. */
  start(): Promise<string>;
  /** Saves what is open, unlocks it and closes every connection. */
  stop(): Promise<void>;
  discoveryXml(): string;
  proofKeys(): ProofKeys;
  /** The current key becomes the old one. */
  rotateKeys(): void;
}

/** The Sandbox Editor: a WOPI client with its own origin, discovery and proof keys. */
export function createEditorServer(options: EditorOptions): EditorServer {
  const timers = options.timers ?? wallTimers;
  const signer = createProofSigner(options.keys, options.now);
  const registry = createSessionRegistry(timers);
  const rooms = createRooms({
    timers,
    now: options.now,
    log: options.log,
    template: (extension) => blank(options.templateDirectory, extension),
  });
  let base = '';
  const discoveryXml = (): string => editorDiscovery(base, signer.publicKeys());
  const sockets = createSocketDoor({ base: () => base, registry, timers, log: options.log });
  const router = editorRoutes({
    uiDirectory: options.uiDirectory,
    base: () => base,
    discoveryXml,
    registry,
    launchPorts: { rooms, timers, now: options.now, signer, mayCall: options.mayCall },
  });

  const app = new Koa();
  app.on('error', (error: Error) =>
    options.log.error({ error: error.message }, 'The Sandbox Editor could not answer a request.'),
  );
  app.use(ownHostOnly(() => base));
  app.use(ownOriginOnly(() => base));
  app.use(assets(options.uiDirectory));
  app.use(router.routes());
  app.use(router.allowedMethods());
  const answer = app.callback();
  const server = createServer((request, response) => void answer(request, response));
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));

  return {
    async start() {
      await checkPage(options.uiDirectory);
      await listen(server, options);
      const { port } = server.address() as AddressInfo;
      base = `http://${options.address.includes(':') ? `[${options.address}]` : options.address}:${port}`;
      options.log.info({ address: base }, 'The Sandbox Editor is listening.');
      return base;
    },
    async stop() {
      await rooms.shutDown();
      sockets.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
    discoveryXml,
    proofKeys: () => signer.publicKeys(),
    rotateKeys: () => signer.rotate(),
  };
}

async function checkPage(uiDirectory: string): Promise<void> {
  const page = join(uiDirectory, 'sandbox.html');
  await access(page).catch(() => {
    throw new Error(`The Sandbox Editor’s page is missing: ${page}. Run "npm run build" to make it.`);
  });
}

function listen(server: ReturnType<typeof createServer>, { address, port }: EditorOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} for the Sandbox Editor is in use on ${address}. Choose another with --editor-port, or stop the program that uses it.`;
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(taken)
          : new Error(`The Sandbox Editor cannot listen on ${address}, port ${port}: ${error.message}.`),
      );
    });
    server.listen(port, address, () => resolve());
  });
}

/** A name that was made to point at this address (DNS rebinding) is not this server's. */
function ownHostOnly(base: () => string): Middleware {
  return async (ctx, next) => {
    ctx.set(STANDARD_HEADERS);
    if (ctx.get('Host') !== new URL(base()).host) {
      ctx.status = 421;
      ctx.body = `This is the Sandbox Editor at ${base()}; it answers to no other name.`;
      return;
    }
    await next();
  };
}

/** Sessions are for the editor's own pages. Launches come from host pages, whose origin is another by design. */
function ownOriginOnly(base: () => string): Middleware {
  return async (ctx, next) => {
    const origin = ctx.get('Origin');
    if (ctx.path.startsWith('/session/') && origin !== '' && origin !== base()) {
      ctx.status = 403;
      ctx.body = { message: 'Only the pages of this editor may use its sessions.' };
      return;
    }
    await next();
  };
}

/** The built page's scripts and styles: hashed names, never changing. */
function assets(uiDirectory: string): Middleware {
  // Reads the folder when it is first needed: by then start() has checked that it is there.
  let serve: ReturnType<typeof sirv> | undefined;
  return async (ctx, next) => {
    const path = ctx.req.url ?? '';
    // The list of files is made once; reading one that an update took away since would end the process.
    const isThere = path.startsWith('/assets/') && existsSync(join(uiDirectory, ctx.path));
    if (!isThere || !['GET', 'HEAD'].includes(ctx.method)) {
      await next();
      return;
    }
    ctx.respond = false;
    ctx.status = 200;
    ctx.req.url = path.slice('/assets'.length);
    serve ??= sirv(join(uiDirectory, 'assets'), { immutable: true, maxAge: 31_536_000, etag: true, extensions: [] });
    serve(ctx.req, ctx.res, () => {
      ctx.res.statusCode = 404;
      ctx.res.end();
    });
  };
}

/** The blank document of an extension; JSON needs a value, plain text nothing at all. */
async function blank(directory: string, extension: string): Promise<Uint8Array> {
  if (extension === 'json') return Buffer.from('{}\n');
  return extension === 'docx' || extension === 'xlsx'
    ? readFile(join(directory, `empty.${extension}`))
    : new Uint8Array();
}
