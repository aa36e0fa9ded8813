import { afterAll, describe, expect, test } from 'vitest';
import { Lane, type Moment } from './kill-nine-lane.ts';

const KILLS = 200;
const LANES = 2;
/** The same moments in every run, as far as two processes can have the same moments. */
const SEED = Number(process.env['WOPI_SANDBOX_SEED'] ?? 20_260_314);

/** Random numbers below 1 that come in the same order for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Most moments lie between the last byte and the answer, where the file and the database change. */
function momentFrom(random: () => number): Moment {
  const kind = random();
  if (kind < 0.2) return { when: 'body', pieces: Math.floor(random() * 17) };
  if (kind < 0.6) return { when: 'folder', names: 2 + Math.floor(random() * 4) };
  if (kind < 0.95) return { when: 'sent', milliseconds: Math.floor(random() * 16) };
  return { when: 'answered' };
}

describe(`kill -9 during PutFile, at ${KILLS} moments (seed ${SEED})`, () => {
  const lanes = Array.from({ length: LANES }, () => new Lane());
  afterAll(async () => {
    for (const lane of lanes) await lane.clear();
  });

  test.concurrent.each(lanes.map((lane, index) => ({ lane, index })))(
    'leaves the old or the new bytes, a database that opens, and the lock as it was acknowledged (lane $index)',
    { timeout: 300_000 },
    async ({ lane, index }) => {
      const random = randomFrom(SEED + index);
      for (let kill = 1; kill <= KILLS / LANES; kill += 1) {
        await lane.start();
        await lane.changeLock(kill);
        const undisturbed = Math.floor(random() * 3);
        for (let save = 0; save < undisturbed; save += 1) await lane.save();
        await lane.save(momentFrom(random));
        lane.checkBytes();
        lane.checkDatabases({ thoroughly: kill % 10 === 0 });
      }
      await lane.start();
      await lane.restoreSome([1, 2, 3, 5, 8, 13, 21, 34, 55, 89]);
      const { old, recorded, found, acknowledged } = lane.tally;
      process.stdout.write(
        `lane ${index}: ${old} saves left the old bytes, ${recorded} the new ones, ${found} the new ones without a word in the history, ${acknowledged} were answered\n`,
      );
      expect(old + recorded + found + acknowledged).toBe(KILLS / LANES);
      // kills that all miss would prove nothing
      expect(old).toBeGreaterThan(0);
      expect(recorded + found).toBeGreaterThan(0);
    },
  );
});
