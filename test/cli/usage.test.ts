import { describe, expect, it } from 'vitest';
import { version } from '../../package.json';
import { programProblem, run } from './program.ts';

if (programProblem !== null) process.stdout.write(`The command line is not tried: ${programProblem}.\n`);

describe.skipIf(programProblem !== null)('the command line', () => {
  it.each(['--version', '-v'])('says its version with %s', async (flag) => {
    expect(await run([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('says what it can with --help', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    for (const word of ['serve', 'token', 'open', '--version']) expect(stdout).toContain(word);
  });

  // oxfmt-ignore
  it.each([
    ['serve', ['--folder', '--data', '--host-port', '--admin-port', '--editor-port', '--public-url', '--json']],
    ['token', ['--file', '--person', '--ttl', '--data']],
    ['open',  ['<file>', '--person', '--action', '--data', '--no-browser']],
  ])('says what %s can with --help', async (command, options) => {
    const { code, stdout } = await run([command, '--help']);
    expect(code).toBe(0);
    for (const option of options) expect(stdout).toContain(option);
  });

  // oxfmt-ignore
  it.each<[string, string[], RegExp]>([
    ['no command',                      [],                                                           /Usage:/],
    ['an unknown command',              ['sreve'],                                                    /unknown command 'sreve'.*Did you mean serve\?/s],
    ['a command nothing is like',       ['frobnicate'],                                               /unknown command 'frobnicate'/],
    ['an unknown option',               ['serve', '--folde', '/tmp'],                                 /unknown option '--folde'.*Did you mean --folder\?/s],
    ['an unknown option of token',      ['token', '--persn', 'owner'],                                /unknown option '--persn'.*Did you mean --person\?/s],
    ['an option without its value',     ['serve', '--folder'],                                        /--folder <dir>.*argument missing/s],
    ['a folder that is empty text',     ['serve', '--folder', ''],                                    /--folder <dir>.*is empty\. Give the path/s],
    ['a data directory of spaces',      ['serve', '--data', ' '],                                     /--data <dir>.*is empty\. Give the path/s],
    ['an instance of empty text',       ['token', '--file', 'a', '--person', 'b', '--data', ''],      /--data <dir>.*is empty\. Give the path/s],
    ['a word too many',                 ['serve', 'folder'],                                          /too many arguments/],
    ['a port that is text',             ['serve', '--host-port', 'http'],                             /--host-port.*'http'.*whole number from 1 to 65535/s],
    ['port 0',                          ['serve', '--admin-port', '0'],                               /--admin-port.*whole number from 1 to 65535/s],
    ['a port too high',                 ['serve', '--editor-port', '65536'],                          /--editor-port.*whole number from 1 to 65535/s],
    ['a negative port',                 ['serve', '--host-port=-1'],                                  /--host-port.*whole number/s],
    ['a public URL with a path',        ['serve', '--public-url', 'https://example.com/wopi'],        /--public-url.*without a path/s],
    ['a public URL without scheme',     ['serve', '--public-url', 'example.com'],                     /--public-url.*https:\/\//s],
    ['a public URL that is a file',     ['serve', '--public-url', 'file:///etc'],                     /--public-url.*only http: and https:/s],
    ['token without file',              ['token', '--person', 'owner'],                               /option --file is missing/],
    ['token without person',            ['token', '--file', 'a.txt'],                                 /option --person is missing/],
    ['a lifetime that is text',         ['token', '--file', 'a', '--person', 'b', '--ttl', 'long'],   /--ttl.*whole number of seconds/s],
    ['a lifetime of nothing',           ['token', '--file', 'a', '--person', 'b', '--ttl', '0'],      /--ttl.*whole number of seconds/s],
    ['a mistyped suite',                ['validate', '--suite', 'offical'],                           /--suite.*Did you mean official\? Possible: official, own, all/s],
    ['a mistyped category',             ['validate', '--category', 'wopicor'],                        /--category.*Did you mean WopiCore\?/s],
    ['open without file',               ['open'],                                                     /missing required argument 'file'/],
  ])('refuses %s with code 2 and says what would be right', async (_, args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, '']);
  });
});
