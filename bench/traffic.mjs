// @ts-check
// What the list of Traffic costs: filters and searches over captures of 100,000 and 1,000,000 exchanges, and the screen in a real browser.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fillCapture, RARE_WORD } from './captures.mjs';
import { residentMiB, start } from './processes.mjs';
import { benchScreen } from './screen.mjs';

/**
 * @typedef {(what: string, value: string, target: string, ok: boolean | null) => void} Note
 * @typedef {Awaited<ReturnType<typeof startWith>>} Sandbox
 */

/** What people ask; the limit is of product §6. @type {[what: string, filter: string][]} */
const FILTERS = [
  ['op:RefreshLock', 'op:RefreshLock'],
  ['status:409', 'status:409'],
  ['file:budget', 'file:budget'],
  ['free text', 'roadmap'],
  ['outcome, not, and', 'op:Lock -status:200 person:ann'],
  ['or of two', 'op:Unlock or status:5xx'],
  ['slow ones', 'duration:>300'],
];
const ROUNDS = 5;

/** @param {{ cli: string, scratch: string, note: Note, say: (line: string) => void }} options */
export async function benchTraffic({ cli, scratch, note, say }) {
  for (const count of [100_000, 1_000_000]) {
    const began = performance.now();
    const data = await makeCapture({ cli, scratch, count });
    say(`made ${count.toLocaleString('en')} exchanges in ${((performance.now() - began) / 1000).toFixed(1)} s`);
    const sandbox = await startWith(cli, data);
    const before = residentMiB(sandbox.pid);
    const limit = count === 100_000 ? 150 : 500;
    const session = await someSession(sandbox);
    /** @type {[what: string, filter: string][]} */
    const asked = [['everything', ''], ...FILTERS, ['session', `session:${session}`]];
    for (const [what, filter] of asked)
      await noteFilter(sandbox, { what: `filter at ${short(count)}: ${what}`, filter, limit, note });
    const limitOfBody = count === 100_000 ? 150 : 1_000;
    await noteFilter(sandbox, {
      what: `search in bodies at ${short(count)}`,
      filter: `body:${RARE_WORD}`,
      limit: limitOfBody,
      note,
    });
    await noteArranged(sandbox, count, note);
    note(
      `memory of the host after these, ${short(count)}`,
      `+${(residentMiB(sandbox.pid) - before).toFixed(0)} MiB`,
      '–',
      null,
    );
    if (count === 100_000) await benchScreen({ sandbox, note, say });
    await sandbox.stop();
  }
}

/** @param {number} count */
function short(count) {
  return count >= 1_000_000 ? `${count / 1_000_000} M` : `${count / 1000} k`;
}

/** A data directory with so many exchanges. @param {{ cli: string, scratch: string, count: number }} options */
async function makeCapture({ cli, scratch, count }) {
  const data = mkdtempSync(join(scratch, 'traffic-'));
  // Once for the tables, and for limits that leave everything where it is.
  const sandbox = await startWith(cli, data);
  await sandbox.call('updateSettings', {
    maxExchanges: 1_000_000,
    maxCaptureBytes: 20 * 1024 ** 3,
    isWelcomeDone: true,
  });
  await sandbox.stop();
  fillCapture(join(data, 'traffic.db'), count);
  return data;
}

/** @param {string} cli @param {string} data */
async function startWith(cli, data) {
  const folder = join(data, '..', 'shared');
  mkdirSync(folder, { recursive: true });
  const sandbox = await start([cli, 'serve', '--folder', folder, '--data', data, '--json']);
  const call = async (/** @type {string} */ method, /** @type {object[]} */ ...input) => {
    const response = await fetch(`${sandbox.info.admin}/api/call`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${sandbox.info.key}` },
      body: JSON.stringify({ method, args: input }),
    });
    const answer = /** @type {{ result?: any, error?: string }} */ (await response.json());
    if (answer.error) throw new Error(answer.error);
    return answer.result;
  };
  return { ...sandbox, call };
}

/** @param {Sandbox} sandbox @returns {Promise<string>} */
async function someSession({ call }) {
  const { rows } = await call('listExchanges', { limit: 1 });
  return rows[0].sessionId;
}

/**
 * From asking until everything is looked at, and until there is something to show.
 * @param {Sandbox} sandbox @param {object} wish
 */
async function timeView({ call }, wish) {
  const began = performance.now();
  let view = await call('openView', wish);
  let firstLines = view.lines > 0 ? performance.now() - began : Number.NaN;
  while (!view.isComplete) {
    view = await call('getView', { viewId: view.viewId, version: view.version });
    if (view.problem !== null) throw new Error(view.problem);
    if (Number.isNaN(firstLines) && view.lines > 0) firstLines = performance.now() - began;
  }
  const took = performance.now() - began;
  await call('listViewLines', { viewId: view.viewId, from: view.first, count: 100 });
  const withLines = performance.now() - began;
  await call('closeView', { viewId: view.viewId });
  return { took, firstLines, withLines, matched: view.matched };
}

/** @param {number[]} list */
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;

/** @param {Sandbox} sandbox @param {{ what: string, filter: string, limit: number, note: Note }} options */
async function noteFilter(sandbox, { what, filter, limit, note }) {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timeView(sandbox, { filter }));
  const took = median(times.map((one) => one.took));
  const first = median(times.map(({ firstLines }) => firstLines));
  const matched = times[0]?.matched ?? 0;
  note(what, `${took.toFixed(0)} ms (first ${first.toFixed(0)} ms, ${matched})`, `≤ ${limit} ms`, took <= limit);
}

/** @param {Sandbox} sandbox @param {number} count @param {Note} note */
async function noteArranged(sandbox, count, note) {
  const wishes = {
    'sorted by duration': { filter: '', sort: { column: 'duration', descending: true } },
    'sorted by file': { filter: '', sort: { column: 'file', descending: false } },
    'grouped by session, collapsed': { filter: '', group: 'session', collapse: true },
  };
  for (const [what, wish] of Object.entries(wishes)) {
    const times = [];
    for (let round = 0; round < 3; round += 1) times.push((await timeView(sandbox, wish)).withLines);
    note(`${what}, ${short(count)}`, `${median(times).toFixed(0)} ms`, '–', null);
  }
}
