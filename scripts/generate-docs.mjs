// @ts-check
// `npm run docs`: writes the tables of docs/ that come from the sources.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { eventsPage, operationsPage } from './docs-tables.mjs';
import { root } from './run.mjs';

/** @typedef {import('./docs-tables.mjs').Operation} Operation @typedef {import('./docs-tables.mjs').Profile} Profile */

const [operations, profiles] = await Promise.all([
  /** @type {Promise<{ module: { ALL_OPERATIONS: readonly Operation[] } }>} */ (
    runnerImport(join(root, 'main/wopi/operations/index.ts'), { configFile: false, root })
  ),
  /** @type {Promise<{ module: { ALL_PROFILES: readonly Profile[] } }>} */ (
    runnerImport(join(root, 'main/wopi/protocol/profiles.ts'), { configFile: false, root })
  ),
]);

const pages = {
  'operations.md': operationsPage(operations.module.ALL_OPERATIONS, profiles.module.ALL_PROFILES),
  'events.md': eventsPage(readFileSync(join(root, 'preload/contract.ts'), 'utf8')),
};
for (const [name, text] of Object.entries(pages)) {
  writeFileSync(join(root, 'docs', name), text);
  process.stdout.write(`docs/${name}\n`);
}
