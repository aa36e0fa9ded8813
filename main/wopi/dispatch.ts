import type { IncomingMessage } from 'node:http';
import type { ParameterizedContext } from 'koa';
import type { FileMoment, Person, Rights } from '../../preload/contract.ts';
import type { FileRecord } from '../store/files.ts';
import type { Token } from '../store/tokens.ts';
import type { Staged } from '../store/staging.ts';
import { authenticate, findAccessToken } from './middleware/access-token.ts';
import type { Capture } from './middleware/capture.ts';
import { captureBytes, captureMissing, captureVersion, headerOf } from './middleware/capture.ts';
import type { ProofChecker } from './middleware/proof-check.ts';
import { checkProof } from './middleware/proof-check.ts';
import type { HostState } from './middleware/recorder.ts';
import type { Call, Operation, Services } from './operation.ts';
import { WopiHeader } from './protocol/headers.ts';
import type { Result } from './results.ts';
import { badRequest, noPermission, notFound, notImplemented, serverError, unauthorized } from './results.ts';

const FILE_ID = /^[0-9a-zA-Z_-]{1,64}$/;
/** Requests that carry no document: enough for every published operation, and a stop for everything else. */
const SMALL_BODY_BYTES = 64 * 1024;

/** One object, so that answers made for it can be told by identity. */
const NO_RIGHTS: Rights = { write: false, rename: false, create: false, delete: false };

type Lookup = { kind: 'found'; operation: Operation } | { kind: 'refused'; result: Result };

/** Finds the operation that a request names, by method, path, override and selecting header. */
export function findOperation(
  operations: readonly Operation[],
  path: Operation['path'],
  request: IncomingMessage,
): Lookup {
  const override = headerOf(request, WopiHeader.Override.toLowerCase());
  const isPost = request.method === 'POST';
  if (isPost && !override) {
    return {
      kind: 'refused',
      result: badRequest(
        `${WopiHeader.Override} is missing: a POST names its operation there, for example LOCK or PUT.`,
      ),
    };
  }
  const operation = operations.find(
    (candidate) =>
      candidate.path === path &&
      (candidate.method === 'POST') === isPost &&
      candidate.override === (isPost ? override : undefined) &&
      (candidate.when === undefined || request.headers[candidate.when.toLowerCase()] !== undefined),
  );
  if (operation) return { kind: 'found', operation };
  return {
    kind: 'refused',
    result: notImplemented(`This host offers no operation “${override ?? request.method ?? ''}” at this address.`),
  };
}

export interface DispatchOptions {
  operations: readonly Operation[];
  services: Services;
  proof: ProofChecker;
}

