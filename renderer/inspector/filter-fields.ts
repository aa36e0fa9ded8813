import type { ExchangeRow } from '../../preload/contract.ts';
import { familyOf } from '../../preload/filter/operation-families.ts';
import { parseSpan } from '../ui/parse-span.ts';
import { outcomes, outcomeWords } from './outcomes.ts';

export type Test = (row: ExchangeRow) => boolean;

interface Written {
  value: string;
  isQuoted: boolean;
  now: number;
}

export interface FilterField {
  name: string;
  /** One line for the suggestions. */
  meaning: string;
  example: string;
  /** null: the value is not understood. */
  compile: (written: Written) => Test | null;
  /** What to write instead when it is not understood. */
  remedy: string;
  /** Values to suggest; the rows on the screen give the rest. */
  values?: readonly string[];
  valuesOf?: (row: ExchangeRow) => string | null;
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.+?()[\]{}|/]/g, String.raw`\$&`);
}

/** Case does not matter. With `*` the whole text must fit; without, `whole` decides whether a part is enough. */
export function textTest(value: string, isQuoted: boolean, whole: boolean): RegExp {
  const hasWildcard = !isQuoted && value.includes('*');
  const body = isQuoted ? escape(value).replaceAll('*', String.raw`\*`) : escape(value).replaceAll('*', '.*');
  return new RegExp(hasWildcard || whole ? `^${body}$` : body, 'isu');
}

/** `""` asks for rows that have nothing there; commas separate alternatives. */
function textField(read: (row: ExchangeRow) => string | null, whole = false): FilterField['compile'] {
  return ({ value, isQuoted }) => {
    if (value === '') return (row) => (read(row) ?? '') === '';
    const tests = (isQuoted ? [value] : value.split(',').filter((part) => part !== '')).map((part) =>
      textTest(part, isQuoted, whole),
    );
    if (tests.length === 0) return null;
    return (row) => {
      const text = read(row);
      return text !== null && tests.some((test) => test.test(text));
    };
  };
}

/** `>100`, `>=100`, `<5`, `100-200`, `100`; the unit is read by `amount`. */
function numberField(
  read: (row: ExchangeRow) => number | null,
  amount: (text: string) => number | null,
  equals: (value: number, wanted: number) => boolean = Object.is,
): FilterField['compile'] {
  return ({ value }) => {
    const compared = /^(>=|<=|>|<|≥|≤|=)(.+)$/u.exec(value);
    const range = /^([^-]+)-([^-]+)$/.exec(value);
    const within = (test: (value: number) => boolean): Test => {
      return (row) => {
        const found = read(row);
        return found !== null && test(found);
      };
    };
    if (compared) {
      const [, sign = '', text = ''] = compared;
      const limit = amount(text);
      if (limit === null) return null;
      const compare = comparisons[sign];
      return compare ? within((found) => compare(found, limit)) : within((found) => equals(found, limit));
    }
    if (range) {
      const [low, high] = [amount(range[1] ?? ''), amount(range[2] ?? '')];
      return low === null || high === null ? null : within((found) => found >= low && found <= high);
    }
    const wanted = amount(value);
    return wanted === null ? null : within((found) => equals(found, wanted));
  };
}

const comparisons: Record<string, (found: number, limit: number) => boolean> = {
  '>': (found, limit) => found > limit,
  '>=': (found, limit) => found >= limit,
  '≥': (found, limit) => found >= limit,
  '<': (found, limit) => found < limit,
  '<=': (found, limit) => found <= limit,
  '≤': (found, limit) => found <= limit,
};

const sizeUnits: Record<string, number> = {
  '': 1,
  b: 1,
  k: 1024,
  kb: 1024,
  kib: 1024,
  m: 1_048_576,
  mb: 1_048_576,
  mib: 1_048_576,
  g: 1_073_741_824,
  gb: 1_073_741_824,
  gib: 1_073_741_824,
};

export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(text.trim().toLowerCase());
  const unit = sizeUnits[match?.[2] ?? ''];
  return match && unit !== undefined ? Number(match[1]) * unit : null;
}

function wholeNumber(text: string): number | null {
  return /^\d+$/.test(text) ? Number(text) : null;
}

const statusNumber = numberField(({ status }) => status, wholeNumber);

const compileStatus: FilterField['compile'] = (written) => {
  const alternatives = written.value.split(',').map((value) => {
    const group = /^([1-5])xx$/i.exec(value);
    if (group) return statusNumber({ ...written, value: `${group[1]}00-${group[1]}99` });
    if (/^(pending|none)$/i.test(value)) return (row: ExchangeRow) => row.status === null;
    return statusNumber({ ...written, value });
  });
  if (!alternatives.every((test) => test !== null)) return null;
  return (row) => alternatives.some((test) => test(row));
};

const families: Record<string, string> = { reading: 'read', writing: 'write', locking: 'lock', changing: 'shape' };

const compileOperation: FilterField['compile'] = (written) => {
  const family = families[written.value.toLowerCase()];
  if (family !== undefined) return (row) => familyOf(row.operation) === family;
  return textField((row) => row.operation, true)(written);
};

