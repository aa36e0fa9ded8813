// @ts-check
// `npm run docs`: writes the tables of docs/ that come from the sources.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { eventsPage, findingsPage, operationsPage } from './docs-tables.mjs';
import { filterPage } from './filter-page.mjs';
import { root } from './run.mjs';

/** @typedef {import('./docs-tables.mjs').Operation} Operation @typedef {import('./docs-tables.mjs').Profile} Profile @typedef {import('./docs-tables.mjs').Rule} Rule @typedef {import('./docs-tables.mjs').Mistake} Mistake @typedef {import('./filter-page.mjs').FilterField} FilterField */

const [operations, profiles, rules, mistakes, filter] = await Promise.all([
  /** @type {Promise<{ module: { ALL_OPERATIONS: readonly Operation[] } }>} */ (
    runnerImport(join(root, 'main/wopi/operations/index.ts'), { configFile: false, root })
  ),
  /** @type {Promise<{ module: { ALL_PROFILES: readonly Profile[] } }>} */ (
    runnerImport(join(root, 'main/wopi/protocol/profiles.ts'), { configFile: false, root })
  ),
  /** @type {Promise<{ module: { RULES: readonly Rule[] } }>} */ (
    runnerImport(join(root, 'main/findings/rules/index.ts'), { configFile: false, root })
  ),
  /** @type {Promise<{ module: { MISTAKES: readonly Mistake[] } }>} */ (
    runnerImport(join(root, 'main/findings/mistakes.ts'), { configFile: false, root })
  ),
  /** @type {Promise<{ module: { filterFields: readonly FilterField[] } }>} */ (
    runnerImport(join(root, 'preload/filter/fields.ts'), { configFile: false, root })
  ),
]);

const pages = {
  'operations.md': operationsPage(operations.module.ALL_OPERATIONS, profiles.module.ALL_PROFILES),
  'findings.md': findingsPage(rules.module.RULES, mistakes.module.MISTAKES),
  'traffic-filter.md': filterPage(filter.module.filterFields),
  'events.md': eventsPage(readFileSync(join(root, 'preload/contract/events.ts'), 'utf8')),
};
for (const [name, text] of Object.entries(pages)) {
  writeFileSync(join(root, 'docs', name), text);
  process.stdout.write(`docs/${name}\n`);
}
