import type { MarkColour } from '../contract.ts';
import { readAmount, readMoment, readSize, readSpan, readWhole } from './amounts.ts';
import { familyWords } from './operation-families.ts';
import { outcomes } from './outcome-words.ts';
import type { FieldTest, TextTest } from './tree.ts';

export type FieldName =
  | 'op'
  | 'status'
  | 'outcome'
  | 'file'
  | 'person'
  | 'client'
  | 'session'
  | 'correlation'
  | 'method'
  | 'path'
  | 'header'
  | 'body'
  | 'lock'
  | 'token'
  | 'finding'
  | 'size'
  | 'duration'
  | 'since'
  | 'until'
  | 'pinned'
  | 'tag'
  | 'note'
  | 'colour';

export interface KnownValue {
  value: string;
  meaning: string;
}

export interface FilterField {
  name: FieldName;
  aliases: readonly string[];
  /** One line: what it looks at. */
  meaning: string;
  /** Written as one would write them. */
  examples: readonly string[];
  /** What to write instead of a value that is not understood. */
  remedy: string;
  /** null: the value is not understood. */
  read: (written: TextTest) => FieldTest | null;
  /** Values worth suggesting that need not have occurred. */
  values: readonly KnownValue[];
}

const readText = (written: TextTest): FieldTest => written;

/** Words with a meaning of their own come before texts. */
function choosing(words: Readonly<Record<string, string>>, otherwise: FilterField['read']): FilterField['read'] {
  const values = new Map(Object.entries(words));
  return (written) => {
    const value = written.kind === 'literal' ? values.get(written.text.toLowerCase()) : undefined;
    return value === undefined ? otherwise(written) : { kind: 'choice', value };
  };
}

/** Numbers are read from the text itself; quotes only keep spaces together. */
function amount(read: (text: string) => number | null): FilterField['read'] {
  return (written) => (written.kind === 'literal' ? readAmount(written.text, read) : null);
}

const moment: FilterField['read'] = (written) => {
  const read = written.kind === 'literal' ? readMoment(written.text) : null;
  return read && { kind: 'moment', moment: read };
};

/** `4xx`, `40x`, or an amount. */
const readStatus: FilterField['read'] = (written) => {
  const group = written.kind === 'literal' ? /^([1-9])(\d?)(x{1,2})$/i.exec(written.text) : null;
  if (!group || group[0].length !== 3) return amount(readWhole)(written);
  const digits = `${group[1]}${group[2]}`;
  return { kind: 'range', low: Number(digits.padEnd(3, '0')), high: Number(digits.padEnd(3, '9')) };
};

const identity = (words: readonly string[]): Record<string, string> =>
  Object.fromEntries(words.map((word) => [word, word]));

const YES_NO = { yes: 'yes', true: 'yes', 1: 'yes', no: 'no', false: 'no', 0: 'no' };
const PENDING = { pending: 'pending', none: 'pending', '': 'pending' };
const FOUND = {
  any: 'any',
  error: 'error',
  errors: 'error',
  e: 'error',
  warning: 'warning',
  warnings: 'warning',
  w: 'warning',
  information: 'information',
  info: 'information',
  note: 'information',
  notes: 'information',
  i: 'information',
};

/** Those that requests can be marked with. */
const MARK_COLOURS = ['red', 'amber', 'green', 'blue', 'violet'] satisfies MarkColour[];

const known = (values: Readonly<Record<string, string>>): KnownValue[] =>
  Object.entries(values).map(([value, meaning]) => ({ value, meaning }));

/** Those a client begins with; others are suggested once they have occurred. */
const commonOperations = {
  CheckFileInfo: 'asks for the properties of the file',
  GetFile: 'reads the content',
  PutFile: 'saves the content',
  PutRelativeFile: 'saves as another file',
  Lock: 'takes a lock',
  GetLock: 'asks which lock is held',
  RefreshLock: 'extends the lock',
  Unlock: 'releases the lock',
  UnlockAndRelock: 'puts one lock in place of another',
  RenameFile: 'gives the file another name',
  DeleteFile: 'deletes the file',
  PutUserInfo: 'leaves a note about the person',
};

