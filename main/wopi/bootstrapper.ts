import type { ParameterizedContext } from 'koa';
import type { Person } from '../../preload/contract.ts';
import { headerOf } from './middleware/capture.ts';
import type { HostState } from './middleware/recorder.ts';
import type { BootstrapOperation, Services } from './operation.ts';
import { WopiHeader } from './protocol/headers.ts';
import type { Result } from './results.ts';
import { noPermission, notImplemented, unauthorized } from './results.ts';
import type { Authorization } from './sign-in.ts';

interface BootstrapperOptions {
  operations: readonly BootstrapOperation[];
  services: Services;
  authorization: Authorization;
}

/** Microsoft prints the scheme with a colon in places, and no client writes it so; both are understood. */
const BEARER = /^Bearer:? +(\S+)$/i;

/**
 * Turns a sign-in into WOPI tokens. Nothing here asks for a proof, and nothing but 401 tells a client to sign in: a
 * redirect or a page would end it.
 */
export function createBootstrapper({ operations, services, authorization }: BootstrapperOptions) {
  const { people } = services;
  const plain = operations.find(({ selector }) => selector === undefined);

  const signIn = (header: string | undefined): Result | { personId: string } => {
    const challenge = { 'WWW-Authenticate': authorization.challenge() };
    const accessToken = BEARER.exec(header ?? '')?.[1];
    if (accessToken === undefined) {
      return unauthorized(
        'token-missing',
        'The request carries no Authorization: Bearer header. This is where a sign-in begins.',
        challenge,
      );
    }
    const personId = authorization.personIdOf(accessToken);
    if (personId !== undefined) return { personId };
    return unauthorized(
      'token-forged',
      'The sign-in is unknown here, has expired or was ended. WOPI tokens count for nothing here.',
      challenge,
    );
  };

  return (context: ParameterizedContext<HostState>): Result => {
    const { req: request, state } = context;
    const { capture } = state;
    const selector = request.method === 'POST' ? selectorOf(context) : undefined;
    // An operation that is not offered is answered like Bootstrap: the client sees what is missing and goes another way.
    const operation = operations.find((candidate) => candidate.selector === selector) ?? plain;
    if (capture) capture.operation = operation?.name ?? null;
    if (!operation || !services.profile().offers(operation)) {
      return notImplemented('The bootstrapper is not offered in the profile in use (Settings).');
    }
    const signedIn = signIn(headerOf(request, 'authorization'));
    if (!('personId' in signedIn)) return signedIn;
    const person: Person | undefined = people.get(signedIn.personId);
    if (!person) return noPermission('The person who signed in does not exist any more.');
    if (capture) {
      capture.personId = person.id;
      capture.personName = person.name;
    }
    return operation.run({ person, header: (name) => headerOf(request, name.toLowerCase()) }, services);
  };
}

/** An old client writes the selector as an override. */
function selectorOf({ req }: ParameterizedContext<HostState>): string | undefined {
  return headerOf(req, WopiHeader.EcosystemOperation.toLowerCase()) ?? headerOf(req, WopiHeader.Override.toLowerCase());
}
