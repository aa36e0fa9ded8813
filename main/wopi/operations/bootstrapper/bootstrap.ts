import type { BootstrapOperation, Services, SignedInCall } from '../../operation.ts';
import { okJson } from '../../results.ts';

/** Who signed in, and where what they may see begins. */
export const bootstrap: BootstrapOperation = {
  name: 'Bootstrap',
  method: 'GET',
  path: '/wopibootstrapper',
  needs: 'read',
  advertises: [],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/bootstrapper/bootstrap',
  run: (call, services) => okJson({ Bootstrap: bootstrapOf(call, services, 'Bootstrap') }),
};

/** A token that begins a chain of its own: only a sign-in may give one a lifetime. */
export function startingToken(
  { person }: SignedInCall,
  { tokens, settings, now }: Services,
  wish: Pick<Parameters<Services['tokens']['issue']>[0], 'kind' | 'resourceId' | 'source'>,
) {
  const expiresAt = now() + settings().tokenTtlSeconds * 1000;
  return tokens.issue({ ...wish, personId: person.id, canWrite: person.rights.write, expiresAt });
}

export function bootstrapOf(call: SignedInCall, services: Services, source: string): object {
  const { person } = call;
  const { accessToken } = startingToken(call, services, { kind: 'ecosystem', resourceId: '', source });
  return {
    EcosystemUrl: `${services.urls.ecosystem()}?access_token=${accessToken}`,
    UserId: person.id,
    SignInName: `${person.id}@wopi-sandbox`,
    UserFriendlyName: person.name,
  };
}
