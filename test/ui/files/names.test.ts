import { describe, expect, it } from 'vitest';
import { extensionOf, folderOf, readName, stemLength } from '../../../renderer/files/names.ts';

const context = { taken: ['budget.docx', 'Übersicht.md'], previous: 'notes.txt' };

describe('names that cannot be used', () => {
  it.each([
    ['', 'Give the file a name'],
    ['..', 'stands for a folder'],
    ['a/b.txt', 'cannot contain /'],
    ['a\\b.txt', 'cannot contain /'],
    ['a\u0000.txt', 'control character'],
    ['what?.txt', 'does not allow ?'],
    ['a\u202etxt.exe', 'reading direction'],
    ['notes.', 'Ends with'],
    [' notes.txt', 'Begins with'],
    ['.hidden', 'Begins with'],
    ['nul.txt', 'is a device'],
    ['COM1', 'is a device'],
    ['\ud800.txt', 'half of a character'],
    [`${'a'.repeat(300)}.txt`, 'Has 304 bytes'],
    ['budget.docx', 'already in this folder'],
    ['BUDGET.docx', 'differs only in case'],
    ['U\u0308bersicht.md', 'already in this folder'],
  ])('%j: %s', (name, expected) => {
    expect(readName(name, context).problem).toContain(expected);
  });
});

describe('names worth a word', () => {
  it.each([
    ['notes.md', 'from ".txt" to ".md"'],
    ['notes', 'Without ".txt"'],
    ['nötes.txt', 'UTF-7'],
    ['u\u0308.txt', 'composed form'],
  ])('%j: %s', (name, expected) => {
    const reading = readName(name, context);
    expect(reading.problem).toBeNull();
    expect(reading.hint).toContain(expected);
  });

  it('says nothing about an ordinary name', () => {
    expect(readName('minutes.txt', context)).toEqual({ problem: null, hint: null });
  });
});

it.each([
  ['a.DOCX', 'docx', 1],
  ['archive.tar.gz', 'gz', 11],
  ['noextension', '', 11],
  ['.hidden', '', 7],
])('%s has the extension "%s" and a stem of %i characters', (name, extension, stem) => {
  expect(extensionOf(name)).toBe(extension);
  expect(stemLength(name)).toBe(stem);
});

it('tells the folder of a path', () => {
  expect(folderOf('a/b/c.txt')).toBe('a/b');
  expect(folderOf('c.txt')).toBe('');
});
