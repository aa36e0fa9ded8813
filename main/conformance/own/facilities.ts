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
  /** An OAuth access token of the person, for the bootstrapper. */
  signIn?: () => Promise<string>;
}
