import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import module from 'node:module';
import { relative, resolve, sep } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import pc from 'picocolors';
import type { Call } from './cli/calls.ts';
import { connect } from './cli/calls.ts';
import { CliError, EXIT, print, say } from './cli/terminal.ts';
import { collectWithoutPretenuring } from './collector.ts';
import type { ValidateOptions } from './cli/validate-options.ts';
import type { ServeOptions } from './config.ts';
import { parseDirectory, toConfig, withServeOptions } from './config.ts';
import { nodeProblem } from './node-version.ts';
import { nearest } from './nearest.ts';

void main(process.argv.slice(2));

async function main(argv: string[]): Promise<void> {
  const program = createProgram();
  try {
    // `from: 'user'`: commander would cut one argument too many under an Electron that runs as Node.
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
      return;
    }
    say(pc.red(messageOf(error)));
    process.exitCode = error instanceof CliError ? error.code : EXIT.failed;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function createProgram(): Command {
  const { version } = toConfig({}, process.env, 'headless');
  const program = new Command('wopi-sandbox')
    .description('A complete WOPI host over a local folder that shows every request, lock and token, explained.')
    .version(version, '-v, --version')
    .exitOverride()
    .showHelpAfterError('(--help lists everything that is possible)')
    .configureOutput({ writeErr: (text) => void process.stderr.write(text) });

  withServeOptions(program.command('serve').description('share a folder and serve the screen to a browser'))
    .option('--json', 'print one JSON object with addresses and key as the first line')
    .action(serve);
  program
    .command('token')
    .description('issue an access token on the running instance')
    // Asked for in the action: commander would complain of a missing option before it names a mistyped one.
    .option('--file <path>', 'the file, relative to the shared folder (needed)')
    .option('--person <name>', 'who it is for: id or name of a person (needed)')
    .option('--ttl <seconds>', 'lifetime in seconds (default: the setting)', parseSeconds)
    .option('--data <dir>', 'data directory of the running instance', parseDirectory)
    .action(issueToken);
  program
    .command('open')
    .description('open a document of the shared folder in the Sandbox Editor, in the browser')
    .argument('<file>', 'the file, relative to the shared folder or as a path into it')
    .option('--person <name>', 'who opens it', 'owner')
    .addOption(new Option('--action <name>', 'what to do with it').default('edit'))
    .option('--data <dir>', 'data directory of the running instance', parseDirectory)
    .option('--no-browser', 'only print the address')
    .action(openDocument);
  program
    .command('validate')
    .description('run conformance cases against this host, or against any other one')
    .option('--wopisrc <url>', 'WOPISrc of a .wopitest file on the host to judge (default: the running instance)')
    .option('--token <token>', 'access token for that file')
    .option('--ttl <ms>', 'when the token expires, milliseconds since 1970', parseTime, 0)
    .addOption(oneOf(new Option('--suite <name>', 'which cases'), ['official', 'own', 'all']))
    .addOption(
      oneOf(new Option('--category <name>', 'WopiCore and this one'), [
        'All',
        'WopiCore',
        'OfficeOnline',
        'OfficeNativeClient',
        'WopiCoauth',
      ]).default('All'),
    )
    .option('--group <name>', 'only this group; may be given several times', collect, [])
    .option('--name <name>', 'only this case; may be given several times', collect, [])
    .option('--profile <name>', 'how the running instance behaves meanwhile (default: the setting)')
    .option('--include-delays', 'also cases that wait for minutes or move the clock of the running instance')
    .option('--test-cases <file>', 'Microsoft’s TestCases.xml (default: the one the running instance knows)')
    .option('--junit <file>', 'write the result as JUnit XML')
    .option('--json <file>', 'write everything that is known of the run as JSON')
    .option('--data <dir>', 'data directory of the running instance', parseDirectory)
    .action(async (options: ValidateOptions) => {
      const { validate } = await import('./cli/validate.ts');
      process.exitCode = await validate(options);
    });
  return program;
}

async function serve(options: ServeOptions & { json?: boolean }): Promise<void> {
  const config = toConfig(options, process.env, 'headless');
  const problem = nodeProblem(process.versions.node, config.nativeBinding !== undefined);
  if (problem) throw new CliError(problem, EXIT.failed);
  // The host is the larger part of the program: compiled once, and not loaded by the other commands.
  module.enableCompileCache?.();
  collectWithoutPretenuring();
  const { startHeadless } = await import('./headless.ts');
  const app = await startHeadless(config, (instance) => {
    const address = `${instance.admin}/#key=${instance.key}`;
    if (options.json) {
      print(JSON.stringify(instance));
      say(`WOPI Sandbox is at ${address}`);
    } else {
      print(`WOPI Sandbox is at ${address}`);
    }
  }).catch((error: unknown): never => {
    // What had been opened by then, threads above all, would keep the program from ending.
    say(pc.red(messageOf(error)));
    process.exit(error instanceof CliError ? error.code : EXIT.failed);
  });
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    app.stop().then(
      () => process.exit(EXIT.ok),
      (error: unknown) => {
        say(messageOf(error));
        process.exit(EXIT.failed);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // bin/wopi-sandbox.js, which started this program, was killed
  process.on('disconnect', stop);
}

function needed(option: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new CliError(`The option ${option} is missing. "wopi-sandbox token --help" says what it takes.`, EXIT.usage);
}

interface TokenOptions {
  file?: string;
  person?: string;
  ttl?: number;
  data?: string;
}

async function issueToken(options: TokenOptions): Promise<void> {
  const file = needed('--file', options.file);
  const person = needed('--person', options.person);
  const { call } = await connect(options.data);
  const { settings } = await call('getSnapshot');
  const fileId = await findFile(call, file);
  const personId = await findPerson(call, person);
  const issued = await call('issueToken', {
    fileId,
    personId,
    ttlSeconds: options.ttl ?? settings.tokenTtlSeconds,
    source: 'command line',
  });
  print(
    JSON.stringify({ wopiSrc: issued.wopiSrc, accessToken: issued.accessToken, accessTokenTtl: issued.accessTokenTtl }),
  );
}

async function openDocument(
  file: string,
  options: { person: string; action: string; data?: string; browser: boolean },
): Promise<void> {
  const { call } = await connect(options.data);
  const fileId = await findFile(call, file);
  const personId = await findPerson(call, options.person);
  const choices = await call('listLaunchChoices', { fileId });
  const choice = choices.find(({ action }) => action === options.action);
  if (!choice) {
    const actions = [...new Set(choices.map(({ action }) => action))];
    if (actions.length === 0)
      throw new CliError(
        `No editor opens “${file}”: no discovery source has an action for files of this kind.`,
        EXIT.usage,
      );
    throw new CliError(
      `There is no action “${options.action}” for “${file}”. Did you mean “${nearest(options.action, actions)}”? Possible: ${actions.join(', ')}.`,
      EXIT.usage,
    );
  }
  const { pageUrl, opened } = await call('launch', {
    fileId,
    personId,
    sourceId: choice.sourceId,
    app: choice.app,
    action: choice.action,
  });
  print(pageUrl);
  if (!opened && options.browser) openInBrowser(pageUrl);
}

async function findFile(call: Call, path: string): Promise<string> {
  const [{ host }, { files }] = [await call('getSnapshot'), await call('listFiles')];
  const wanted = toSharedPath(path, host.folder);
  const found =
    files.find((file) => file.path === wanted) ??
    files.find((file) => file.path.normalize('NFC') === wanted.normalize('NFC'));
  if (found) return found.id;
  const guess = nearest(
    wanted,
    files.map((file) => file.path),
  );
  throw new CliError(
    `There is no file “${path}” in the shared folder “${host.folder}”.${guess === undefined ? '' : ` Did you mean “${guess}”?`}`,
    EXIT.usage,
  );
}

/** A path into the shared folder, whether it was given relative to it or from where the user stands. */
function toSharedPath(path: string, folder: string): string {
  const absolute = resolve(path);
  const isInside = absolute.startsWith(folder + sep) && statSync(absolute, { throwIfNoEntry: false }) !== undefined;
  return (isInside ? relative(folder, absolute) : path).split(sep).join('/').replace(/^\.\//, '');
}

async function findPerson(call: Call, text: string): Promise<string> {
  const { people } = await call('getSnapshot');
  const wanted = text.trim().toLowerCase();
  const names = people.flatMap(({ id, name }) => [
    [id, id],
    [name, id],
    [name.split(/\s+/)[0] ?? name, id],
  ]) as [string, string][];
  const found = names.find(([name]) => name.toLowerCase() === wanted);
  if (found) return found[1];
  const guess = nearest(
    wanted,
    names.map(([name]) => name),
  );
  throw new CliError(
    `There is no person “${text}”. Did you mean “${guess ?? ''}”? Known: ${people.map(({ id, name }) => `${id} (${name})`).join(', ')}.`,
    EXIT.usage,
  );
}

/** An option with a few values; another one is refused with the nearest of them. */
function oneOf(option: Option, values: readonly string[]): Option {
  return option.choices(values).argParser((value) => {
    if (values.includes(value)) return value;
    throw new InvalidArgumentError(`Did you mean ${nearest(value, values) ?? ''}? Possible: ${values.join(', ')}.`);
  });
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

function parseTime(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('A ttl is a time in milliseconds since 1970 as a whole number, or 0.');
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds >= 1 && seconds <= 31_536_000) return seconds;
  throw new InvalidArgumentError('A lifetime is a whole number of seconds from 1 to 31536000.');
}

/** Without a browser the printed address is enough; failing to start one is no error. */
function openInBrowser(url: string): void {
  const opener =
    process.platform === 'win32'
      ? ['rundll32', 'url.dll,FileProtocolHandler']
      : process.platform === 'darwin'
        ? ['open']
        : ['xdg-open'];
  const [command = 'xdg-open', ...args] = opener;
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
