import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IssuedToken } from '../../../../preload/contract.ts';
import { startHost } from '../../../support/host.ts';
import type { TestHost } from '../../../support/host.ts';

const RACERS = 8;
const ROUNDS = 1000;

let host: TestHost;
let tokens: IssuedToken[];
beforeAll(async () => {
  host = await startHost({ files: { 'raced.docx': 'raced' } });
  await host.api.setCapturePaused({ paused: true });
  tokens = await Promise.all(
    Array.from({ length: RACERS }, (_, index) => host.token('raced.docx', index % 2 === 0 ? 'owner' : 'editor')),
  );
});
afterAll(() => host.stop());

it(`of ${RACERS} who swap the same lock at once exactly one wins, ${ROUNDS} times`, { timeout: 120_000 }, async () => {
  const [first] = tokens;
  if (!first) throw new Error('There is no token.');
  let held = 'round 0';
  expect((await host.wopi(first, { override: 'LOCK', headers: { 'X-WOPI-Lock': held } })).status).toBe(200);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const wanted = tokens.map((_, racer) => `round ${round}, racer ${racer}`);
    const answers = await Promise.all(
      tokens.map((token, racer) =>
        host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-OldLock': held, 'X-WOPI-Lock': wanted[racer] } }),
      ),
    );
    const winners = wanted.filter((_, racer) => answers[racer]?.status === 200);
    expect(winners).toHaveLength(1);
    const [winner = ''] = winners;
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.map((answer) => [answer.status, answer.header('X-WOPI-Lock')])).toEqual(
      refused.map(() => [409, winner]),
    );
    held = winner;
  }
  expect((await host.wopi(first, { override: 'GET_LOCK' })).header('X-WOPI-Lock')).toBe(held);
});
