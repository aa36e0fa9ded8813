import type { TrafficGrouping } from '../../../preload/contract.ts';

/** How a column of the list is put in order: by the text behind a number, or by the number itself. */
interface Sorting {
  /** Over `exchanges e`; NULL for a row that has no value here, which comes last in either direction. */
  sql: string;
  /** A number of a text, a text that is kept with the exchange, or a number. */
  kind: 'text' | 'own text' | 'number';
  /** Finds it in what the database answers; '' is no value. */
  read?: (text: string) => string;
  /** It is what people added to the exchange, and changes when they do. */
  isMark?: true;
  /** Its one parameter is the JSON array of muted rules. */
  isMutable?: true;
}

const VERSION = /"version":"([^"]*)/;
const ADDRESS = /^"remoteAddress":"([^"]*)/;

/** What the list can be sorted by, by the name of its column. Time is the order of the ids and needs none. */
export const SORTINGS: Record<string, Sorting> = {
  operation: { sql: 'COALESCE(e.operation, e.path)', kind: 'text' },
  method: { sql: 'e.method', kind: 'text' },
  path: { sql: 'e.path', kind: 'text' },
  file: { sql: 'e.file_name', kind: 'text' },
  person: { sql: 'e.person_name', kind: 'text' },
  client: { sql: "NULLIF(e.client, (SELECT id FROM texts WHERE text = ''))", kind: 'text' },
  status: { sql: 'e.status', kind: 'number' },
  outcome: { sql: 'e.outcome', kind: 'text' },
  // An error weighs more than any number of warnings, and those more than any number of notes.
  findings: {
    sql: `(SELECT SUM(CASE severity WHEN 'error' THEN 1000000 WHEN 'warning' THEN 1000 ELSE 1 END) FROM findings
      WHERE exchange_id = e.id AND rule NOT IN (SELECT value FROM json_each(?)))`,
    kind: 'number',
    isMutable: true,
  },
  lock: { sql: 'e.lock_id', kind: 'text' },
  session: { sql: 'e.session_id', kind: 'text' },
  token: { sql: 'e.token_id', kind: 'text' },
  correlation: { sql: 'e.correlation_id', kind: 'own text' },
  duration: { sql: 'e.duration_ms', kind: 'number' },
  request: { sql: 'e.request_bytes', kind: 'number' },
  response: { sql: 'e.response_bytes', kind: 'number' },
  // As its signs stand in the cell: pinned ones first, then the colours in their order, notes, tags.
  mark: {
    sql: `(SELECT NULLIF((is_pinned = 0) * 10000 + COALESCE(NULLIF(instr('red amber green blue violet', colour), 0), 99) * 100
      + (note IS NULL) * 2 + (tags = '[]'), 19903) FROM annotations WHERE exchange_id = e.id)`,
    kind: 'number',
    isMark: true,
  },
  tags: {
    sql: "(SELECT NULLIF(tags, '[]') FROM annotations WHERE exchange_id = e.id)",
    kind: 'own text',
    isMark: true,
  },
  note: { sql: "(SELECT NULLIF(note, '') FROM annotations WHERE exchange_id = e.id)", kind: 'own text', isMark: true },
  // That before the request, or the one it made.
  version: { sql: cutSql('before', 400), kind: 'own text', read: (json) => VERSION.exec(json)?.[1] ?? '' },
  address: { sql: cutSql('remoteAddress', 90), kind: 'own text', read: (json) => ADDRESS.exec(json)?.[1] ?? '' },
};

/**
 * Where a fact begins in the JSON of the details. Facts stand at its beginning, so cutting there takes a third of what
 * SQLite needs to read the JSON; quotation marks inside of other values are escaped and cannot be taken for it.
 */
function cutSql(name: string, length: number): string {
  return `(SELECT substr(detail, instr(detail, '"${name}":'), ${length}) FROM exchange_details WHERE exchange_details.id = e.id)`;
}

/** What the list can be grouped by: a number of a text, or the text itself where nearly all are different. */
export const GROUPINGS: Record<TrafficGrouping, string> = {
  session: 'e.session_id',
  file: 'e.file_id',
  person: 'e.person_id',
  correlation: 'e.correlation_id',
};

/** Stands for a value that is not there. */
export const NOTHING = -1;

/**
 * Equal for exchanges that say the same again: one operation, file, person, session and outcome. The numbers of the
 * texts are folded into one below 2^41; that two neighbours differ and fold alike is not to be expected.
 */
export const SIGNATURE = ['e.operation', 'e.file_id', 'e.person_id', 'e.session_id', 'e.outcome', 'e.method'].reduce(
  (folded, column) => `((${folded}) * 4194301 + COALESCE(${column}, 0)) % 2199023255531`,
  '0',
);
