/**
 * Legal file names, told while they are typed. The host has the last word; these rules are the same ones, in words
 * that fit under a text field.
 */

const MAX_NAME_BYTES = 255;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const FORBIDDEN = /[<>:"|?*]/;
const BIDI = /[\u202a-\u202e\u2066-\u2069]/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const DEVICE = /^(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$)$/i;

export interface NameReading {
  /** Why the name cannot be used; null when it can. */
  problem: string | null;
  /** Legal, but worth knowing before it is done. */
  hint: string | null;
}

export interface NameContext {
  /** Names already in the same folder, the file's own name left out. */
  taken: readonly string[];
  /** The name before; '' for a new file. */
  previous: string;
}

export function readName(wanted: string, { taken, previous }: NameContext): NameReading {
  const problem = problemOf(wanted) ?? takenProblem(wanted, taken);
  return { problem, hint: problem === null ? hintOf(wanted, previous) : null };
}

function problemOf(wanted: string): string | null {
  if (LONE_SURROGATE.test(wanted)) return 'Contains half of a character. Type complete characters.';
  const name = wanted.normalize('NFC');
  if (name === '') return 'Give the file a name.';
  if (name === '.' || name === '..') return `"${name}" stands for a folder. Give the file a name of its own.`;
  if (/[/\\]/.test(name)) return 'A name cannot contain / or \\. Remove them.';
  if (CONTROL.test(name)) return 'Contains a control character. Remove it.';
  const forbidden = FORBIDDEN.exec(name);
  if (forbidden) return `Windows does not allow ${forbidden[0]} in a name. Replace it.`;
  if (BIDI.test(name))
    return 'Contains a character that reverses the reading direction and can disguise the extension. Remove it.';
  if (/[. ]$/.test(name)) return 'Ends with a full stop or a space, which Windows drops. Remove it.';
  if (/^[. ]/.test(name))
    return 'Begins with a full stop or a space, which hides the file on macOS and Linux. Remove it.';
  const device = (name.split('.', 1)[0] ?? '').trimEnd();
  if (DEVICE.test(device)) return `"${device}" is a device on Windows. Choose another name before the first full stop.`;
  const bytes = new TextEncoder().encode(name).length;
  if (bytes > MAX_NAME_BYTES) return `Has ${bytes} bytes; at most ${MAX_NAME_BYTES} are possible. Shorten it.`;
  return null;
}

function takenProblem(wanted: string, taken: readonly string[]): string | null {
  const key = wanted.normalize('NFC').toLowerCase();
  const clash = taken.find((name) => name.normalize('NFC').toLowerCase() === key);
  if (clash === undefined) return null;
  return clash === wanted
    ? `"${clash}" is already in this folder. Choose another name.`
    : `"${clash}" is already in this folder and differs only in case. Choose another name.`;
}

function hintOf(name: string, previous: string): string | null {
  const [before, after] = [extensionOf(previous), extensionOf(name)];
  if (previous !== '' && before !== after) {
    return after === ''
      ? `Without ".${before}" no editor will offer to open it.`
      : `The extension changes from ".${before}" to ".${after}"; the content does not.`;
  }
  if (name !== name.normalize('NFC')) return 'Will be stored in composed form (NFC); it looks the same.';
  if (/[^\u0020-\u007e]/.test(name)) return 'Travels in WOPI headers as UTF-7. Legal, and a good test.';
  return null;
}

/** Extension in lower case without the dot; '' when there is none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/** The name before the extension, which is what a rename usually changes. */
export function stemLength(name: string): number {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? dot : name.length;
}

/** Folder part of a path, '' for the shared folder itself. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
