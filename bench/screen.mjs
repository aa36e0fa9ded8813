// @ts-check
// The list of Traffic in a real browser: frames while scrolling and while requests arrive, and the memory of the page.
// Beside it, in turns, a plain list of static text in the same browser: without a graphics card no list at all reaches
// the 60 frames of a display, and a busy machine slows both.
import { chromium } from 'playwright-core';
import { findBrowser } from '../scripts/browser.mjs';

const SECONDS = 6;
const RATE = 2_000;
/** Ten rows with every frame. */
const STEP = 260;
/** As smooth as a list can be here: nearly as many frames as the plain one, or all that a display shows. */
const LEAST_SHARE = 0.95;
const ALL_FRAMES = 59;
/** Each measurement is made so often, with the plain list in between. */
const TURNS = 2;
const PLAIN_COLUMNS = 10;

/**
 * @param {{ sandbox: import('./traffic.mjs').Sandbox, note: import('./traffic.mjs').Note, say: (line: string) => void }} options
 */
export async function benchScreen({ sandbox, note, say }) {
  const executablePath = findBrowser();
  if (!executablePath) return say('left out: the screen; no Chromium, Chrome or Edge is installed');
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath, args: ['--disable-gpu', ...asRoot] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const { admin, key } = sandbox.info;
    await page.goto(`${admin}/#key=${key}`);
    const list = page.getByRole('grid', { name: 'Requests' });
    const rows = list.getByRole('rowgroup').getByRole('row');

    await page.goto(`${admin}/#/traffic?f=op:Nothing`);
    await page.getByText('No request matches the filter').waitFor();
    const empty = await heapMiB(page);
    await page.goto(`${admin}/#/traffic`);
    await rows.first().waitFor();
    const height = await page.evaluate(heightOfList);
    const plain = await openPlainList(browser, height);
    const scrolling = inTurns();
    for (let turn = 0; turn < TURNS; turn += 1) {
      await plain.bringToFront();
      scrolling.plain(await plain.evaluate(scrollThrough, { seconds: SECONDS, step: STEP }));
      await page.bringToFront();
      scrolling.ours(await page.evaluate(scrollThrough, { seconds: SECONDS, step: STEP }));
    }
    noteFrames(note, 'scrolling in 100 k, 600 rows/s', scrolling);
    // All over the list, so that whatever is kept of it is there.
    await page.evaluate(scrollThrough, { seconds: SECONDS, step: 50 * STEP });
    const grown = (await heapMiB(page)) - empty;
    note('page memory, from 0 to 100 k rows', `+${grown.toFixed(1)} MiB`, '≤ 50 MiB', grown <= 50);

    const load = await startLoad(sandbox);
    const following = inTurns();
    const both = inTurns();
    for (let turn = 0; turn < TURNS; turn += 1) {
      // The plain list has the machine, and the same requests arrive, with no list of ours open.
      await page.goto('about:blank');
      await plain.bringToFront();
      const beside = await plain.evaluate(scrollThrough, { seconds: SECONDS, step: STEP });
      following.plain(beside);
      both.plain(beside);
      await page.bringToFront();
      await page.goto(`${admin}/#/traffic`);
      await rows.first().waitFor();
      // Newest requests are followed from the start.
      following.ours(await page.evaluate(scrollThrough, { seconds: SECONDS, step: 0 }));
      both.ours(await page.evaluate(scrollThrough, { seconds: SECONDS, step: STEP }));
    }
    noteFrames(note, `following ${RATE.toLocaleString('en')} requests/s`, following);
    noteFrames(note, `scrolling while ${RATE.toLocaleString('en')}/s arrive`, both);
    const typed = await typeFilter(page);
    note('an answer to keys in the filter meanwhile', `${typed.toFixed(0)} ms`, '≤ 100 ms', typed <= 100);
    const rate = await load.end();
    note('requests per second that arrived', `${Math.round(rate)}/s`, `${RATE}/s`, null);
  } finally {
    await browser.close();
  }
}

/**
 * The few things of a page that are used here; everything else of the benchmark runs in Node.
 * @typedef {{ scrollTop: number, clientHeight: number, scrollHeight: number, scrollTo(to: { top: number }): void,
 *   querySelector(selector: string): object | null }} Scroller
 * @typedef {{ document: { querySelector(selector: string): Scroller | null },
 *   requestAnimationFrame(run: (now: number) => void): void,
 *   PerformanceObserver: new (seen: (list: { getEntries(): { duration: number }[] }) => void) =>
 *     { observe(what: { entryTypes: string[] }): void, disconnect(): void } }} InPage
 */

/**
 * Runs in the page: scrolls by so many pixels with every frame, and counts the frames.
 * @param {{ seconds: number, step: number }} options
 */
