import type { IncomingMessage } from 'node:http';
import type { ParameterizedContext } from 'koa';
import type { FileMoment, Person } from '../../preload/contract.ts';
import type { Token } from '../store/tokens.ts';
import { HttpCaller } from './caller.ts';
import { authenticate, findAccessToken } from './middleware/access-token.ts';
import type { Capture } from './middleware/capture.ts';
import { headerOf } from './middleware/capture.ts';
import type { ProofChecker } from './middleware/proof-check.ts';
import { checkProof } from './middleware/proof-check.ts';
import type { HostState } from './middleware/recorder.ts';
import type {
  Caller,
  ContainerOperation,
  Description,
  EcosystemOperation,
  Operation,
  OperationOn,
  Services,
  WopiPath,
} from './operation.ts';
import { WopiHeader } from './protocol/headers.ts';
import { obsoleteOperation } from './protocol/obsolete.ts';
import type { Result } from './results.ts';
import { badRequest, noPermission, notFound, notImplemented, serverError, unauthorized } from './results.ts';
import type { Route } from './routes.ts';

const OVERRIDE = WopiHeader.Override.toLowerCase();
const RESOURCE_ID = /^[0-9a-zA-Z_-]{1,64}$/;

export interface OperationTables {
  file: readonly Operation[];
  container: readonly ContainerOperation[];
  ecosystem: readonly EcosystemOperation[];
}

export interface DispatchOptions {
  operations: OperationTables;
  services: Services;
  proof: ProofChecker;
}

type WopiRoute = Exclude<Route, { kind: 'bootstrapper' }>;

