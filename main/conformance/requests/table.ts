import { CHUNKED_REQUESTS } from './chunked.ts';
import { COAUTH_REQUESTS } from './coauth.ts';
import { CONTAINER_REQUESTS } from './containers.ts';
import { FILE_REQUESTS } from './files.ts';
import type { RequestKind } from './kind.ts';

/** Every request the cases can ask for, by the name of its element. */
export const REQUESTS: Readonly<Record<string, RequestKind>> = {
  ...FILE_REQUESTS,
  ...CONTAINER_REQUESTS,
  ...COAUTH_REQUESTS,
  ...CHUNKED_REQUESTS,
};
