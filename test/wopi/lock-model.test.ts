import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedToken } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

/** What a client may do next, as one plain value. */
type Person = 'owner' | 'editor';
type Request =
  | { do: 'LOCK' | 'REFRESH_LOCK' | 'UNLOCK' | 'PUT' | 'RENAME_FILE'; lock: string | undefined; body: string }
  | { do: 'RELOCK'; lock: string | undefined; old: string }
  | { do: 'GET_LOCK' };
type Step = { by: Person; wish: Request } | { minutes: number };

/** The usual run takes a sample; WOPI_SANDBOX_LOCK_SEQUENCES=10000 takes its time. */
const SEQUENCES = Number(process.env['WOPI_SANDBOX_LOCK_SEQUENCES'] ?? 100);
const SEED = 20_260_314;

/** The whole of the specification's state table, in a few lines. */
class Model {
  lock = '';
  expiresAt = 0;
  content = '';
  version = 1;

  held(now: number): string {
    return now < this.expiresAt ? this.lock : '';
  }

  take(lock: string, now: number): string {
    this.lock = lock;
    this.expiresAt = now + 30 * 60_000;
    return '200';
  }

  /** Status, with the lock header where the specification has one. */
  answer(step: Request, by: Person, now: number): string {
    const held = this.held(now);
    const mismatch = `409 [${held}]`;
    if (step.do === 'GET_LOCK') return `200 [${held}]`;
    if (step.do === 'PUT') {
      if (held === '' ? this.content !== '' : step.lock !== held) return mismatch;
      this.content = step.body;
      this.version += 1;
      return '200';
    }
    // The lock belongs to the file and not to a person; the right to rename does.
    if (step.do === 'RENAME_FILE' && by === 'editor') return '404';
    if (step.do === 'RENAME_FILE') return held === '' || step.lock === held ? '200' : mismatch;
    if (!step.lock) return '400';
    if (step.do === 'LOCK') return held === '' || held === step.lock ? this.take(step.lock, now) : mismatch;
    if (step.do === 'RELOCK') return held !== '' && held === step.old ? this.take(step.lock, now) : mismatch;
    if (held === '' || held !== step.lock) return mismatch;
    if (step.do === 'REFRESH_LOCK') return this.take(step.lock, now);
    this.expiresAt = 0;
    return '200';
  }
}

const lock = fc.constantFrom('a', 'A', 'a ', '{"S":"1"}', 'x'.repeat(1024), '', undefined).map((id) => id?.trim());
const request: fc.Arbitrary<Request> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'LOCK' as const,
        'REFRESH_LOCK' as const,
        'UNLOCK' as const,
        'PUT' as const,
        'PUT' as const,
        'RENAME_FILE' as const,
      ),
      lock,
      body: fc.constantFrom('', 'short', 'longer than that'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('RELOCK' as const), lock, old: lock.map((id) => id ?? '') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('GET_LOCK' as const) }) },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ by: fc.constantFrom('owner' as const, 'editor' as const), wish: request }),
  },
  { weight: 1, arbitrary: fc.record({ minutes: fc.constantFrom(1, 29, 30, 31) }) },
);

let host: TestHost;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.stop());

let runs = 0;

async function send(token: IssuedToken, wish: Request): Promise<string> {
  const headers: Record<string, string | undefined> = {};
  if ('lock' in wish) headers['X-WOPI-Lock'] = wish.lock;
  if (wish.do === 'RELOCK') headers['X-WOPI-OldLock'] = wish.old;
  if (wish.do === 'RENAME_FILE') headers['X-WOPI-RequestedName'] = token.token.fileName.replace('.txt', '');
  const answer = await host.wopi(token, {
    override: wish.do === 'RELOCK' ? 'LOCK' : wish.do,
    at: wish.do === 'PUT' ? '/contents' : '',
    headers,
    body: wish.do === 'PUT' ? wish.body : undefined,
  });
  const current = answer.header('X-WOPI-Lock');
  return current === undefined ? String(answer.status) : `${answer.status} [${current}]`;
}

describe('any sequence of lock and save requests', () => {
  it(`of two people is answered as the state table of the specification says (${SEQUENCES}, seed ${SEED})`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        runs += 1;
        const path = `model ${runs}.txt`;
        await host.write(path, '');
        const tokens = {
          owner: await host.token(path, 'owner', 31_536_000),
          editor: await host.token(path, 'editor', 31_536_000),
        };
        const model = new Model();
        for (const next of steps) {
          if ('minutes' in next) host.clock.advance(next.minutes * 60_000);
          else {
            const { by, wish } = next;
            const expected = model.answer(wish, by, host.clock.now());
            expect([by, wish, await send(tokens[by], wish)]).toEqual([by, wish, expected]);
          }
        }
        expect(readFileSync(join(host.folder, path), 'utf8')).toBe(model.content);
        expect((await host.wopi(tokens.owner)).json()).toMatchObject({
          Version: String(model.version),
          Size: model.content.length,
        });
        host.clock.advance(31 * 60_000);
        await host.api.deleteFile({ fileId: tokens.owner.token.fileId });
      }),
      { numRuns: SEQUENCES, seed: SEED },
    );
  }, 1_200_000);
});
