import { decodeUtf7 } from '../../../wopi/protocol/names.ts';
import { ofAnswer, rule } from '../../rule.ts';
import type { Seen } from '../../seen.ts';
import { isObject } from '../../seen.ts';
import { shown } from '../../words.ts';

const NAMING = ['PutRelativeFile', 'RenameFile', 'CreateChildFile', 'CreateChildContainer', 'RenameContainer'] as const;
const LONG = 100;

function asked(now: Seen): string | null {
  const header =
    now.header('X-WOPI-RequestedName') ?? now.header('X-WOPI-RelativeTarget') ?? now.header('X-WOPI-SuggestedTarget');
  return header === null ? null : decodeUtf7(header);
}

export const longNameFails = rule({
  id: 'long-name-fails',
  severity: 'error',
  topic: 'names',
  side: 'host',
  mistakes: [71],
  title: 'A long name breaks the host',
  what: 'The name is long, and the answer is 500.',
  why: 'An error of the file system comes through. The validator tries names of more than 512 characters.',
  fix: 'Check the length first: shorten a suggested name, answer 400 to an exact one.',
  spec: 'rest/files/putrelativefile',
  on: NAMING,
  inspect(now) {
    const name = asked(now);
    return now.status === 500 && name !== null && name.length > LONG
      ? `A name of ${name.length} characters was answered 500.`
      : null;
  },
  outranks: ['host-failed'],
  good: [
    ['400', ['PutRelativeFile', { request: { 'X-WOPI-RelativeTarget': `${'n'.repeat(520)}.docx` }, status: 400 }]],
  ],
  bad: [['500', ['PutRelativeFile', { request: { 'X-WOPI-RelativeTarget': `${'n'.repeat(520)}.docx` }, status: 500 }]]],
});

const DEFAULT_MAX = 250;

export const legalNameRefused = rule({
  id: 'legal-name-refused',
  severity: 'error',
  topic: 'names',
  side: 'host',
  mistakes: [72],
  title: 'A name within the announced length is refused',
  what: 'The name is not longer than FileNameMaxLength (250 without it) and holds letters and digits only, and the answer is 400.',
  why: 'An off-by-one in the length check: people cannot use names the client let them type.',
  fix: 'Allow names up to and including FileNameMaxLength characters, or announce a smaller number.',
  spec: 'rest/files/renamefile',
  on: ['RenameFile'],
  inspect(now, { file }) {
    const name = asked(now);
    if (now.status !== 400 || name === null || !/^[A-Za-z0-9]+$/.test(name) || name.length < LONG) return null;
    const limit = typeof file.info?.['FileNameMaxLength'] === 'number' ? file.info['FileNameMaxLength'] : DEFAULT_MAX;
    return file.info && name.length <= limit ? `${name.length} characters were refused; ${limit} are announced.` : null;
  },
  good: [
    [
      'too long',
      ['CheckFileInfo', { info: { FileNameMaxLength: 120 } }],
      ['RenameFile', { request: { 'X-WOPI-RequestedName': 'n'.repeat(121) }, status: 400 }],
    ],
  ],
  bad: [
    [
      'exactly as long',
      ['CheckFileInfo', { info: { FileNameMaxLength: 120 } }],
      ['RenameFile', { request: { 'X-WOPI-RequestedName': 'n'.repeat(120) }, status: 400 }],
    ],
  ],
});

export const separatorAccepted = rule({
  id: 'path-separator-in-name',
  severity: 'error',
  topic: 'names',
  side: 'host',
  mistakes: [72],
  title: 'A name with a path separator is accepted',
  what: 'The host made a file or folder whose name holds “/” or “\\”.',
  why: 'A name like ../x may reach other folders: this is a hole in the wall, not a matter of taste.',
  fix: 'Refuse names with “/” and “\\”, or replace these characters; never join names to paths unchecked.',
  spec: 'rest/files/putrelativefile',
  on: NAMING,
  inspect: ofAnswer((result) => {
    const pointer = result?.['ContainerPointer'];
    const name = result?.['Name'] ?? (isObject(pointer) ? pointer['Name'] : undefined);
    return typeof name === 'string' && /[/\\]/.test(name) ? `The new name is ${shown(name)}.` : null;
  }),
  outranks: ['name-not-as-asked'],
  good: [
    [
      'replaced',
      ['PutRelativeFile', { request: { 'X-WOPI-SuggestedTarget': 'a/b.docx' }, info: { Name: 'a_b.docx' } }],
    ],
  ],
  bad: [
    ['kept', ['PutRelativeFile', { request: { 'X-WOPI-RelativeTarget': '../b.docx' }, info: { Name: '../b.docx' } }]],
  ],
});
