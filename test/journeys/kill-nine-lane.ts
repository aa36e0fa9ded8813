import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import type { IssuedToken } from '../../preload/contract.ts';
import { httpRequest } from '../support/http.ts';
import { type Served, serve } from '../support/serve.ts';

/** When the host is killed, seen from the PutFile that is under way. */
export type Moment =
  /** So many pieces of the body are written. */
  | { when: 'body'; pieces: number }
  /** So many names have come and gone in the shared folder: the body begun, the old bytes put aside, the new ones in place. */
  | { when: 'folder'; names: number }
  /** So long after the last byte of the body. */
  | { when: 'sent'; milliseconds: number }
  /** The answer has come. */
  | { when: 'answered' };

const FILE = 'Report.bin';
const FOLDER = ['Beside.txt', FILE];
const PIECE = 64 * 1024;
const PIECES = 16;

/** About one mebibyte, every line of which names the version; each version has another length. */
function contentOf(version: number): Buffer {
  return Buffer.alloc(PIECE * PIECES + version, `version ${String(version).padStart(7, '0')}\n`);
}

/** What became of the saves that a kill cut off. */
export interface Tally {
  /** The old bytes stayed. */
  old: number;
  /** The new bytes are there, and the history knows who saved them. */
  recorded: number;
  /** The new bytes are there, but the kill came before the history was written: found as a change from outside. */
  found: number;
  /** The answer was faster than the kill. */
  acknowledged: number;
}

/** One folder and one data directory through many starts, saves and kills, with what must be true of them. */
export class Lane {
  readonly #home = mkdtempSync(join(tmpdir(), 'wopi-sandbox-kill-'));
  readonly #folder = join(this.#home, 'shared');
  readonly #data = join(this.#home, 'data');
  #token: IssuedToken | undefined;
  #served: Served | undefined;
  #lockId = '';
  /** Number of the content that was offered last, and of the one that was acknowledged last. */
  #offered = 0;
  #acknowledged = 0;
  /** Every acknowledged content with the X-WOPI-ItemVersion it was given, and its hash. */
  readonly #saved = new Map<number, { version: string; sha256: string }>();
  /** Number of the new bytes that a kill left without an answer. */
  #surprise: number | undefined;
  readonly tally: Tally = { old: 0, recorded: 0, found: 0, acknowledged: 0 };

