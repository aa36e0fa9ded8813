import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

interface Import {
  from: string;
  /** A file of ours as a path from the root, or a package's name. */
  to: string;
  isType: boolean;
  isOurs: boolean;
}

/**
 * Who may import whom: a room, the rooms it may import values and types from, and those it may know only by type.
 * The first room whose pattern fits a file is the file's room; a file may always import its own room.
 */
// oxfmt-ignore
const ROOMS: Record<string, { files: RegExp; imports: string[]; types?: string[] }> = {
  contract:    { files: /^preload\/((editor-)?contract\.ts$|contract\/|filter\/)/, imports: [] },
  bridge:      { files: /^preload\//,                                            imports: ['contract'] },
  protocol:    { files: /^main\/wopi\/protocol\//,                               imports: [] },
  outcomes:    { files: /^main\/wopi\/(operation|results|receive)\.ts$/,         imports: ['protocol', 'refusals'], types: ['contract', 'store'] },
  operations:  { files: /^main\/wopi\/operations\//,                             imports: ['protocol', 'outcomes', 'refusals'], types: ['store'] },
  wopi:        { files: /^main\/wopi\//,                                         imports: ['operations', 'outcomes', 'protocol', 'refusals'], types: ['contract', 'store', 'basics'] },
  recordings:  { files: /^main\/recordings\//,                                   imports: ['protocol', 'findings'], types: ['contract', 'store'] },
  findings:    { files: /^main\/findings\//,                                    imports: ['protocol'], types: ['contract'] },
  filter:      { files: /^main\/filter\//,                                       imports: ['protocol', 'contract'] },
  refusals:    { files: /^main\/store\/errors\.ts$/,                             imports: [] },
  store:       { files: /^main\/store\//,                                        imports: ['protocol', 'refusals', 'findings', 'filter', 'contract'], types: ['basics'] },
  services:    { files: /^main\/services\//,                                     imports: ['store', 'refusals', 'protocol', 'contract', 'recordings'], types: ['basics', 'outcomes', 'wopi'] },
  conformance: { files: /^main\/conformance\//,                                  imports: ['store', 'refusals', 'protocol', 'findings'], types: ['contract', 'basics'] },
  replay:      { files: /^main\/replay\//,                                       imports: ['store', 'refusals', 'protocol', 'conformance'], types: ['contract', 'basics'] },
  tunnel:      { files: /^main\/tunnel\//,                                       imports: [], types: ['contract', 'basics'] },
  editor:      { files: /^main\/editor\//,                                       imports: ['protocol', 'contract'], types: ['basics'] },
  admin:       { files: /^main\/admin\//,                                        imports: ['store', 'refusals', 'services', 'conformance', 'replay', 'tunnel', 'contract', 'protocol', 'findings', 'basics'] },
  basics:      { files: /^main\/(bus|clock|collector|config|listen|log|nearest|program-directory|web-crypto)\.ts$/,  imports: [], types: ['contract'] },
  app:         { files: /^main\/(app|instance|notices|stores)\.ts$/,                    imports: ['basics', 'protocol', 'wopi', 'outcomes', 'operations', 'store', 'refusals', 'findings', 'services', 'conformance', 'replay', 'tunnel', 'editor', 'admin'], types: ['contract'] },
  doors:       { files: /^main\/((headless|cli|node-version)\.ts$|cli\/)/, imports: ['app', 'admin', 'conformance', 'basics'], types: ['contract'] },
  shell:       { files: /^main\/(desktop\.ts|shell\/)/,                          imports: ['app', 'admin', 'basics'], types: ['contract'] },
  screen:      { files: /^renderer\//,                                           imports: ['contract'] },
};

/** The one home of each heavy dependency: the only place that would change with it. */
// oxfmt-ignore
const HOMES: [dependency: RegExp, home: RegExp][] = [
  [/^electron$/,                      /^(main\/desktop\.ts|main\/shell\/|preload\/bridge\.ts)/],
  [/^better-sqlite3$/,                /^main\/store\//],
  [/^(koa|@koa\/)/,                   /^main\/(wopi|editor|admin)\//],
  [/^fast-xml-parser$/,               /^main\/wopi\/protocol\//],
  [/^ws$/,                            /^main\/(admin|editor)\//],
  [/^@node-oauth\//,                  /^main\/services\//],
  [/^chokidar$/,                      /^main\/store\//],
  [/^(node:)?child_process$/,         /^main\/(tunnel\/|cli\.ts)/],
  [/^(react|react-dom|@fluentui\/)/,  /^renderer\//],
];

const files = ['main', 'preload', 'renderer'].flatMap(sourcesBelow);
const imports = files.flatMap(importsOf);

describe('imports follow the arrows', () => {
  test.each(Object.keys(ROOMS))('%s', (room) => {
    const wrong = imports.filter((each) => each.isOurs && roomOf(each.from) === room && !isAllowed(each)).map(arrow);
    expect(wrong).toEqual([]);
  });

  test('every source file belongs to a room', () => {
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
  });

  test('the page uses nothing of Node', () => {
    const wrong = imports.filter(({ from, to }) => from.startsWith('renderer/') && to.startsWith('node:')).map(arrow);
    expect(wrong).toEqual([]);
  });
});

describe('heavy dependencies stay in their homes', () => {
  test.each(HOMES)('%s', (dependency, home) => {
    const wrong = imports
      .filter(({ from, to, isOurs }) => !isOurs && dependency.test(to) && !home.test(from))
      .map(arrow);
    expect(wrong).toEqual([]);
  });
});

test('no file imports itself through others', () => {
  expect(cycles()).toEqual([]);
});

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name).replaceAll(sep, '/'));
}

function importsOf(from: string): Import[] {
  const text = readFileSync(join(root, from), 'utf8').replace(/^\s*(\/\/.*|\/\*[\s\S]*?\*\/)$/gm, '');
  const statements = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:([^'";]*?)\sfrom\s+)?'([^']+)'/gm);
  const calls = text.matchAll(/\bimport\(\s*'([^']+)'/g);
  return [
    ...[...statements].map(([, type, names = '', target = '']) =>
      toImport(from, target, type !== undefined || namesOnlyTypes(names)),
    ),
    ...[...calls].map(([, target = '']) => toImport(from, target, false)),
  ];
}

function namesOnlyTypes(names: string): boolean {
  const inBraces = /^\s*\{([\s\S]*)\}\s*$/.exec(names)?.[1];
  const list =
    inBraces
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean) ?? [];
  return list.length > 0 && list.every((name) => name.startsWith('type '));
}

function toImport(from: string, target: string, isType: boolean): Import {
  // data, texts and styles are imported too, but have no say
  const isOurs = /^\..*\.tsx?$/.test(target);
  const to = isOurs ? relative(root, resolve(root, dirname(from), target)).replaceAll(sep, '/') : target;
  return { from, to, isType, isOurs };
}

function roomOf(file: string): string | undefined {
  return Object.keys(ROOMS).find((room) => ROOMS[room]?.files.test(file));
}

function isAllowed({ from, to, isType }: Import): boolean {
  const own = roomOf(from);
  const other = roomOf(to);
  if (own === undefined || own === other) return true;
  const room = ROOMS[own];
  return other !== undefined && (room?.imports.includes(other) || (isType && room?.types?.includes(other))) === true;
}

function arrow({ from, to, isType }: Import): string {
  return `${from} → ${to}${isType ? ' (type)' : ''}`;
}

/** Import cycles among values; types are gone at run time. */
function cycles(): string[] {
  const targets = new Map<string, string[]>(files.map((file) => [file, []]));
  for (const { from, to, isType, isOurs } of imports)
    if (isOurs && !isType && targets.has(to)) targets.get(from)?.push(to);
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: string[]) => {
    const start = path.indexOf(file);
    if (start >= 0) found.push([...path.slice(start), file].join(' → '));
    if (start >= 0 || done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}