/** In the order they are suggested. */
export const filterFields: readonly FilterField[] = [
  {
    name: 'op',
    aliases: ['operation'],
    meaning: 'WOPI operation by its whole name, or a family of operations',
    examples: ['op:Lock', 'op:Put*', 'op:Lock,Unlock', 'op:locking'],
    remedy: 'Write the name as in the specification, for example op:PutFile, or a family: op:locking.',
    read: choosing(identity(Object.keys(familyWords)), readText),
    values: known({
      locking: 'every operation on locks',
      writing: 'operations that write content',
      reading: 'operations that only read',
      changing: 'renaming, deleting, creating',
      ...commonOperations,
    }),
  },
  {
    name: 'status',
    aliases: [],
    meaning: 'HTTP status of the answer',
    examples: ['status:409', 'status:4xx', 'status:400-499', 'status:>=400', 'status:pending'],
    remedy: 'Write a number, a group or a range: status:409, status:4xx, status:400-499, status:>=400.',
    read: choosing(PENDING, readStatus),
    values: known({
      '4xx': 'the request was refused',
      '5xx': 'the host failed',
      409: 'conflict, usually a lock',
      pending: 'not answered yet, or never',
    }),
  },
  {
    name: 'outcome',
    aliases: [],
    meaning: 'what came of it, as the column Outcome says it',
    examples: ['outcome:refused', 'outcome:locked-by-other', 'outcome:saved'],
    remedy: 'Write a word of the Outcome column, for example outcome:locked.',
    read: choosing({ refused: 'refused', wrong: 'wrong', ...identity(Object.keys(outcomes)) }, readText),
    values: [
      { value: 'refused', meaning: 'the protocol at work: the host said no' },
      { value: 'wrong', meaning: 'somebody has something to mend' },
      ...Object.entries(outcomes).map(([value, { words }]) => ({ value, meaning: words })),
    ],
  },
  {
    name: 'file',
    aliases: [],
    meaning: 'name of the file, or its whole id',
    examples: ['file:budget', 'file:*.xlsx', 'file:""'],
    remedy: 'Write a part of the name: file:budget. With * the whole name has to fit: file:*.xlsx.',
    read: readText,
    values: [],
  },
  {
    name: 'person',
    aliases: ['user'],
    meaning: 'person, by name or id',
    examples: ['person:olivia', 'person:""'],
    remedy: 'Write a part of the name: person:olivia.',
    read: readText,
    values: [],
  },
  {
    name: 'client',
    aliases: [],
    meaning: 'program that asked',
    examples: ['client:word', 'client:"Sandbox Editor"'],
    remedy: 'Write a part of its name: client:word.',
    read: readText,
    values: [],
  },
  {
    name: 'session',
    aliases: [],
    meaning: 'WOPI session (X-WOPI-SessionId)',
    examples: ['session:4f1c', 'session:""'],
    remedy: 'Write a part of the session id, as the detail of a request shows it.',
    read: readText,
    values: [],
  },
  {
    name: 'correlation',
    aliases: [],
    meaning: 'correlation id (X-WOPI-CorrelationId)',
    examples: ['correlation:9a1f07'],
    remedy: 'Write a part of the correlation id, as the detail of a request shows it.',
    read: readText,
    values: [],
  },
  {
    name: 'method',
    aliases: [],
    meaning: 'HTTP method',
    examples: ['method:POST'],
    remedy: 'Write method:GET or method:POST.',
    read: readText,
    values: known({ GET: 'reads', POST: 'changes, or locks' }),
  },
  {
    name: 'path',
    aliases: [],
    meaning: 'path of the address, without the query',
    examples: ['path:/contents', 'path:*/contents'],
    remedy: 'Write a part of the path: path:/contents.',
    read: readText,
    values: [],
  },
  {
    name: 'header',
    aliases: [],
    meaning: 'header of the request or the answer, with or without a part of its value',
    examples: ['header:X-WOPI-Lock', 'header:X-WOPI-*Version=1.2', 'header:Content-Type=/xml/i'],
    remedy: 'Write the name, and a part of the value if it matters: header:Content-Type=json.',
    read: (name) => (name.kind === 'literal' && name.text === '' ? null : { kind: 'header', name, value: null }),
    values: [],
  },
  {
    name: 'body',
    aliases: [],
    meaning:
      'content of the request or the answer; documents are searched as they are sent, so not inside of packed ones (.docx, .xlsx)',
    examples: ['body:UserCanWrite', 'body:"\\"Version\\":\\"12\\""', 'body:/"Size":\\s*0\\b/'],
    remedy: 'Write a part of the content, in quotes when it has spaces: body:"read only".',
    read: readText,
    values: [],
  },
  {
    name: 'lock',
    aliases: [],
    meaning: 'lock id of the request, or the one a refusal named',
    examples: ['lock:4f1c', 'lock:*S*', 'lock:""'],
    remedy: 'Write a part of the id, or lock:"" for requests without one.',
    read: readText,
    values: [],
  },
  {
    name: 'token',
    aliases: [],
    meaning: 'id of the access token, never the secret itself',
    examples: ['token:t-12'],
    remedy: 'Write a part of the token’s id, as the page Tokens shows it.',
    read: readText,
    values: [],
  },
  {
    name: 'finding',
    aliases: ['findings'],
    meaning: 'what rules found: a rule, a severity, or anything',
    examples: ['finding:any', 'finding:error', 'finding:lock-*'],
    remedy: 'Write any, error, warning, information, or the id of a rule.',
    read: choosing(FOUND, readText),
    values: known({
      any: 'something was found',
      error: 'a mistake that breaks clients',
      warning: 'a mistake that may break clients',
      information: 'an explanation, no alarm',
    }),
  },
  {
    name: 'size',
    aliases: [],
    meaning: 'bytes of request and answer together',
    examples: ['size:>10KB', 'size:1k-2M', 'size:0'],
    remedy: 'Write a size with a sign: size:>500, size:>10KB, size:1MB-5MB.',
    read: amount(readSize),
    values: known({ '>10KB': 'larger than 10 KiB', '>1MB': 'larger than 1 MiB' }),
  },
  {
    name: 'duration',
    aliases: ['dur'],
    meaning: 'how long it took, in milliseconds unless said',
    examples: ['duration:>100ms', 'duration:1s-5s'],
    remedy: 'Write a number of milliseconds with a sign: duration:>100, duration:<=1.5s, duration:100-200.',
    read: choosing(
      { pending: 'pending', '': 'pending' },
      amount((text) => readSpan(text, 'ms')),
    ),
    values: known({ '>100ms': 'slower than a tenth of a second', '>1s': 'slower than a second' }),
  },
  {
    name: 'since',
    aliases: [],
    meaning: 'not older than a span, a time of the day, or a date',
    examples: ['since:5m', 'since:14:30', 'since:2026-03-01'],
    remedy: 'Write a span, a time or a date: since:30s, since:5m, since:2h, since:14:30, since:2026-03-01.',
    read: moment,
    values: known({ '1m': 'the last minute', '5m': 'the last five minutes', '1h': 'the last hour' }),
  },
  {
    name: 'until',
    aliases: [],
    meaning: 'not younger than a span, a time of the day, or a date',
    examples: ['until:5m', 'until:14:45', 'until:2026-03-01'],
    remedy: 'Write a span, a time or a date: until:5m, until:14:45, until:2026-03-01.',
    read: moment,
    values: known({ '5m': 'older than five minutes', '1h': 'older than an hour' }),
  },
  {
    name: 'pinned',
    aliases: [],
    meaning: 'whether somebody pinned it',
    examples: ['pinned:yes', 'pinned:no'],
    remedy: 'Write pinned:yes or pinned:no.',
    read: choosing(YES_NO, () => null),
    values: known({ yes: 'pinned requests', no: 'all others' }),
  },
  {
    name: 'tag',
    aliases: ['tags'],
    meaning: 'a tag somebody gave it, as a whole',
    examples: ['tag:demo', 'tag:*bug*', 'tag:""'],
    remedy: 'Write the tag, or tag:"" for requests without one.',
    read: readText,
    values: [],
  },
  {
    name: 'note',
    aliases: ['notes'],
    meaning: 'words of a note somebody wrote',
    examples: ['note:"ask Ann"', 'note:""'],
    remedy: 'Write a part of the note, or note:"" for requests without one.',
    read: readText,
    values: [],
  },
  {
    name: 'colour',
    aliases: ['color'],
    meaning: 'colour somebody gave it',
    examples: ['colour:red', 'colour:""'],
    remedy: 'Write the name of the colour, or colour:"" for requests without one.',
    read: readText,
    values: MARK_COLOURS.map((value) => ({ value, meaning: '' })),
  },
];

const byName = new Map(filterFields.flatMap((field) => [field.name, ...field.aliases].map((name) => [name, field])));

export function findField(name: string): FilterField | undefined {
  return byName.get(name.toLowerCase());
}
