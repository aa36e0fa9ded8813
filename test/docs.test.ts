import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { ALL_OPERATIONS } from '../main/wopi/operations/index.ts';
import { ALL_PROFILES } from '../main/wopi/protocol/profiles.ts';
import { MISTAKES } from '../main/findings/mistakes.ts';
import { RULES } from '../main/findings/rules/index.ts';
import { filterFields } from '../preload/filter/fields.ts';
import { filterPage } from '../scripts/filter-page.mjs';
import { eventsPage, findingsPage, operationsPage } from '../scripts/docs-tables.mjs';

const root = resolve(import.meta.dirname, '..');
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

it.each([
  ['docs/operations.md', () => operationsPage(ALL_OPERATIONS, ALL_PROFILES)],
  ['docs/findings.md', () => findingsPage(RULES, MISTAKES)],
  ['docs/traffic-filter.md', () => filterPage(filterFields)],
  ['docs/events.md', () => eventsPage(textOf('preload/contract/events.ts'))],
])('%s says what the sources say (npm run docs)', (path, page) => {
  expect(textOf(path)).toBe(page());
});