async function scrollThrough({ seconds, step }) {
  const { document, requestAnimationFrame, PerformanceObserver } = /** @type {InPage} */ (
    /** @type {unknown} */ (globalThis)
  );
  const list = document.querySelector('[role="grid"]');
  if (!list) throw new Error('There is no list.');
  /** @type {number[]} */
  const tasks = [];
  const observer = new PerformanceObserver((entries) => {
    for (const { duration } of entries.getEntries()) tasks.push(duration);
  });
  observer.observe({ entryTypes: ['longtask'] });
  if (step > 0) list.scrollTo({ top: 0 });
  /** @type {number[]} */
  const frames = [];
  let missing = 0;
  await new Promise((resolve) => {
    const began = performance.now();
    let last = began;
    const frame = (/** @type {number} */ now) => {
      frames.push(now - last);
      last = now;
      if (step > 0) {
        const isAtEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 2;
        list.scrollTo({ top: isAtEnd ? 0 : list.scrollTop + step });
        if (list.querySelector('[data-missing]')) missing += 1;
      }
      if (now - began < seconds * 1000) requestAnimationFrame(frame);
      else resolve(undefined);
    };
    requestAnimationFrame(frame);
  });
  observer.disconnect();
  frames.shift();
  return { frames, tasks, missing };
}

/** @typedef {{ frames: number[], tasks: number[], missing: number }} Scrolled */

/** Adds up what was measured of both lists, one after the other. */
function inTurns() {
  /** @type {Scrolled[]} */
  const ours = [];
  /** @type {Scrolled[]} */
  const plain = [];
  const rate = (/** @type {Scrolled[]} */ list) => {
    const frames = list.flatMap((one) => one.frames);
    return (1000 * frames.length) / frames.reduce((sum, one) => sum + one, 0);
  };
  return {
    ours: (/** @type {Scrolled} */ one) => void ours.push(one),
    plain: (/** @type {Scrolled} */ one) => void plain.push(one),
    sums() {
      const frames = ours.flatMap((one) => one.frames).sort((left, right) => left - right);
      return {
        fps: rate(ours),
        plainFps: rate(plain),
        p95: frames[Math.floor(frames.length * 0.95)] ?? Number.NaN,
        tasks: ours.flatMap(({ tasks }) => tasks),
        missing: ours.reduce((sum, one) => sum + one.missing, 0) / frames.length,
      };
    },
  };
}

/** @param {import('./traffic.mjs').Note} note @param {string} what @param {ReturnType<typeof inTurns>} measured */
function noteFrames(note, what, measured) {
  const { fps, plainFps, p95, tasks, missing } = measured.sums();
  const share = fps / plainFps;
  note(
    `${what}: frames`,
    `${fps.toFixed(0)}/s = ${share.toFixed(2)} × plain (${plainFps.toFixed(0)})`,
    `≥ ${LEAST_SHARE} × a plain list, or ${ALL_FRAMES}/s`,
    share >= LEAST_SHARE || fps >= ALL_FRAMES,
  );
  note(`${what}: with rows still to come`, `${(100 * missing).toFixed(0)} % of frames`, '–', null);
  note(
    `${what}: 95th percentile of a frame`,
    `${p95.toFixed(0)} ms (${tasks.length} long, most ${Math.max(0, ...tasks).toFixed(0)})`,
    '< 50 ms',
    p95 < 50,
  );
}

/** Runs in the page. */
function heightOfList() {
  const { document } = /** @type {InPage} */ (/** @type {unknown} */ (globalThis));
  return document.querySelector('[role="grid"]')?.clientHeight ?? 0;
}

/**
 * As simple as a list can be: rows of text that never change, more of them than are scrolled by in one measurement.
 * @param {import('playwright-core').Browser} browser @param {number} height
 */
async function openPlainList(browser, height) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const cells = (/** @type {number} */ row) =>
    Array.from({ length: PLAIN_COLUMNS }, (_, column) => `<span>cell ${row} ${column}</span>`).join('');
  const rows = Array.from({ length: SECONDS * 700 }, (_, row) => `<div class="row">${cells(row)}</div>`).join('');
  await page.setContent(`<style>
      body { margin: 0; font: 13px sans-serif }
      [role='grid'] { height: ${height}px; overflow: auto }
      .row { display: grid; grid-template-columns: repeat(${PLAIN_COLUMNS}, 1fr); height: 26px; contain: strict }
    </style><div role="grid">${rows}</div>`);
  return page;
}

/** @param {import('playwright-core').Page} page */
async function heapMiB(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1024 / 1024;
}

/** Runs in the page: resolves with the next frame. */
function drawn() {
  const { requestAnimationFrame } = /** @type {InPage} */ (/** @type {unknown} */ (globalThis));
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/** How long a key takes until the box shows it, in the middle of everything. @param {import('playwright-core').Page} page */
async function typeFilter(page) {
  await page.getByRole('combobox', { name: 'Filter requests' }).click();
  const times = [];
  for (const key of 'op:Lock') {
    const began = performance.now();
    await page.keyboard.press(key);
    await page.evaluate(drawn);
    times.push(performance.now() - began);
  }
  return times.sort((left, right) => left - right)[Math.floor(times.length * 0.95)] ?? Number.NaN;
}

/** @param {import('./traffic.mjs').Sandbox} sandbox */
async function startLoad({ call }) {
  const { files } = await call('listFiles');
  const file = files[0] ?? (await call('createFile', { folder: '', name: 'Load.txt', kind: 'txt' }));
  const issued = await call('issueToken', { fileId: file.id, personId: 'owner', ttlSeconds: 36_000 });
  const { default: autocannon } = await import('autocannon');
  const run = autocannon({
    url: `${issued.wopiSrc}?access_token=${issued.accessToken}`,
    connections: 16,
    overallRate: RATE,
    duration: 3_600,
  });
  return {
    async end() {
      run.stop();
      return (await run).requests.average;
    },
  };
}