const compileOutcome: FilterField['compile'] = (written) => {
  const tone = { refused: 'refused', wrong: 'wrong' }[written.value.toLowerCase()];
  if (tone !== undefined) return (row) => outcomes[row.outcome].tone === tone;
  return textField((row) => `${row.outcome} ${outcomeWords(row)}`)(
    written.value.includes('*') && !written.isQuoted ? { ...written, value: `*${written.value}*` } : written,
  );
};

export const operationNames = [
  'CheckFileInfo',
  'GetFile',
  'PutFile',
  'PutRelativeFile',
  'Lock',
  'GetLock',
  'RefreshLock',
  'Unlock',
  'UnlockAndRelock',
  'RenameFile',
  'DeleteFile',
  'PutUserInfo',
] as const;

/** In the order they are suggested. */
export const filterFields: readonly FilterField[] = [
  {
    name: 'op',
    meaning: 'operation, or a family of them',
    example: 'op:Lock, op:*Lock*, op:locking',
    values: [...operationNames, ...Object.keys(families)],
    compile: compileOperation,
    remedy: 'Write the name as in the specification, for example op:PutFile, or a family: op:locking.',
  },
  {
    name: 'status',
    meaning: 'HTTP status',
    example: 'status:409, status:4xx, status:400-499',
    values: ['200', '4xx', '5xx', '401', '404', '409', 'pending'],
    compile: compileStatus,
    remedy: 'Write a number, a group or a range: status:409, status:4xx, status:400-499, status:>=400.',
  },
  {
    name: 'outcome',
    meaning: 'what came of it',
    example: 'outcome:locked-by-other, outcome:refused',
    values: ['refused', 'wrong', ...Object.keys(outcomes)],
    compile: compileOutcome,
    remedy: 'Write a word of the Outcome column, for example outcome:locked.',
  },
  {
    name: 'file',
    meaning: 'name of the file',
    example: 'file:budget, file:*.xlsx',
    valuesOf: (row) => row.fileName,
    compile: textField((row) => row.fileName),
    remedy: 'Write a part of the name: file:budget.',
  },
  {
    name: 'user',
    meaning: 'person, by name or id',
    example: 'user:olivia',
    valuesOf: (row) => row.personName,
    compile: textField((row) => (row.personName === null ? row.personId : `${row.personName}\n${row.personId ?? ''}`)),
    remedy: 'Write a part of the name: user:olivia.',
  },
  {
    name: 'client',
    meaning: 'program that asked',
    example: 'client:word',
    valuesOf: (row) => row.client,
    compile: textField((row) => row.client),
    remedy: 'Write a part of its name: client:word.',
  },
  {
    name: 'lock',
    meaning: 'lock id',
    example: 'lock:*S*, lock:""',
    valuesOf: (row) => row.lockId,
    compile: textField((row) => row.lockId),
    remedy: 'Write a part of the id, or lock:"" for requests without one.',
  },
  {
    name: 'since',
    meaning: 'not older than',
    example: 'since:5m, since:2h',
    values: ['1m', '5m', '1h'],
    compile: ({ value, now }) => sinceTest(parseSpan(value, 'min'), now),
    remedy: 'Write a span of time: since:30s, since:5m, since:2h.',
  },
  {
    name: 'dur',
    meaning: 'duration, in milliseconds unless said',
    example: 'dur:>100, dur:1s-5s',
    values: ['>100', '>1s'],
    compile: numberField(
      ({ durationMs }) => durationMs,
      (text) => parseSpan(text, 'ms'),
      (found, wanted) => Math.round(found) === wanted,
    ),
    remedy: 'Write a number of milliseconds with a sign: dur:>100, dur:<=1.5s, dur:100-200.',
  },
  {
    name: 'size',
    meaning: 'bytes of request and answer together',
    example: 'size:>10KB',
    values: ['>10KB', '>1MB'],
    compile: numberField((row) => row.requestBytes + row.responseBytes, parseSize),
    remedy: 'Write a size with a sign: size:>500, size:>10KB, size:1MB-5MB.',
  },
  {
    name: 'method',
    meaning: 'HTTP method',
    example: 'method:POST',
    values: ['GET', 'POST'],
    compile: textField((row) => row.method, true),
    remedy: 'Write method:GET or method:POST.',
  },
  {
    name: 'path',
    meaning: 'path of the address',
    example: 'path:*/contents',
    compile: textField((row) => row.path),
    remedy: 'Write a part of the path: path:contents.',
  },
];

function sinceTest(span: number | null, now: number): Test | null {
  return span === null ? null : (row) => row.realAt >= now - span;
}

/** Searched by text without a field. */
export function freeText(text: string): Test {
  const test = textTest(text, !text.includes('*'), false);
  return (row) =>
    (row.operation !== null && test.test(row.operation)) ||
    (row.fileName !== null && test.test(row.fileName)) ||
    (row.personName !== null && test.test(row.personName)) ||
    test.test(row.client) ||
    test.test(row.path) ||
    (row.lockId !== null && test.test(row.lockId)) ||
    test.test(outcomeWords(row)) ||
    test.test(String(row.status ?? ''));
}