/** Runs the checks in the order of the specification (01 §1.2), then the operation. Returns the answer as a value. */
export function createDispatch({ operations, services, proof }: DispatchOptions) {
  const { files, containers, locks, people, tokens } = services;

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

  const note = (capture: Capture | null, person: Person | undefined, token: Token | undefined): void => {
    if (!capture) return;
    if (person) {
      capture.personId = person.id;
      capture.personName = person.name;
    }
    if (token) capture.tokenId = token.id;
  };

  const explainMissingRight = ({ name, needs }: Description, person: Person, token: Token): string => {
    if (files.isReadOnly()) return `${name} needs to write, and the shared folder is read-only for this host.`;
    if (services.profile().isReadOnly) return `${name} needs to write, and the profile in use is for viewing only.`;
    if (!token.canWrite) return `${name} needs the right to ${needs}; this token is for reading only.`;
    return `${name} needs the right to ${needs}, which ${person.name} does not have (People).`;
  };

  /** One kind of resource: which operations work on it and how it is found by its id. */
  const createKind = <Path extends WopiPath, Subject extends object>(kind: {
    operations: readonly OperationOn<Path, Caller & Subject>[];
    find(id: string): Subject | undefined;
    gone: string;
    nameOf(id: string): string | null;
    moment?: (id: string) => FileMoment;
  }) => {
    const byPath = new Map<string, OperationOn<Path, Caller & Subject>[]>();
    for (const operation of kind.operations) {
      byPath.set(operation.path, [...(byPath.get(operation.path) ?? []), operation]);
    }
    return async (context: ParameterizedContext<HostState>, route: WopiRoute): Promise<Result> => {
      const { req: request, state } = context;
      const { capture } = state;
      const { id } = route;
      const override = request.method === 'POST' ? headerOf(request, OVERRIDE) : undefined;
      const named = byPath.get(route.path)?.find((operation) => isNamed(operation, override, request));
      if (capture) {
        capture.operation = named?.name ?? obsoleteOperation(override) ?? null;
        if (id !== '') {
          capture.fileId = id;
          capture.fileName = kind.nameOf(id);
        }
        capture.before = kind.moment?.(id) ?? null;
      }
      const answer = async (): Promise<Result> => {
        if (id !== '' && !RESOURCE_ID.test(id)) return notFound(`“${id.slice(0, 80)}” cannot be an id.`);
        const accessToken = findAccessToken(queryOf(request), headerOf(request, 'authorization'));
        const reading = checkProof(request, accessToken ?? '', proof);
        if (capture) capture.proof = reading;
        if (proof.mode(accessToken ?? '') === 'enforce' && reading.verdict !== 'verified')
          return serverError(`The proof was refused: ${reading.explanation}`, 'proof-failed');

        const verdict =
          accessToken === undefined ? undefined : (tokens.verdictOf(accessToken) ?? (await tokens.verify(accessToken)));
        const authentication = authenticate(accessToken, verdict, route);
        const { token } = authentication;
        const person = token && people.get(token.personId);
        note(capture, person, token);
        if (!authentication.ok) return authentication.result;
        if (!token || !person)
          return unauthorized('token-forged', 'The person this token was issued for does not exist any more.');
        tokens.markUsed(token);

        const subject = kind.find(id);
        if (!subject) return notFound(kind.gone);
        if (!named || !services.profile().offers(named)) return refusal(request, override, route, named);
        const rights = services.rightsOf(person, token);
        const caller = new HttpCaller(
          { request, capture, person, token, accessToken: authentication.accessToken, rights },
          services,
        );
        const call = Object.assign(caller, subject);
        const malformed = named.malformed?.(call);
        if (malformed) return malformed;
        if (named.needs !== 'read' && !rights[named.needs])
          return (named.withoutRight ?? noPermission)(explainMissingRight(named, person, token));
        return named.run(call, services);
      };
      const result = await answer();
      if (capture) capture.after = kind.moment?.(id) ?? null;
      return result;
    };
  };

  const kinds = {
    file: createKind({
      operations: operations.file,
      find(id) {
        const file = files.current(id);
        return file && { file };
      },
      gone: 'The file does not exist any more.',
      nameOf: (id) => files.get(id)?.name ?? null,
      moment: momentOf,
    }),
    container: createKind({
      operations: operations.container,
      find(id) {
        const container = containers.get(id);
        return container && { container };
      },
      gone: 'The folder does not exist any more.',
      nameOf: (id) => containers.nameOf(id) ?? null,
    }),
    ecosystem: createKind({
      operations: operations.ecosystem,
      find: () => ({}),
      gone: '',
      nameOf: () => null,
    }),
  };
  return (context: ParameterizedContext<HostState>, route: WopiRoute): Promise<Result> =>
    kinds[route.kind](context, route);
}

function queryOf({ url = '' }: IncomingMessage): string {
  const query = url.indexOf('?');
  return query === -1 ? '' : url.slice(query + 1);
}

/** Whether a request names this operation, by method, override and selecting header. */
function isNamed(operation: Description, override: string | undefined, request: IncomingMessage): boolean {
  return (
    operation.override === override &&
    (operation.method === 'POST') === (request.method === 'POST') &&
    (operation.when === undefined || request.headers[operation.when.toLowerCase()] !== undefined)
  );
}

/** Answers a request that names no operation of this host, or one that the profile leaves out. */
function refusal(
  request: IncomingMessage,
  override: string | undefined,
  { kind }: WopiRoute,
  named: Description | undefined,
): Result {
  if (named) return notImplemented(`${named.name} is not offered in the profile in use (Settings).`);
  if (request.method === 'POST' && !override) {
    const explanation = `${WopiHeader.Override} is missing: a POST names its operation there.`;
    return kind === 'file' ? badRequest(explanation) : notImplemented(explanation);
  }
  const obsolete = obsoleteOperation(override);
  if (obsolete !== undefined)
    return notImplemented(
      `${obsolete} (${WopiHeader.Override} “${override ?? ''}”) is obsolete or belongs to the coauthoring of desktop apps; this host does not offer it, and a client has to do without.`,
    );
  return notImplemented(`This host offers no operation “${override ?? request.method ?? ''}” at this address.`);
}
