#!/usr/bin/env node
// The command line, straight from a clone: installs and builds when needed (progress on standard error), then
// runs out/cli/cli.cjs on a Node that can load better-sqlite3.
import { join } from 'node:path';
import { ensureBuilt } from '../scripts/build.mjs';
import { ensureInstalled } from '../scripts/install.mjs';
import { exitCode, handOver, hostEnvironment, hostFlags } from '../scripts/program.mjs';
import { projectNode, root, say } from '../scripts/run.mjs';
import { inTurn } from '../scripts/turn.mjs';

try {
  inTurn(() => {
    ensureInstalled();
    ensureBuilt();
  });
  const program = [...hostFlags, join(root, 'out', 'cli', 'cli.cjs'), ...process.argv.slice(2)];
  process.exitCode = exitCode(await handOver(projectNode(), program, hostEnvironment()));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
