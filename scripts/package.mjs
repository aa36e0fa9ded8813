// @ts-check
// `npm run package`: makes the installers of electron-builder.yml; `-- --dir` only the folder they would install.
// Where the declared Electron cannot be downloaded, `--dir` proves the packaging with the test Electron.
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { declaredElectron, testRuntime } from './electron.mjs';
import { ensureInstalled } from './install.mjs';
import { projectNode, root, run, say } from './run.mjs';
import { inTurn } from './turn.mjs';

const args = process.argv.slice(2);

inTurn(() => {
  ensureInstalled();
  ensureBuilt();
});
const stock = args.includes('--dir') && !declaredElectron() ? copyOfTestRuntime() : undefined;
try {
  const cli = join(root, 'node_modules', 'electron-builder', 'cli.js');
  const dist = stock ? [`-c.electronDist=${stock}`, '-c.electronVersion=25.1.1'] : [];
  process.exitCode = run(projectNode(), [cli, ...args, ...dist, '--publish', 'never']).code;
} finally {
  if (stock) rmSync(stock, { recursive: true });
}

/** The test Electron without its stand-in app, which must not end up in a package. */
function copyOfTestRuntime() {
  const { folder, binary } = testRuntime();
  if (!existsSync(binary)) return undefined;
  say(
    'packaging with Electron 25.1.1, made for tests, because the declared one is not installed: not for distribution',
  );
  const copy = mkdtempSync(join(tmpdir(), 'wopi-sandbox-electron-'));
  cpSync(folder, copy, { recursive: true });
  rmSync(join(copy, 'resources', 'app'), { recursive: true });
  return copy;
}
