// @ts-check
// Prepares a clone: `--build` also builds, `--test` also prepares this machine for the tests.
// Runs on any Node from 20 on, before anything is installed: built-ins only.
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { say } from './run.mjs';
import { inTurn } from './turn.mjs';

const flags = new Set(process.argv.slice(2));

try {
  inTurn(() => {
    ensureInstalled();
    if (flags.has('--build')) ensureBuilt();
  });
  if (flags.has('--test')) {
    const { provision } = await import('./provision.mjs');
    provision();
  }
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
