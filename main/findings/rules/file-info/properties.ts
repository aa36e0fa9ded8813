import type { PropertyType } from '../../file-info-properties.ts';
import { PLUS_ONLY, PROPERTIES, REQUIRED, SPELLINGS } from '../../file-info-properties.ts';
import { ofAnswer, rule } from '../../rule.ts';
import { shown } from '../../words.ts';

const PAGE = 'rest/files/checkfileinfo/checkfileinfo-response';
const on = ['CheckFileInfo'] as const;

export const propertyMissing = rule({
  id: 'property-missing',
  severity: 'error',
  topic: 'file-info',
  side: 'host',
  title: 'A required property is missing',
  what: 'CheckFileInfo needs BaseFileName, OwnerId, Size, UserId and Version.',
  why: 'The client does not open the file. (UserId may be left out for anonymous people by the documentation, but the validator wants it.)',
  fix: 'Send the property with every CheckFileInfo.',
  spec: PAGE,
  on,
  inspect: ofAnswer((result) => {
    const missing = REQUIRED.filter((name) => !(name in result) && !hasOtherSpelling(result, name));
    return missing.length === 0 ? null : `Missing: ${missing.join(', ')}.`;
  }),
  good: [['all there', ['CheckFileInfo']]],
  bad: [['no Version', ['CheckFileInfo', { without: ['Version'] }]]],
});

function hasOtherSpelling(result: object, name: string): boolean {
  return Object.keys(result).some((key) => key.toLowerCase() === name.toLowerCase());
}

export const propertySpelling = rule({
  id: 'property-spelling',
  severity: 'error',
  topic: 'file-info',
  side: 'host',
  mistakes: [14],
  title: 'A property is spelled with other letters',
  what: 'Property names count with their case. A serializer that writes camelCase makes every property unknown.',
  why: 'The client finds no BaseFileName and no UserCanWrite, and goes no further than CheckFileInfo.',
  fix: 'Write the names exactly as documented; switch the serializer’s naming policy off.',
  spec: PAGE,
  on,
  inspect: ofAnswer((result) => {
    const wrong = Object.keys(result).filter((name) => !PROPERTIES.has(name) && SPELLINGS.has(name.toLowerCase()));
    return wrong.length === 0
      ? null
      : wrong
          .slice(0, 6)
          .map((name) => `${shown(name)} should be ${SPELLINGS.get(name.toLowerCase()) ?? ''}`)
          .join(', ') + '.';
  }),
  outranks: ['user-without-name'],
  good: [['as documented', ['CheckFileInfo']]],
  bad: [
    [
      'camelCase',
      [
        'CheckFileInfo',
        {
          without: ['BaseFileName', 'UserFriendlyName', 'FileExtension'],
          info: { baseFileName: 'a.docx', userFriendlyName: 'Ann' },
        },
      ],
    ],
  ],
});

