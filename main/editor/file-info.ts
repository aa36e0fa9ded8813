/** What the editor reads of a CheckFileInfo answer. Names on the right are the properties' own. */
export interface FileInfo {
  name: string;
  /** Without the dot, lower case. */
  extension: string;
  size: number;
  version: string;
  ownerId: string;
  userId: string;
  userName: string;
  isAnonymous: boolean;
  postMessageOrigin: string | null;
  links: Record<Link, string | null>;
  flags: Record<Flag, boolean>;
}

const LINKS = ['CloseUrl', 'FileSharingUrl', 'FileVersionUrl', 'HostEditUrl', 'HostViewUrl', 'DownloadUrl'] as const;
const FLAGS = [
  'SupportsUpdate',
  'SupportsLocks',
  'SupportsRename',
  'SupportsExtendedLockLength',
  'UserCanWrite',
  'UserCanRename',
  'UserCanNotWriteRelative',
  'ReadOnly',
  'WebEditingDisabled',
  'TemporarilyNotWritable',
  'IsAnonymousUser',
  'ClosePostMessage',
  'FileSharingPostMessage',
  'FileVersionPostMessage',
  'EditModePostMessage',
  'EditNotificationPostMessage',
] as const;

type Link = (typeof LINKS)[number];
export type Flag = (typeof FLAGS)[number];

export type FileInfoReading = { ok: true; info: FileInfo } | { ok: false; reason: string };

/** Reads the body of a CheckFileInfo answer. What the editor cannot do without is refused by name. */
export function readFileInfo(body: Uint8Array): FileInfoReading {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return refuse('The answer is not JSON in UTF-8; CheckFileInfo must answer one JSON object.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('The answer is JSON, but no object; CheckFileInfo must answer one JSON object.');
  }
  const fields = value as Record<string, unknown>;
  const name = fields.BaseFileName;
  if (typeof name !== 'string' || name === '')
    return refuse('BaseFileName is missing or empty; it must be the name of the file with its extension.');
  const size = fields.Size;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    return refuse(`Size is ${shown(size)}; it must be the number of bytes, as a JSON number.`);
  }
  if (typeof fields.Version !== 'string') return refuse(`Version is ${shown(fields.Version)}; it must be a string.`);
  return { ok: true, info: assemble(fields, name, size, fields.Version) };
}

function assemble(fields: Record<string, unknown>, name: string, size: number, version: string): FileInfo {
  const userId = text(fields.UserId);
  const flags = Object.fromEntries(FLAGS.map((flag) => [flag, fields[flag] === true])) as Record<Flag, boolean>;
  return {
    name,
    extension: extensionOf(text(fields.FileExtension) || name),
    size,
    version,
    ownerId: text(fields.OwnerId),
    userId,
    userName: text(fields.UserFriendlyName) || (userId === '' ? 'Guest' : userId),
    isAnonymous: flags.IsAnonymousUser,
    postMessageOrigin: exactOrigin(text(fields.PostMessageOrigin)),
    links: Object.fromEntries(LINKS.map((link) => [link, webAddress(text(fields[link]))])) as Record<
      Link,
      string | null
    >,
    flags,
  };
}

/**
 * Why this person may not edit this file: the first property that forbids it, in the host's own terms.
 * Undefined when editing is allowed.
 */
export function editRefusal(info: FileInfo): string | undefined {
  const { flags, userName } = info;
  if (!flags.UserCanWrite) return `${userName} may only read: CheckFileInfo said UserCanWrite=false.`;
  if (flags.ReadOnly) return `${userName} may only read: CheckFileInfo said ReadOnly=true.`;
  if (flags.WebEditingDisabled)
    return 'The host switched editing in the browser off: CheckFileInfo said WebEditingDisabled=true.';
  if (flags.TemporarilyNotWritable)
    return 'The host takes no changes at the moment: CheckFileInfo said TemporarilyNotWritable=true.';
  if (!flags.SupportsUpdate)
    return 'The host cannot save this file: CheckFileInfo said SupportsUpdate=false, so there is no PutFile.';
  if (!flags.SupportsLocks)
    return 'The host cannot lock this file: CheckFileInfo said SupportsLocks=false, and no editor writes without a lock.';
  return undefined;
}

export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}

function refuse(reason: string): FileInfoReading {
  return { ok: false, reason };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 40);
}

/** Only http(s): these addresses become links and top-level navigations. */
function webAddress(value: string): string | null {
  const url = parse(value);
  return url === null || !/^https?:$/.test(url.protocol) ? null : url.href;
}

/** PostMessageOrigin must be an origin and nothing more; '*' or a path would send messages to strangers. */
function exactOrigin(value: string): string | null {
  const url = parse(value);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  return value.replace(/\/$/, '') === url.origin ? url.origin : null;
}

function parse(value: string): URL | null {
  try {
    return new URL(value);
  } catch {
    return null;
  }
}
