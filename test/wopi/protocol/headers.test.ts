import { expect, it } from 'vitest';
import { ECOSYSTEM_OPERATIONS, OVERRIDES, WopiHeader } from '../../../main/wopi/protocol/headers.ts';

const names = Object.values(WopiHeader);

it('names every header once, whatever its case', () => {
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
});

it.each(Object.entries(WopiHeader))('%s is spelled like its key', (key, name) => {
  const spelled = name
    .replace(/^X-(WOPI-)?/, '')
    .replace(/^(COOL|LOOL)-WOPI-/, '$1')
    .replaceAll('-', '');
  expect(spelled.toLowerCase()).toBe(key.toLowerCase());
});

it('lists every operation value once and in upper case', () => {
  for (const list of [OVERRIDES, ECOSYSTEM_OPERATIONS]) {
    expect(new Set(list).size).toBe(list.length);
    for (const value of list) expect(value).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
  }
});
