import { randomUUID } from 'node:crypto';

/** An opaque id of 20 hex digits. Sharing a folder takes ten thousand; these come out of Node's store of random bytes. */
export function newId(): string {
  const digits = randomUUID().replaceAll('-', '');
  // Those in the middle tell the version of a UUID.
  return digits.slice(0, 12) + digits.slice(-8);
}
