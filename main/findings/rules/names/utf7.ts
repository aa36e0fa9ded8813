import { decodeUtf7, utf7Problem } from '../../../wopi/protocol/names.ts';
import { ofAnswer, rule } from '../../rule.ts';
import { isObject } from '../../seen.ts';
import { shown } from '../../words.ts';

const RUN = /\+([A-Za-z0-9+/]{3,})-/;

export const nameStillEncoded = rule({
  id: 'name-still-encoded',
  severity: 'error',
  topic: 'names',
  side: 'host',
  mistakes: [62],
  title: 'A name comes back in UTF-7',
  what: 'The name in the answer looks like +ZYdO9g-: UTF-7 of the request header that was not decoded, or JSON that was encoded by mistake.',
  why: 'People see files with unreadable names. UTF-7 belongs into request headers, JSON is plain Unicode.',
  fix: 'Decode X-WOPI-RequestedName, X-WOPI-SuggestedTarget and X-WOPI-RelativeTarget from UTF-7, and answer with the decoded name.',
  spec: 'rest/files/putrelativefile',
  on: [
    'CheckFileInfo',
    'PutRelativeFile',
    'RenameFile',
    'CreateChildFile',
    'CreateChildContainer',
    'RenameContainer',
    'CheckContainerInfo',
  ],
  inspect: ofAnswer((result) => {
    const pointer = result?.['ContainerPointer'];
    const name = result?.['BaseFileName'] ?? result?.['Name'] ?? (isObject(pointer) ? pointer['Name'] : undefined);
    if (typeof name !== 'string') return null;
    const run = RUN.exec(name)?.[0];
    if (run === undefined || utf7Problem(run) !== undefined) return null;
    const plain = decodeUtf7(name);
    return /[^\x20-\x7e]|[_&~^[\]{}%#]/.test(decodeUtf7(run)) ? `${shown(name)} is ${shown(plain)} in UTF-7.` : null;
  }),
  outranks: ['name-not-as-asked'],
  good: [
    [
      'decoded',
      ['PutRelativeFile', { request: { 'X-WOPI-RelativeTarget': '+ZYdO9g-.docx' }, info: { Name: '文件.docx' } }],
    ],
    ['a plus in a name', ['CheckFileInfo', { info: { BaseFileName: 'C++ and A+B-C.docx' } }]],
  ],
  bad: [
    [
      'encoded',
      ['PutRelativeFile', { request: { 'X-WOPI-RelativeTarget': '+ZYdO9g-.docx' }, info: { Name: '+ZYdO9g-.docx' } }],
    ],
  ],
});

const HEADERS = ['X-WOPI-SuggestedTarget', 'X-WOPI-RelativeTarget', 'X-WOPI-RequestedName'] as const;

export const headerNotUtf7 = rule({
  id: 'header-not-utf7',
  severity: 'warning',
  topic: 'names',
  side: 'client',
  title: 'A name in a header is not UTF-7',
  what: 'Names travel in request headers as UTF-7. This one holds raw bytes, or a “+” that begins no UTF-7 run.',
  why: 'Hosts read another name, or refuse the request.',
  fix: 'Encode the name in UTF-7 (RFC 2152); a plain “+” is written “+-”.',
  spec: 'rest/files/putrelativefile',
  on: ['PutRelativeFile', 'RenameFile', 'CreateChildFile', 'CreateChildContainer', 'RenameContainer'],
  inspect(now) {
    const wrong = HEADERS.find((name) => utf7Problem(now.header(name) ?? '') !== undefined);
    return wrong === undefined ? null : `${wrong} is ${shown(now.header(wrong) ?? '')}.`;
  },
  good: [['encoded', ['RenameFile', { request: { 'X-WOPI-RequestedName': 'Na+AO8-ve' }, info: { Name: 'Naïve' } }]]],
  bad: [['raw', ['RenameFile', { request: { 'X-WOPI-RequestedName': 'Naïve' }, info: { Name: 'Naïve' } }]]],
});
