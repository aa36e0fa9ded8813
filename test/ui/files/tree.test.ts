import { expect, it } from 'vitest';
import type { FileRow } from '../../../preload/contract.ts';
import { folderTree, isWithin, visibleFolders, withAncestors } from '../../../renderer/files/tree.ts';

const file = (path: string): FileRow => ({
  id: path,
  path,
  name: path.slice(path.lastIndexOf('/') + 1),
  size: 1,
  version: '1',
  modifiedAt: 0,
});

it('counts files through all levels, sorts as people count, and keeps empty folders', () => {
  const root = folderTree(['b', 'a', 'a/10', 'a/9'], [file('x.txt'), file('a/9/y.txt'), file('a/z.txt')], 'contracts');
  expect(root.fileCount).toBe(3);
  expect(root.children.map(({ name, fileCount }) => [name, fileCount])).toEqual([
    ['a', 2],
    ['b', 0],
  ]);
  expect(root.children[0]?.children.map(({ name }) => name)).toEqual(['9', '10']);
});

it('shows a folder the listing does not know yet', () => {
  const root = folderTree([], [file('new/deep/x.txt')], 'contracts');
  expect(visibleFolders(root, new Set(['', 'new'])).map(({ path, level }) => [path, level])).toEqual([
    ['', 1],
    ['new', 2],
    ['new/deep', 3],
  ]);
});

it('hides what lies in closed folders', () => {
  const root = folderTree(['a', 'a/b'], [], 'contracts');
  expect(visibleFolders(root, new Set([''])).map(({ path }) => path)).toEqual(['', 'a']);
  expect(visibleFolders(root, new Set()).map(({ path }) => path)).toEqual(['']);
});

it('opens the way to a folder', () => {
  expect(withAncestors('a/b/c')).toEqual(['', 'a', 'a/b', 'a/b/c']);
  expect(withAncestors('')).toEqual(['']);
});

it('does not take a folder for one that begins with the same letters', () => {
  expect(isWithin('ab/x.txt', 'a')).toBe(false);
  expect(isWithin('a/b/x.txt', 'a')).toBe(true);
  expect(isWithin('x.txt', '')).toBe(true);
});