/** Runs the checks in the order of the specification (01 §1.2), then the operation. Returns the answer as a value. */
export function createDispatch({ operations, services, proof }: DispatchOptions) {
  const { files, locks, people, tokens } = services;

  const momentOf = (fileId: string): FileMoment => {
    const file = files.get(fileId);
    const lock = locks.live(fileId);
    return {
      version: file ? String(file.version) : null,
      size: file?.size ?? null,
      lockId: lock?.lockId ?? null,
      lockExpiresAt: lock?.expiresAt ?? null,
    };
  };

  const rightsOf = (person: Person, token: Token): Rights => {
    if (token.canWrite && !files.isReadOnly()) return person.rights;
    return NO_RIGHTS;
  };

  const note = (capture: Capture | null, person: Person | undefined, token: Token | undefined): void => {
    if (!capture) return;
    if (person) capture.person = { id: person.id, name: person.name };
    if (token) capture.tokenId = token.id;
  };

  const mayCall = (operation: Operation, rights: Rights): boolean =>
    operation.needs === 'read' || rights[operation.needs];

  const explainMissingRight = (operation: Operation, person: Person, token: Token): string => {
    if (files.isReadOnly())
      return `${operation.name} needs to write, and the shared folder is read-only for this host.`;
    if (!token.canWrite)
      return `${operation.name} needs the right to ${operation.needs}; this token is for reading only.`;
    return `${operation.name} needs the right to ${operation.needs}, which ${person.name} does not have (People).`;
  };

  return async (context: ParameterizedContext<HostState>, path: Operation['path'], id: string): Promise<Result> => {
    const { req: request, state } = context;
    const { capture } = state;
    const found = findOperation(operations, path, request);
    if (capture) {
      capture.operation = found.kind === 'found' ? found.operation.name : null;
      capture.file = { id, name: files.get(id)?.name ?? null };
      capture.before = momentOf(id);
    }
    const answer = async (): Promise<Result> => {
      if (!FILE_ID.test(id)) return notFound(`“${id.slice(0, 80)}” cannot be the id of a file.`);
      const accessToken = findAccessToken(context.querystring, headerOf(request, 'authorization'));
      const reading = checkProof(request, accessToken ?? '', proof);
      if (capture) capture.proof = reading;
      if (proof.mode() === 'enforce' && reading.verdict !== 'verified')
        return serverError(`The proof was refused: ${reading.explanation}`, 'proof-failed');

      const verdict =
        accessToken === undefined ? undefined : (tokens.verdictOf(accessToken) ?? (await tokens.verify(accessToken)));
      const authentication = authenticate(accessToken, verdict, id);
      const { token } = authentication;
      const person = token && people.get(token.personId);
      note(capture, person, token);
      if (!authentication.ok) return authentication.result;
      if (!token || !person)
        return unauthorized('token-forged', 'The person this token was issued for does not exist any more.');
      tokens.markUsed(token);

      const file = files.current(id);
      if (!file) return notFound('The file does not exist any more.');
      if (found.kind === 'refused') return found.result;
      const { operation } = found;
      const rights = rightsOf(person, token);
      const call = createCall(
        { request, capture, file, person, token, accessToken: authentication.accessToken, rights },
        services,
      );
      const malformed = operation.malformed?.(call);
      if (malformed) return malformed;
      if (!mayCall(operation, rights))
        return (operation.withoutRight ?? noPermission)(explainMissingRight(operation, person, token));
      return operation.run(call, services);
    };
    const result = await answer();
    if (capture) capture.after = momentOf(id);
    return result;
  };
}

interface CallInput extends Pick<Call, 'file' | 'person' | 'token' | 'accessToken' | 'rights'> {
  file: FileRecord;
  request: IncomingMessage;
  capture: Capture | null;
}

function createCall({ request, capture, ...call }: CallInput, { blobs, settings }: Services): Call {
  const contentType = headerOf(request, 'content-type') ?? null;
  const declared = Number(headerOf(request, 'content-length') ?? Number.NaN);
  return {
    ...call,
    contentLength: Number.isFinite(declared) ? declared : undefined,
    header: (name) => headerOf(request, name.toLowerCase()),
    body: readBody(request, capture, contentType),
    async captured(staged: Staged) {
      if (capture && staged.size > 0 && staged.size <= settings().maxBodyBytes) {
        await blobs.adopt(staged);
        capture.requestBody = { ...captureVersion(staged.sha256, staged.size, contentType), cost: staged.size };
        return;
      }
      if (capture)
        capture.requestBody = captureMissing(
          staged.size,
          contentType,
          `Larger than the ${settings().maxBodyBytes} bytes kept of a body (Settings).`,
        );
      await blobs.discard(staged);
    },
    becameVersion(sha256, size) {
      if (capture) capture.requestBody = captureVersion(sha256, size, contentType);
    },
  };
}

/** Passes the body on as it arrives, counting it; a small one is kept for the capture. */
async function* readBody(
  request: IncomingMessage,
  capture: Capture | null,
  contentType: string | null,
): AsyncGenerator<Buffer> {
  let kept: Buffer[] | null = [];
  let size = 0;
  try {
    // An operation may stop reading; that must not break the connection its answer goes out on.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (capture) {
        capture.requestBytes = size;
        if (kept && size <= SMALL_BODY_BYTES) kept.push(chunk);
        else kept = null;
      }
      yield chunk;
    }
    if (capture && kept) capture.requestBody = captureBytes(Buffer.concat(kept), contentType);
  } finally {
    // Many clients send to the end before they look for an answer.
    if (!request.readableEnded) request.resume();
  }
}