  constructor() {
    mkdirSync(this.#folder);
    writeFileSync(join(this.#folder, FILE), contentOf(0));
    writeFileSync(join(this.#folder, 'Beside.txt'), 'Nobody writes here.');
  }

  /** Starts the host on what the last kill left, and looks at everything it then says. */
  async start(): Promise<void> {
    const args = ['--folder', this.#folder, '--data', this.#data];
    this.#served = await serve({ home: this.#home, args });
    this.#token ??= await this.#served.call('issueToken', {
      fileId: await this.#fileId(),
      personId: 'owner',
      ttlSeconds: 86_400,
    });
    expect((await this.#wopi('GET_LOCK')).header('X-WOPI-Lock'), 'the lock is the acknowledged one').toBe(this.#lockId);
    // An answer comes after the folder has been read.
    expect(readdirSync(this.#folder).toSorted(), 'nothing half-received is left').toEqual(FOLDER);
    await this.#checkVersions();
  }

  /** Takes, refreshes or swaps the lock; all of it is acknowledged before it counts. */
  async changeLock(number: number): Promise<void> {
    const next = `lock ${number}`;
    const [operation, headers] =
      this.#lockId === ''
        ? ['LOCK', { 'X-WOPI-Lock': next }]
        : number % 3 === 0
          ? ['REFRESH_LOCK', { 'X-WOPI-Lock': this.#lockId }]
          : ['LOCK', { 'X-WOPI-Lock': next, 'X-WOPI-OldLock': this.#lockId }];
    const { status } = await this.#wopi(operation, headers);
    expect(status).toBe(200);
    if (operation === 'LOCK') this.#lockId = next;
  }

  /** Saves the next content. With a moment, the host is killed then; the promise ends with the host. */
  async save(moment?: Moment): Promise<void> {
    const { host, kill } = this.#running();
    this.#offered += 1;
    const number = this.#offered;
    const { pathname } = new URL(this.#issued().wopiSrc);
    const { hostname, port } = new URL(host);
    const put = request({
      hostname,
      port,
      method: 'POST',
      path: `${pathname}/contents?access_token=${this.#issued().accessToken}`,
      headers: { 'X-WOPI-Override': 'PUT', 'X-WOPI-Lock': this.#lockId, 'Content-Length': contentOf(number).length },
      agent: false,
    });
    const answered = new Promise<boolean>((resolve) => {
      put.once('error', () => resolve(false));
      put.once('response', (response) => {
        response.resume();
        if (response.statusCode === 200) {
          this.#acknowledged = number;
          const sha256 = createHash('sha256').update(contentOf(number)).digest('hex');
          this.#saved.set(number, { version: String(response.headers['x-wopi-itemversion']), sha256 });
        }
        resolve(true);
      });
    });
    const sent = sendPieces(put, contentOf(number));
    if (!moment) {
      await answered;
      expect(this.#acknowledged, 'an undisturbed save is acknowledged').toBe(number);
      return;
    }
    await Promise.race([this.#reached(moment, sent), answered]);
    await kill();
    put.destroy();
    await answered;
    this.#served = undefined;
  }

  async #reached(moment: Moment, sent: Sent): Promise<void> {
    if (moment.when === 'body') await sent.pieces(moment.pieces);
    if (moment.when === 'folder') await namesIn(this.#folder, moment.names);
    if (moment.when === 'answered') await new Promise(() => undefined);
    if (moment.when === 'sent') {
      await sent.pieces(PIECES);
      await new Promise((resolve) => void setTimeout(resolve, moment.milliseconds));
    }
  }

  /** Right after a kill, before anything can repair it: the bytes are one whole version, never an older one. */
  checkBytes(): void {
    const bytes = readFileSync(join(this.#folder, FILE));
    const found = Number(/^version (\d{7})\n/.exec(bytes.subarray(0, 16).toString('latin1'))?.[1] ?? Number.NaN);
    expect([this.#acknowledged, this.#offered], 'the version on disk').toContain(found);
    expect(bytes.equals(contentOf(found)), `version ${found} is whole`).toBe(true);
    if (this.#acknowledged === this.#offered) this.tally.acknowledged += 1;
    else if (found === this.#acknowledged) this.tally.old += 1;
    else this.#surprise = found;
    // What is there now is what the next start goes on from.
    this.#acknowledged = found;
  }

  /** Copies of the databases as the kill left them, so that opening them here repairs nothing for the next start. */
  checkDatabases({ thoroughly }: { thoroughly: boolean }): void {
    const copies = mkdtempSync(join(this.#home, 'copies-'));
    for (const name of ['sandbox.db', 'traffic.db']) {
      for (const suffix of ['', '-wal']) {
        const file = join(this.#data, name + suffix);
        if (existsSync(file)) copyFileSync(file, join(copies, name + suffix));
      }
      const database = new Database(join(copies, name));
      expect(database.pragma('schema_version', { simple: true })).toBeGreaterThan(0);
      if (thoroughly) expect(database.pragma('integrity_check', { simple: true }), name).toBe('ok');
      database.close();
    }
    rmSync(copies, { recursive: true });
  }

  /** The history is without gaps and knows every acknowledged save; the current version is what is on disk. */
  async #checkVersions(): Promise<void> {
    const versions = await this.#running().call('listVersions', { fileId: await this.#fileId() });
    const numbers = versions.map(({ version }) => Number(version));
    expect(numbers).toEqual(numbers.map((_, index) => numbers.length - index));
    const [current] = versions;
    expect(current).toMatchObject({ isCurrent: true, size: contentOf(this.#acknowledged).length });
    if (this.#surprise !== undefined) this.tally[current?.source === 'wopi' ? 'recorded' : 'found'] += 1;
    this.#surprise = undefined;
    const stored = new Map(versions.map((each) => [each.version, each]));
    for (const { version, sha256 } of this.#saved.values()) {
      expect(stored.get(version), `version ${version}`).toMatchObject({ sha256, source: 'wopi', unavailable: null });
    }
    const answer = await httpRequest(this.#running().host, { path: this.#target('/contents') });
    expect(answer.body.equals(contentOf(this.#acknowledged)), 'GetFile answers what is on disk').toBe(true);
  }

  /** Every acknowledged version can be had back. */
  async restoreSome(numbers: readonly number[]): Promise<void> {
    const fileId = await this.#fileId();
    await this.#wopi('UNLOCK', { 'X-WOPI-Lock': this.#lockId });
    for (const number of numbers) {
      const version = this.#saved.get(number)?.version;
      if (version === undefined) continue;
      await this.#running().call('restoreVersion', { fileId, version });
      expect(readFileSync(join(this.#folder, FILE)).equals(contentOf(number)), `version ${version}`).toBe(true);
    }
  }

  async clear(): Promise<void> {
    await this.#served?.stop();
    rmSync(this.#home, { recursive: true });
  }

  #running(): Served {
    if (!this.#served) throw new Error('The host is not running.');
    return this.#served;
  }

  #issued(): IssuedToken {
    if (!this.#token) throw new Error('No token was issued yet.');
    return this.#token;
  }

  async #fileId(): Promise<string> {
    const { files } = await this.#running().call('listFiles');
    return files.find(({ path }) => path === FILE)?.id ?? '';
  }

  #target(at: '' | '/contents'): string {
    const { wopiSrc, accessToken } = this.#issued();
    return `${new URL(wopiSrc).pathname}${at}?access_token=${accessToken}`;
  }

  #wopi(override: string, headers: Record<string, string> = {}) {
    return httpRequest(this.#running().host, {
      method: 'POST',
      path: this.#target(''),
      headers: { 'X-WOPI-Override': override, ...headers },
    });
  }
}

interface Sent {
  /** Resolves when so many pieces have left this process. */
  pieces(count: number): Promise<void>;
}

/** Sends the body piece by piece, each after the one before it has left. */
function sendPieces(put: ClientRequest, body: Buffer): Sent {
  const size = Math.ceil(body.length / PIECES);
  const closed = new Promise<void>((resolve) => void put.once('close', resolve));
  const write = (bytes: Buffer): Promise<void> =>
    Promise.race([closed, new Promise<void>((resolve) => void put.write(bytes, () => resolve()))]);
  const written: Promise<void>[] = [Promise.resolve()];
  put.flushHeaders();
  for (let piece = 0; piece < PIECES; piece += 1) {
    const bytes = body.subarray(piece * size, (piece + 1) * size);
    written.push(Promise.resolve(written[piece]).then(() => write(bytes)));
  }
  void written[PIECES]?.then(() => put.end());
  return { pieces: async (count) => await written[count] };
}

function namesIn(folder: string, wanted: number): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0;
    const watcher = watch(folder, (change) => {
      if (change === 'rename') seen += 1;
      if (seen < wanted) return;
      watcher.close();
      resolve();
    });
  });
}
