import iconv from 'iconv-lite';
import sanitize from 'sanitize-filename';
import { isHiddenName } from './hidden-names.ts';
import { quote } from './quote.ts';
import { replaceLoneSurrogates } from './unicode.ts';

/**
 * File names: UTF-7 as WOPI headers carry it (RFC 2152), the rules a name must keep to exist on Windows, macOS and
 * Linux alike, and the names chosen when the wanted one cannot be had.
 */

const MAX_NAME_BYTES = 255;
/** A longer "extension" is prose behind a full stop and may be cut like the rest of the name. */
const MAX_KEPT_EXTENSION_BYTES = 64;

const MAX_CANDIDATES = 100_000;

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const FORBIDDEN = /[<>:"|?*]/;
const BIDI = /[\u202a-\u202e\u2066-\u2069]/;
const UNPRINTABLE = new RegExp(`${CONTROL.source}|${BIDI.source}`, 'g');
/** Windows opens a device for these names, whatever extension follows and whatever spaces stand before it. */
const DEVICE = /^(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$)$/i;

// ---- UTF-7 ---------------------------------------------------------------------------------------------------

/**
 * Decodes a header value, which Node hands over one character per byte. Never fails: what is not UTF-7 stays
 * readable, and {@link utf7Problem} tells whether the value was well formed.
 */
export function decodeUtf7(header: string): string {
  if (/[\u0080-\uffff]/.test(header)) return decodeBytes(header);
  // Without stripBOM a name that begins with U+FEFF would come back shorter than it was sent.
  return iconv.decode(Buffer.from(header, 'latin1'), 'utf-7', { stripBOM: false });
}

/** Encodes a name for a response header. Line breaks, which RFC 2152 leaves bare, are encoded as well. */
export function encodeUtf7(text: string): string {
  return iconv
    .encode(text, 'utf-7')
    .toString('latin1')
    .replace(/[\t\n\r]/g, (control) => ({ '\t': '+AAk-', '\n': '+AAo-' })[control] ?? '+AA0-');
}

/** Why a header value is not UTF-7, or undefined when it is. */
export function utf7Problem(header: string): string | undefined {
  if (/[^\x20-\x7e\t]/.test(header)) {
    return `The header value ${quote(header)} contains characters other than printable ASCII. Encode the name in UTF-7 (RFC 2152).`;
  }
  const run = malformedRun(header);
  return run === undefined
    ? undefined
    : `The header value ${quote(header)} contains the malformed UTF-7 run ${quote(run)}. Encode the name in UTF-7 (RFC 2152); a plain "+" is written "+-".`;
}

/**
 * A name to create exactly. One encoder in the field sends a space as "+": a "+" that begins no run is read as one.
 * Undefined when that does not make UTF-7 of it either.
 */
export function decodeTarget(header: string): string | undefined {
  let text = header;
  // Giving up the first "+" of a run leaves a shorter one; after eight of them one has a possible length.
  for (let pass = 0; pass < 8 && malformedRun(text) !== undefined; pass += 1) {
    text = text.replaceAll(RUN, (run, base64: string) => (isMalformed(run, base64) ? ` ${run.slice(1)}` : run));
  }
  return utf7Problem(text) === undefined ? decodeUtf7(text) : undefined;
}

const RUN = /\+([A-Za-z0-9+/]*)-?/g;

function malformedRun(header: string): string | undefined {
  return [...header.matchAll(RUN)].find(([run, base64 = '']) => isMalformed(run, base64))?.[0];
}

/** Units of 16 bits in characters of 6: fewer than six bits may be left over, and "+-" alone needs no unit. */
function isMalformed(run: string, base64: string): boolean {
  return run !== '+-' && (base64 === '' || ![0, 3, 6].includes(base64.length % 8));
}

/** Some clients put raw UTF-8 or latin1 bytes into the header; nothing in such a value is a UTF-7 run. */
function decodeBytes(header: string): string {
  const bytes = Buffer.from(header, 'latin1');
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? header : text;
}

// ---- legal names ---------------------------------------------------------------------------------------------

export type NameVerdict = { ok: true; name: string } | { ok: false; reason: string };

/** Whether `name` may be one file name in a folder, on every platform. The name to use comes back in NFC. */
export function checkFileName(name: string): NameVerdict {
  const problem = problemOf(name);
  return problem === undefined
    ? { ok: true, name: name.normalize('NFC') }
    : { ok: false, reason: `The file name ${quote(name)} ${problem}` };
}

/** The same rules for a folder. */
export function checkFolderName(name: string): NameVerdict {
  const problem = problemOf(name)?.replace('Give the file a name', 'Give the folder a name');
  return problem === undefined
    ? { ok: true, name: name.normalize('NFC') }
    : { ok: false, reason: `The folder name ${quote(name)} ${problem}` };
}

/** The ordered rules; the first that a name breaks is the one to report. */
// oxfmt-ignore
function problemOf(wanted: string): string | undefined {
  if (replaceLoneSurrogates(wanted, '') !== wanted) return 'contains half of a surrogate pair. Send complete Unicode characters.';
  const name = wanted.normalize('NFC');
  if (name === '')                    return 'is empty. Give the file a name.';
  if (name === '.' || name === '..')  return 'stands for a folder. Give the file a name of its own.';
  if (/[/\\]/.test(name))             return 'contains a path separator. Remove "/" and "\\".';
  if (CONTROL.test(name))             return 'contains a control character. Remove it.';
  if (FORBIDDEN.test(name))           return 'contains one of < > : " | ? *, which Windows does not allow. Replace it.';
  if (BIDI.test(name))                return 'contains a character that reverses the reading direction and can disguise the extension. Remove it.';
  if (/[. ]$/.test(name))             return 'ends with a full stop or a space, which Windows drops. Remove it.';
  if (/^[. ]/.test(name))             return 'begins with a full stop or a space, which hides the file on macOS and Linux. Remove it.';
  if (isHiddenName(name))             return 'is one that this host hides, as those of the owner files of Office and of file managers. Choose another one.';
  if (DEVICE.test(deviceBase(name)))  return `is a device on Windows. Choose something other than ${quote(deviceBase(name))} before the first full stop.`;
  // UTF-16 units, which Windows and macOS count, are never more than UTF-8 bytes, which Linux counts.
  const bytes = Buffer.byteLength(name);
  if (bytes > MAX_NAME_BYTES)         return `has ${bytes} bytes in UTF-8; at most ${MAX_NAME_BYTES} are possible. Shorten it.`;
  return undefined;
}

function deviceBase(name: string): string {
  return (name.split('.', 1)[0] ?? '').trimEnd();
}

/**
 * The legal name closest to `name`, with its extension kept; a legal name comes back as it is (in NFC).
 * Undefined when nothing but forbidden characters, or only an extension, is left.
 */
export function nearestLegalName(name: string): string | undefined {
  const visible = replaceLoneSurrogates(name.replace(UNPRINTABLE, ''), '').normalize('NFC');
  const onlyExtension = /^[. ]*\.[^.]*$/.test(visible);
  if (onlyExtension) return undefined;
  const named = withoutEdges(visible);
  const nothingLeft = splitName(named).stem.replace(/[<>:"|?*/\\. ]/g, '') === '';
  if (nothingLeft) return undefined;
  const { stem, extension } = partsToKeep(besideHidden(besideDevice(named)));
  const fitting = cutToBytes(stem, MAX_NAME_BYTES - Buffer.byteLength(extension)) + extension;
  const verdict = checkFileName(sanitize(withoutEdges(fitting), { replacement: '_' }));
  return verdict.ok ? verdict.name : undefined;
}

/** Splits at the last full stop; a name that begins or ends with it has no extension there. */
export function splitName(name: string): { stem: string; extension: string } {
  const dot = name.lastIndexOf('.');
  return dot > 0 && dot < name.length - 1
    ? { stem: name.slice(0, dot), extension: name.slice(dot) }
    : { stem: name, extension: '' };
}

/**
 * `name` itself when it is free, else "Report (2).docx", "Report (3).docx" and so on. A name that already carries
 * such a number counts on from it; "Budget (2024)" is a title, not a number.
 */
export function nextFreeName(name: string, isTaken: (candidate: string) => boolean): string {
  return nextFree(name, partsToKeep(name), isTaken);
}

/** The same for a folder, whose name has no extension: "v1.2" is followed by "v1.2 (2)". */
export function nextFreeFolderName(name: string, isTaken: (candidate: string) => boolean): string {
  return nextFree(name, { stem: name, extension: '' }, isTaken);
}

function nextFree(
  name: string,
  { stem, extension }: { stem: string; extension: string },
  isTaken: (candidate: string) => boolean,
): string {
  if (!isTaken(name)) return name;
  const [, title = stem, counter = '1'] = /^(.*\S) \((\d{1,2})\)$/su.exec(stem) ?? [];
  for (let number = Number(counter) + 1; number < MAX_CANDIDATES; number += 1) {
    const ending = ` (${number})${extension}`;
    const candidate = cutToBytes(title, MAX_NAME_BYTES - Buffer.byteLength(ending)) + ending;
    if (!isTaken(candidate)) return candidate;
  }
  throw new Error(
    `No free name beside ${quote(name)}: ${MAX_CANDIDATES} numbered names are taken. Remove some of them.`,
  );
}

/**
 * The legal name that an X-WOPI-SuggestedTarget header asks for: an extension for the source's stem when it begins
 * with a full stop, a full name otherwise. A suggestion is never refused, so an unusable one keeps its extension only.
 * Whether the name is free is for {@link nextFreeName}.
 */
export function suggestedTargetName(header: string, sourceName: string): string {
  const source = splitName(sourceName);
  const wanted = decodeUtf7(header);
  const full = wanted.startsWith('.') ? source.stem + wanted : wanted;
  const legal = malformedRun(header) === undefined ? nearestLegalName(full) : undefined;
  return legal ?? nearestLegalName(source.stem + (splitName(full).extension || source.extension)) ?? sourceName;
}

function partsToKeep(name: string): { stem: string; extension: string } {
  const parts = splitName(name);
  return Buffer.byteLength(parts.extension) <= MAX_KEPT_EXTENSION_BYTES ? parts : { stem: name, extension: '' };
}

function besideDevice(name: string): string {
  const base = deviceBase(name);
  return DEVICE.test(base) ? `${base}_${name.slice(base.length)}` : name;
}

function besideHidden(name: string): string {
  if (!isHiddenName(name)) return name;
  const { stem, extension } = splitName(name);
  return name.startsWith('~$') ? `_${name.slice(2)}` : `${stem}_${extension}`;
}

/** Drops full stops and spaces at both ends; a loop, because /[. ]+$/ takes quadratic time on hostile names. */
function withoutEdges(name: string): string {
  const isEdge = (index: number) => name[index] === '.' || name[index] === ' ';
  let start = 0;
  let end = name.length;
  while (start < end && isEdge(start)) start += 1;
  while (end > start && isEdge(end - 1)) end -= 1;
  return name.slice(start, end);
}

/** Cuts between code points: half an emoji is not a legal name. */
function cutToBytes(text: string, limit: number): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > limit) break;
    end += character.length;
  }
  return text.slice(0, end);
}
