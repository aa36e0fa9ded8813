/** Readings of lock ids. The protocol treats them as opaque; only people look inside. */

export interface LockIdMember {
  name: string;
  value: string;
  /** What the member is known to mean; null when it is not known. */
  meaning: string | null;
}

export type LockIdReading = { kind: 'json'; members: LockIdMember[] } | { kind: 'text' };

/** The one member whose role is known from the field; Office documents none of them. */
const KNOWN_MEMBERS: Record<string, string> = {
  S: 'the session; some hosts wrongly compare only this member',
};

export function readLockId(lockId: string): LockIdReading {
  if (!lockId.startsWith('{')) return { kind: 'text' };
  try {
    const parsed: unknown = JSON.parse(lockId);
    if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) return { kind: 'text' };
    const members = Object.entries(parsed).map(([name, value]) => ({
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
      meaning: KNOWN_MEMBERS[name] ?? null,
    }));
    return { kind: 'json', members };
  } catch {
    return { kind: 'text' };
  }
}

/** A JSON lock id without its punctuation, so that a narrow column shows what differs. */
export function lockIdSummary(lockId: string): string {
  const reading = readLockId(lockId);
  if (reading.kind === 'text') return lockId;
  return reading.members.map(({ name, value }) => `${name}=${value}`).join(' ');
}

/** Keeps both ends: Office's ids often differ only there. */
export function shortenMiddle(text: string, length: number): string {
  if (text.length <= length) return text;
  const kept = length - 1;
  const head = Math.ceil(kept / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (kept - head))}`;
}

/** A lock id of the shape Office sends. */
export function officeLikeLockId(): string {
  const [session, machine, process] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  return JSON.stringify({ S: session, F: 4, E: 2, M: machine.slice(0, 8), P: process.slice(0, 8) });
}

/** Why the id cannot be a lock id; null when it can. The same limits as the host's. */
export function lockIdProblem(lockId: string): string | null {
  if (lockId === '') return 'Type a lock id, or let one be generated.';
  if (lockId.length > 1024) return `Has ${lockId.length} characters; at most 1,024 are possible. Shorten it.`;
  if (!/^[\x20-\x7e]+$/.test(lockId))
    return 'Only printable ASCII can travel in the X-WOPI-Lock header. Remove the other characters.';
  return null;
}