// oxfmt-ignore
const FITS: Record<PropertyType, (value: unknown) => boolean> = {
  string:  (value) => typeof value === 'string',
  url:     (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number:  (value) => typeof value === 'number' && Number.isInteger(value),
  list:    (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  object:  (value) => typeof value === 'object',
};
const WORDS: Record<PropertyType, string> = {
  string: 'a string',
  url: 'a string',
  boolean: 'true or false',
  number: 'a whole number',
  list: 'a list of strings',
  object: 'an object',
};

export const propertyType = rule({
  id: 'property-type',
  severity: 'error',
  topic: 'file-info',
  side: 'host',
  mistakes: [15, 16],
  title: 'A property has the wrong type',
  what: 'Booleans and numbers are written as strings, or Version as a number.',
  why: '"false" is not false: the client ignores the value or the whole answer.',
  fix: 'Send JSON types: true and false without quotes, Size as a number, Version as a string.',
  spec: PAGE,
  on,
  inspect: ofAnswer((result) => {
    const wrong = Object.entries(result).flatMap(([name, value]) => {
      const type = PROPERTIES.get(name);
      return type === undefined || value === null || FITS[type](value)
        ? []
        : [`${name} is ${shown(typeof value === 'string' ? JSON.stringify(value) : value)} and must be ${WORDS[type]}`];
    });
    return wrong.length === 0 ? null : `${wrong.slice(0, 4).join('; ')}.`;
  }),
  good: [['right types', ['CheckFileInfo']]],
  bad: [
    ['a boolean in quotes', ['CheckFileInfo', { info: { UserCanWrite: 'true' } }]],
    ['a number in quotes', ['CheckFileInfo', { info: { Size: '10' } }]],
    ['Version as a number', ['CheckFileInfo', { info: { Version: 1 } }]],
  ],
});

export const propertyNull = rule({
  id: 'property-null',
  severity: 'error',
  topic: 'file-info',
  side: 'host',
  mistakes: [17],
  title: 'A property is null',
  what: 'A property without a value has to be left out; null is not allowed.',
  why: 'Booleans, numbers and addresses that are null fail the schema check of the validator, and some clients.',
  fix: 'Leave properties without a value out: most serializers have a setting for it.',
  spec: PAGE,
  on,
  inspect: ofAnswer((result) => {
    const nulls = Object.keys(result).filter((name) => result[name] === null && PROPERTIES.has(name));
    return nulls.length === 0 ? null : `null: ${nulls.slice(0, 10).join(', ')}.`;
  }),
  good: [['left out', ['CheckFileInfo', { without: ['CloseUrl'] }]]],
  bad: [['null', ['CheckFileInfo', { info: { CloseUrl: null } }]]],
});

export const plusOnly = rule({
  id: 'property-of-other-program',
  severity: 'warning',
  topic: 'file-info',
  side: 'host',
  mistakes: [18],
  title: 'Properties of another partner program',
  what: 'Some properties belong to CSPP Plus (co-authoring in desktop Office). They are allowed all together or not at all.',
  why: 'The validator accepts CheckFileInfo only when it fits one of the two programs entirely. Co-authoring in the browser needs none of them.',
  fix: 'Leave them out; members of CSPP Plus send all of them.',
  spec: 'rest/files/checkfileinfo/checkfileinfo-csppp',
  on,
  inspect: ofAnswer((result) => {
    const found = PLUS_ONLY.filter((name) => name in result);
    if (found.length === 0 || found.length === PLUS_ONLY.length) return null;
    return `Sent are ${found.join(', ')}; the other ${PLUS_ONLY.length - found.length} are not.`;
  }),
  good: [['none of them', ['CheckFileInfo']]],
  bad: [['one of them', ['CheckFileInfo', { info: { SharingStatus: 'Private' } }]]],
});

export const userWithoutName = rule({
  id: 'user-without-name',
  severity: 'warning',
  topic: 'file-info',
  side: 'host',
  mistakes: [20],
  title: 'The person has no name',
  what: 'UserFriendlyName is missing or empty.',
  why: 'Everybody in the document is called “Guest”; other clients show an id.',
  fix: 'Send the display name of the person in UserFriendlyName.',
  spec: PAGE,
  on,
  inspect: ({ result }) =>
    result && (result['UserFriendlyName'] ?? '') === '' ? 'UserFriendlyName is missing or empty.' : null,
  good: [['a name', ['CheckFileInfo']]],
  bad: [
    ['none', ['CheckFileInfo', { without: ['UserFriendlyName'] }]],
    ['empty', ['CheckFileInfo', { info: { UserFriendlyName: '' } }]],
  ],
});

export const userIdCharacters = rule({
  id: 'user-id-characters',
  severity: 'error',
  topic: 'file-info',
  side: 'host',
  mistakes: [33],
  title: 'A person’s id holds other characters than letters and digits',
  what: 'UserId and OwnerId are made of A–Z, a–z and 0–9 only.',
  why: 'Ids come back in X-WOPI-Editors, where commas separate them. E-mail addresses, braces and slashes confuse clients and telemetry.',
  fix: 'Send a stable alphanumeric id, for example a hexadecimal hash of your own id. Never an e-mail address.',
  spec: PAGE,
  on,
  inspect: ofAnswer((result) => {
    const wrong = ['UserId', 'OwnerId'].filter((name) => {
      const value = result[name];
      return typeof value === 'string' && !/^[A-Za-z0-9]+$/.test(value);
    });
    return wrong.length === 0 ? null : `${wrong.map((name) => `${name} is ${shown(result[name])}`).join(', ')}.`;
  }),
  good: [['letters and digits', ['CheckFileInfo', { info: { UserId: 'ann42' } }]]],
  bad: [
    ['an address', ['CheckFileInfo', { info: { UserId: 'ann@host.example' } }]],
    ['empty', ['CheckFileInfo', { info: { OwnerId: '' } }]],
  ],
});
