import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ownArguments } from '../../main/shell/arguments.ts';

const APP = resolve(join('somewhere', 'wopi-sandbox'));
const PROGRAM = resolve('electron');

// oxfmt-ignore
test.each([
  ['from a source tree',                 [PROGRAM, APP, '--folder', 'docs'],                             ['--folder', 'docs']],
  ['behind switches of the test runner', [PROGRAM, '--inspect=0', '--no-sandbox', APP, '--data', 'd'],   ['--data', 'd']],
  ['installed',                          [PROGRAM, '--folder', 'docs'],                                  ['--folder', 'docs']],
  ['installed, with Chromium switches',  [PROGRAM, '--no-sandbox', '--ozone-platform=x11', '--data=d'],  ['--data=d']],
  ['with a misspelled option',           [PROGRAM, APP, '--foldr', 'docs'],                              ['--foldr', 'docs']],
  ['with none',                          [PROGRAM],                                                      []],
])('the options of the app started %s', (_how, argv, expected) => {
  expect(ownArguments(argv, APP)).toEqual(expected);
});
