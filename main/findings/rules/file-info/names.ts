import { ofAnswer, rule } from '../../rule.ts';
import { shown } from '../../words.ts';

const PAGE = 'rest/files/checkfileinfo/checkfileinfo-response';
const on = ['CheckFileInfo'] as const;

export const fileNameForm = rule({
  id: 'file-name-form',
  severity: 'error',
  topic: 'file-info',
  side: 'host',
  mistakes: [31],
  title: 'BaseFileName or FileExtension has the wrong form',
  what: 'BaseFileName is the name with extension and without path; FileExtension begins with a full stop and is the one of the name.',
  why: 'The client takes the kind of document from here and does not know what to open.',
  fix: 'Send the name alone, for example Report.docx, and .docx.',
  spec: PAGE,
  on,
  inspect: ofAnswer((result) => {
    const name = result?.['BaseFileName'];
    const extension = result?.['FileExtension'];
    if (typeof name !== 'string') return null;
    if (name === '' || name.startsWith('.')) return `BaseFileName is ${shown(name)}.`;
    if (/[/\\]/.test(name)) return `BaseFileName ${shown(name)} holds a path.`;
    if (typeof extension !== 'string' || extension === '') return null;
    if (!extension.startsWith('.')) return `FileExtension ${shown(extension)} does not begin with a full stop.`;
    return name.toLowerCase().endsWith(extension.toLowerCase())
      ? null
      : `FileExtension is ${shown(extension)}, BaseFileName ${shown(name)}.`;
  }),
  outranks: ['name-characters'],
  good: [
    ['a name', ['CheckFileInfo']],
    ['upper case', ['CheckFileInfo', { info: { BaseFileName: 'REPORT.DOCX' } }]],
  ],
  bad: [
    ['a path', ['CheckFileInfo', { info: { BaseFileName: 'folder/Report.docx' } }]],
    ['no full stop', ['CheckFileInfo', { info: { FileExtension: 'docx' } }]],
    ['hidden', ['CheckFileInfo', { info: { BaseFileName: '.docx' } }]],
  ],
});

export const fileWithoutExtension = rule({
  id: 'file-without-extension',
  severity: 'information',
  topic: 'file-info',
  side: 'host',
  mistakes: [31],
  title: 'The file has no extension',
  what: 'Neither BaseFileName nor FileExtension names a kind of document.',
  why: 'Office does not know with which application to open it.',
  fix: 'Give the file an extension that discovery lists.',
  spec: PAGE,
  on,
  inspect: ofAnswer((result) => {
    const name = result?.['BaseFileName'];
    return typeof name === 'string' && name !== '' && !name.includes('.') && !result?.['FileExtension']
      ? `The file is called ${shown(name)}.`
      : null;
  }),
  good: [['.docx', ['CheckFileInfo']]],
  bad: [['none', ['CheckFileInfo', { info: { BaseFileName: 'README' }, without: ['FileExtension'] }]]],
});

/** Characters in names that Office for the web fails on, and those that only mobile Office fails on. */
const WEB = /[\\/:*?"<>|\u000b]/g;
const MOBILE = /[#{}^[\]`%]/g;

export const nameCharacters = rule({
  id: 'name-characters',
  severity: 'warning',
  topic: 'file-info',
  side: 'host',
  mistakes: [33],
  title: 'The file name holds characters that Office does not open',
  what: 'Backslash, slash, colon, asterisk, question mark, double quote, < , > and vertical bar are not allowed in names.',
  why: 'The document does not open in the browser, or is saved under another name.',
  fix: 'Rename the file, or offer it under a name without these characters.',
  spec: 'online/build-test-ship/common-issues',
  on,
  inspect: ({ result }) => characters(result?.['BaseFileName'], WEB),
  good: [['letters', ['CheckFileInfo', { info: { BaseFileName: 'Über uns – naïve.docx' } }]]],
  bad: [['a colon', ['CheckFileInfo', { info: { BaseFileName: 'Report: final.docx' } }]]],
});

export const nameCharactersMobile = rule({
  id: 'name-characters-mobile',
  severity: 'information',
  topic: 'file-info',
  side: 'host',
  mistakes: [33],
  title: 'The file name holds characters that mobile Office does not open',
  what: 'Mobile Office also fails on # { } ^ [ ] ` and % in names.',
  why: 'The document opens in the browser and not on a phone.',
  fix: 'Rename the file when mobile Office matters to you.',
  spec: 'mobile/wopi-requirements',
  on,
  inspect: ({ result }) => characters(result?.['BaseFileName'], MOBILE),
  good: [['letters', ['CheckFileInfo']]],
  bad: [['a percent sign', ['CheckFileInfo', { info: { BaseFileName: '100 %.docx' } }]]],
});

function characters(name: unknown, wanted: RegExp): string | null {
  if (typeof name !== 'string') return null;
  const found = [...new Set(name.match(wanted) ?? [])];
  return found.length === 0
    ? null
    : `${shown(name)} holds ${found.map((one) => (one === '\u000b' ? 'a vertical tab' : one)).join(' ')}.`;
}

export const modifiedTime = rule({
  id: 'last-modified-time',
  severity: 'warning',
  topic: 'file-info',
  side: 'host',
  title: 'LastModifiedTime is not in the round-trip form',
  what: 'LastModifiedTime is UTC in ISO 8601, for example 2026-01-05T09:00:00.0000000Z.',
  why: 'Clients that compare it (Collabora before every save) find a conflict or ignore it.',
  fix: 'Write it as .NET’s format “O” or JavaScript’s toISOString() does.',
  spec: PAGE,
  on,
  inspect: ofAnswer((result) => {
    const time = result?.['LastModifiedTime'];
    if (typeof time !== 'string' || time === '') return null;
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z$/.test(time) && !Number.isNaN(Date.parse(time))
      ? null
      : `LastModifiedTime is ${shown(time)}.`;
  }),
  good: [['UTC', ['CheckFileInfo', { info: { LastModifiedTime: '2026-01-05T09:00:00.0000000Z' } }]]],
  bad: [['local words', ['CheckFileInfo', { info: { LastModifiedTime: '01/05/2026 09:00' } }]]],
});
