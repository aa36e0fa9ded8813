// @ts-check
// Makes captures as a busy host leaves them behind: people open files, lock them, refresh, save, get in each other's way.
import { createHash } from 'node:crypto';
import Sqlite from 'better-sqlite3';

const PEOPLE = [
  'Olivia Ostrander',
  'Emil Ekström',
  'Rita Rahman',
  'Gus Green',
  'Ann Abbott',
  'Bo Brandt',
  'Chen Chao',
  'Dina Diaz',
];
const CLIENTS = ['Word for the web', 'Excel for the web', 'Collabora Online', 'ONLYOFFICE', 'Sandbox Editor'];
const NAMES = ['Budget', 'Plan', 'Notes', 'Report', 'Contract', 'Minutes', 'Roadmap', 'Invoice', 'Offer', 'Survey'];
const TEXTS = [
  'method',
  'path',
  'operation',
  'file_id',
  'file_name',
  'person_id',
  'person_name',
  'client',
  'outcome',
  'lock_id',
  'session_id',
  'token_id',
];
const SESSIONS_AT_ONCE = 40;
const MEAN_PAUSE_MS = 60;

/** The word that a search through all bodies has to find: it stands in very few of them. */
export const RARE_WORD = 'quetzalcoatlus';

/**
 * Fills an empty traffic database up to now; the same seed makes the same exchanges.
 * @param {string} file @param {number} count @param {number} [seed]
 */
