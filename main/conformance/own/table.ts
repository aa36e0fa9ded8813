import { BOOTSTRAPPER_CASES } from './bootstrapper.ts';
import { CONCURRENCY_CASES } from './concurrency.ts';
import { CONTAINER_CASES } from './containers.ts';
import { CONTENT_CASES } from './content.ts';
import { ECOSYSTEM_CASES } from './ecosystem.ts';
import { EXPIRY_CASES } from './expiry.ts';
import { FILE_INFO_CASES } from './file-info.ts';
import { LISTING_CASES } from './listing.ts';
import { LOCK_CASES } from './locks.ts';
import { NAME_CASES } from './names.ts';
import { PEOPLE_CASES } from './people.ts';
import { TOKEN_CASES } from './tokens.ts';
import type { OwnCase } from './trial.ts';

/** Our own suite, in the order it runs: what moves the clock comes last. */
export const OWN_CASES: readonly OwnCase[] = [
  ...FILE_INFO_CASES,
  ...LOCK_CASES,
  ...CONTENT_CASES,
  ...NAME_CASES,
  ...TOKEN_CASES,
  ...PEOPLE_CASES,
  ...CONTAINER_CASES,
  ...LISTING_CASES,
  ...ECOSYSTEM_CASES,
  ...CONCURRENCY_CASES,
  ...BOOTSTRAPPER_CASES,
  ...EXPIRY_CASES,
];
