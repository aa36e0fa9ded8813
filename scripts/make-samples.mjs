/**
 * Writes the sample documents and the empty templates that are committed under resources/.
 * Run it after changing a text below: `node scripts/make-samples.mjs`. Two runs give the same bytes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strToU8, strFromU8, unzipSync, zipSync } from 'fflate';
import { budget, emptyWorkbook } from './samples/sheets.mjs';
import { emptyDeck, roadmap } from './samples/slides.mjs';
import { contacts, hardName, lockTest, longName, notes, readMe, settings } from './samples/texts.mjs';
import { emptyDocument, report, welcome } from './samples/words.mjs';

const resources = join(import.meta.dirname, '..', 'resources');
const MADE_AT = new Date('2026-01-05T09:00:00Z');

/** @type {[name: string, content: string | Uint8Array][]} */
const files = [
  ['samples/Welcome to WOPI Sandbox.docx', fixed(await welcome())],
  ['samples/Budget.xlsx', fixed(await budget(MADE_AT))],
  ['samples/Roadmap.pptx', fixed(await roadmap())],
  ['samples/Notes.txt', notes],
  ['samples/Read me first.md', readMe],
  ['samples/Contacts.csv', contacts],
  ['samples/Settings.json', settings],
  ['samples/Empty.docx', ''],
  ['samples/Ünïcode & spaces, 100 % – naïve 文書.txt', hardName],
  [
    'samples/A file with a name so long that it does not fit into any column, which shows whether the places that display it can still be read.txt',
    longName,
  ],
  ['samples/Lock test.wopitest', lockTest],
  ['samples/Nested/Report.docx', fixed(await report())],
  ['templates/empty.docx', fixed(await emptyDocument())],
  ['templates/empty.xlsx', fixed(await emptyWorkbook(MADE_AT))],
  ['templates/empty.pptx', fixed(await emptyDeck())],
];

for (const [name, content] of files) {
  const path = join(resources, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  process.stdout.write(`${String(content.length).padStart(7)}  ${name}\n`);
}

/**
 * The same package with one date everywhere, so that making the samples again changes nothing in the repository.
 * @param {Uint8Array} bytes
 */
function fixed(bytes) {
  const stamp = MADE_AT.toISOString().replace('.000', '');
  const entries = Object.entries(unzipSync(bytes)).filter(([name]) => !name.endsWith('/'));
  const parts = entries.map(([name, data]) => [
    name,
    name === 'docProps/core.xml'
      ? strToU8(strFromU8(data).replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${stamp}`))
      : data,
  ]);
  return zipSync(Object.fromEntries(parts), { level: 9, mtime: new Date(2026, 0, 5, 9) });
}
