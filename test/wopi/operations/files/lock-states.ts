import { expect } from 'vitest';
import type { IssuedToken } from '../../../../preload/contract.ts';
import { LOCK_DURATION_MS } from '../../../../main/wopi/protocol/lock-rules.ts';
import type { Answer } from '../../../support/http.ts';
import type { TestHost } from '../../../support/host.ts';

/** Lock ids as Office makes them: JSON text, with everything in it that could trip a header over. */
export const HELD = '{"S":"5c1f 0e","E":2,"M":"m,n; o","P":"p=\\"q\\""}';
export const OTHER = '{"S":"77aa","E":2,"M":"m","P":"p"}';

export type LockState = 'unlocked' | 'expired' | 'locked';

let made = 0;

/** A new document in this state; answers the owner's token for it. */
export async function documentThatIs(host: TestHost, state: LockState, content = 'content'): Promise<IssuedToken> {
  made += 1;
  const path = `document ${made}.txt`;
  await host.write(path, content);
  const token = await host.token(path);
  if (state === 'unlocked') return token;
  const locked = await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': HELD } });
  expect(locked.status).toBe(200);
  if (state === 'expired') host.clock.advance(LOCK_DURATION_MS);
  return token;
}

/** Status and lock header of an answer: "200", "409 <id>", "409 (empty)". */
export function outcomeOf(answer: Answer): string {
  const lock = answer.header('X-WOPI-Lock');
  return lock === undefined ? String(answer.status) : `${answer.status} ${lock === '' ? '(empty)' : lock}`;
}

/** The lock on the document now, '' for none. */
export async function lockNow(host: TestHost, token: IssuedToken): Promise<string | undefined> {
  return (await host.wopi(token, { override: 'GET_LOCK' })).header('X-WOPI-Lock');
}

export async function versionNow(host: TestHost, token: IssuedToken): Promise<string> {
  return (await host.wopi(token)).json()['Version'] as string;
}

/** Every answer that is not a refusal by the token: who made it, and no body where none is defined. */
export function expectEmptyAnswer(answer: Answer): void {
  expect(answer.header('X-WOPI-ServerVersion')).toMatch(/^WOPI Sandbox /);
  expect(answer.header('Content-Length')).toBe('0');
  expect(answer.body.length).toBe(0);
}