export function fillCapture(file, count, seed = 7) {
  const database = new Sqlite(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = OFF');
  const random = randomFrom(seed);
  const put = writerFor(database);
  const crowd = Array.from({ length: SESSIONS_AT_ONCE }, () => sessionOf(random));
  // About as long as it would have taken.
  let at = Date.now() - count * MEAN_PAUSE_MS;
  database.transaction(() => {
    for (let id = 1; id <= count; id += 1) {
      at += random() < 0.02 ? 2_000 : Math.floor(random() * 40);
      const place = Math.floor(random() * crowd.length);
      let next = crowd[place]?.next();
      if (!next || next.done) {
        crowd[place] = sessionOf(random);
        next = crowd[place]?.next();
      }
      if (next?.value) put(id, at, next.value);
    }
  })();
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

/** @param {number} seed */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * @typedef {{ operation: string, method: string, at: string, status: number, outcome: string, lock?: string | null,
 *   asked?: string | null, answered?: string | null, ms: number,
 *   file: { id: string, name: string }, person: { id: string, name: string }, client: string, session: string, token: string,
 *   correlation: string }} Step
 */

/** What one person does with one file. @param {() => number} random @returns {Generator<Step, void>} */
function* sessionOf(random) {
  const pick = (/** @type {string[]} */ list) => list[Math.floor(random() * list.length)] ?? '';
  const hex = (/** @type {number} */ length) =>
    Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  const fileNumber = Math.floor(random() ** 2 * 400);
  const file = {
    id: createHash('sha1').update(`file ${fileNumber}`).digest('hex').slice(0, 22),
    name: `${NAMES[fileNumber % NAMES.length]} ${fileNumber}.${['docx', 'xlsx', 'txt'][fileNumber % 3]}`,
  };
  const name = pick(PEOPLE);
  const person = { id: name.split(' ')[0]?.toLowerCase() ?? '', name };
  const session = `${hex(8)}-${hex(4)}-${hex(12)}`;
  const shared = { file, person, client: pick(CLIENTS), session, token: hex(16) };
  const lock = JSON.stringify({ S: `${hex(8)}-${hex(4)}`, F: 4, E: 2, M: 'WORDWEB-7' });
  const step = (/** @type {string} */ operation, /** @type {Partial<Step>} */ more = {}) => ({
    ...shared,
    operation,
    method: operation === 'CheckFileInfo' || operation === 'GetFile' ? 'GET' : 'POST',
    at: operation === 'GetFile' || operation === 'PutFile' ? '/contents' : '',
    status: 200,
    outcome: 'ok',
    lock: operation === 'CheckFileInfo' || operation === 'GetFile' ? null : lock,
    ms: 0.4 + random() ** 6 * 400,
    correlation: `${hex(8)}-${hex(4)}-${hex(12)}`,
    ...more,
  });
  const info = JSON.stringify({
    BaseFileName: file.name,
    OwnerId: 'owner',
    Size: 12_000 + fileNumber,
    UserId: person.id,
    UserFriendlyName: name,
    Version: `${fileNumber}.${Math.floor(random() * 40)}`,
    SupportsLocks: true,
    SupportsUpdate: true,
    UserCanWrite: true,
    SupportsRename: true,
    UserCanRename: true,
    SupportsGetLock: true,
    BreadcrumbDocName: file.name,
    LicenseCheckForEditIsEnabled: true,
  });
  if (random() < 0.02) return void (yield step('CheckFileInfo', { status: 401, outcome: 'token-expired' }));
  yield step('CheckFileInfo', { answered: info });
  if (random() < 0.25) return void (yield step('GetFile'));
  if (random() < 0.12) {
    yield step('Lock', { status: 409, outcome: 'locked-by-other', lock: lock.replace('WORDWEB-7', 'cool') });
    yield step('CheckFileInfo', { answered: info });
    return;
  }
  yield step('Lock');
  yield step('GetFile');
  const saves = Math.floor(random() * 4);
  for (let save = 0; save <= saves; save += 1) {
    const refreshes = Math.floor(random() ** 2 * 12);
    for (let round = 0; round < refreshes; round += 1) yield step('RefreshLock');
    const failed = random() < 0.03;
    const word = random() < 0.0005 ? RARE_WORD : 'draft';
    const text = `${file.name}: ${word} ${save} of ${session}. ${'All of it was written in one go, and read again. '.repeat(4 + Math.floor(random() * 40))}`;
    yield step('PutFile', {
      asked: random() < 0.4 ? text : `${file.name} ${fileNumber % 50}`,
      ...(failed ? { status: 409, outcome: 'locked-by-other' } : {}),
    });
  }
  if (random() < 0.01) yield step('PutFile', { status: 500, outcome: 'server-error' });
  if (random() < 0.9) yield step('Unlock');
}

/** @param {import('better-sqlite3').Database} database @returns {(id: number, at: number, step: Step) => void} */
function writerFor(database) {
  const columns = [
    'id',
    'real_at',
    'at',
    'status',
    'duration_ms',
    'request_bytes',
    'response_bytes',
    'correlation_id',
    ...TEXTS,
    'request_body',
    'response_body',
    'stored_bytes',
  ];
  const insert = database.prepare(
    `INSERT INTO exchanges (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  const insertDetail = database.prepare('INSERT INTO exchange_details (id, detail) VALUES (?, ?)');
  const insertText = database.prepare('INSERT INTO texts (text) VALUES (?)');
  const insertBody = database.prepare('INSERT INTO captured_bodies (sha256, last_exchange_id, bytes) VALUES (?, ?, ?)');
  const touchBody = database.prepare('UPDATE captured_bodies SET last_exchange_id = ? WHERE id = ?');
  const insertFinding = database.prepare(
    `INSERT INTO findings (exchange_id, rule, severity, evidence, real_at, operation, file_id, file_name, session_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  /** @type {Map<string, number>} */
  const texts = new Map();
  /** @type {Map<string, number>} */
  const bodies = new Map();
  /** @type {Map<number, number>} */
  const used = new Map();
  const textNumber = (/** @type {string | null} */ text) => {
    if (text === null) return null;
    const known = texts.get(text) ?? Number(insertText.run(text).lastInsertRowid);
    texts.set(text, known);
    return known;
  };
  const bodyNumber = (/** @type {number} */ id, /** @type {string | null | undefined} */ text) => {
    if (!text) return null;
    const sha256 = createHash('sha256').update(text).digest('hex');
    const known = bodies.get(sha256) ?? Number(insertBody.run(sha256, id, Buffer.from(text)).lastInsertRowid);
    bodies.set(sha256, known);
    if ((used.get(known) ?? 0) < id - 1000) touchBody.run(id, known);
    used.set(known, id);
    return known;
  };
  return (id, at, step) => {
    const { file, person, asked = null, answered = null } = step;
    const path = `/wopi/files/${file.id}${step.at}`;
    const detail = detailOf(step, path);
    insert.run([
      id,
      at,
      at,
      step.status,
      step.ms,
      asked?.length ?? 0,
      answered?.length ?? 0,
      step.correlation,
      ...[
        step.method,
        path,
        step.operation,
        file.id,
        file.name,
        person.id,
        person.name,
        step.client,
        step.outcome,
        step.lock ?? null,
        step.session,
        step.token,
      ].map(textNumber),
      bodyNumber(id, asked),
      bodyNumber(id, answered),
      detail.length,
    ]);
    insertDetail.run(id, detail);
    if (step.status >= 500)
      insertFinding.run(
        id,
        'answers.server-error',
        'error',
        'The answer was 500.',
        at,
        step.operation,
        file.id,
        file.name,
        step.session,
      );
  };
}

/** @param {Step} step @param {string} path */
function detailOf(step, path) {
  const body = { size: 0, contentType: null, kept: 0, missing: null };
  return JSON.stringify({
    facts: {
      url: `http://127.0.0.1${path}?access_token=•••`,
      httpVersion: '1.1',
      remoteAddress: '127.0.0.1',
      before: null,
      after: null,
      proof: { verdict: 'unchecked', explanation: 'Proof keys are not checked (Settings).' },
      explanation: null,
      firstByteMs: step.ms,
    },
    requestHeaders: {
      flat: [
        'Host',
        '127.0.0.1',
        'User-Agent',
        step.client,
        'X-WOPI-SessionId',
        step.session,
        'X-WOPI-CorrelationId',
        step.correlation,
        'X-WOPI-Override',
        step.operation.toUpperCase(),
        'X-WOPI-Lock',
        step.lock ?? '',
        'X-WOPI-ClientVersion',
        '16.0.19328.41007',
        'X-WOPI-MachineName',
        'WEB-7',
      ],
    },
    responseHeaders: {
      flat: [
        'Content-Type',
        'application/json; charset=utf-8',
        'X-WOPI-ServerVersion',
        '0.1.0',
        'X-WOPI-MachineName',
        'sandbox',
        'Date',
        'Mon, 02 Mar 2026 07:00:00 GMT',
      ],
    },
    requestBody: body,
    responseBody: body,
  });
}
