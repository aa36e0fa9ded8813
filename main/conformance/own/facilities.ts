import type { Target } from '../address.ts';

/** What a target can do beyond answering WOPI requests; a remote host has none of it unless the user gives it. */
export interface Facilities {
  /** Another person who may write the file under test. */
  second?: Target;
  /** A person who may only read it. */
  reader?: Target;
  /** Moves the clock that locks and tokens follow. */
  jumpClock?: (milliseconds: number) => Promise<void>;
  /** A token of the same person for the file under test that ends after this long. */
  mintShortLived?: (milliseconds: number) => Promise<Target>;
  /** What Office has after a person has signed in, for the bootstrapper. */
  signIn?: () => Promise<Consent>;
}

/** A code, and what is needed to redeem it. */
export interface Consent {
  code: string;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  /** Where the code is redeemed, when the answer named a place of its own. */
  tokenEndpoint: string | null;
}
