const MIB = 1024 * 1024;

/** What is accepted from a file that somebody made; each is told where it is exceeded. */
export const LIMITS = {
  /** A file of either kind. */
  fileBytes: 4096 * MIB,
  /** Everything in a capture file, unpacked. */
  unpackedBytes: 16_384 * MIB,
  /** Entries of the archive. */
  archiveEntries: 65_000,
  /** How many times its packed size an entry of the archive may unpack to, once it is large. */
  ratio: 250,
  ratioCountsFrom: 64 * MIB,
  manifestBytes: MIB,
  /** A line of the capture file: one exchange, or one small body. */
  lineBytes: 64 * MIB,
  /** An entry of a HAR: it is read whole, the file is not. */
  harEntryBytes: 96 * MIB,
  /** Objects and lists within each other. */
  depth: 100,
  exchanges: 2_000_000,
  headers: 2000,
  headerCharacters: MIB,
} as const;

/** Bodies below are written together in lines; larger ones are entries of the archive. */
export const SMALL_BODY = 256 * 1024;
/** A body is looked through for what has to be hidden only up to this size; textual ones above are left out. */
export const LARGEST_SEARCHED = 16 * MIB;
/** A HAR is one JSON text that most tools read whole. */
export const LARGEST_HAR_BODY = 32 * MIB;

/** A file that cannot be read; the message is for whoever chose it. */
export class UnreadableFile extends Error {
  override name = 'UnreadableFile';
}

export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < MIB) return `${Math.round(bytes / 1024)} KiB`;
  if (bytes < 1024 * MIB) return `${Math.round(bytes / MIB)} MiB`;
  return `${Math.round((bytes / MIB / 1024) * 10) / 10} GiB`;
}
