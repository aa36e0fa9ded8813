import { LIMITS, sizeWords, UnreadableFile } from './limits.ts';

/** A value found on the way: an element of the list, or a value of the object that holds the list. */
export interface FoundValue {
  /** Name of the value in that object; null for an element of the list. */
  name: string | null;
  text: string;
}

/** `root.outer.list` of the text: whose elements are wanted, one after the other. */
interface Wanted {
  outer: string;
  list: string;
  /** What to call the file in messages. */
  what: string;
  largestElement: number;
}

/** Values beside the list that are longer are of no use and are not kept. */
const LONGEST_VALUE = 64 * 1024;

/**
 * Reads a JSON text of any length piece by piece and hands out the elements of one list in it, each as its own text:
 * memory holds one element and never the text. Brackets and quotes are followed here; what an element says is for
 * JSON.parse to judge.
 */
export async function* jsonElements(
  chunks: AsyncIterable<Uint8Array>,
  { outer, list, what, largestElement }: Wanted,
): AsyncGenerator<FoundValue> {
  let depth = 0;
  let inString = false;
  let isEscaped = false;
  /** Text of the string or value that is being collected. */
  let parts: Uint8Array[] = [];
  let collected = 0;
  let collectFrom = -1;
  /** Depth at which the collected value began; -1: nothing is collected. */
  let collectDepth = -1;
  let isKey = false;
  let keyText = '';
  const keys: string[] = [];
  const kinds: number[] = [];
  let expectsKey = false;
  let isOver = false;
  let sawList = false;
  let offset = 0;

  const limitOf = (): number => (isElement() ? largestElement : LONGEST_VALUE);
  const isElement = (): boolean => collectDepth === 3;
  const inOuter = (): boolean => depth === 2 && keys[0] === outer && kinds[1] === OPEN_OBJECT;
  const inList = (): boolean =>
    depth === 3 && keys[0] === outer && keys[1] === list && kinds[2] === OPEN_LIST && kinds[1] === OPEN_OBJECT;

  const begin = (index: number): void => {
    collectDepth = depth;
    collectFrom = index;
    parts = [];
    collected = 0;
  };
  const take = (chunk: Uint8Array, end: number): string => {
    parts.push(chunk.subarray(collectFrom, end));
    const text = Buffer.concat(parts).toString('utf8');
    parts = [];
    collectFrom = -1;
    collectDepth = -1;
    return text;
  };

  for await (const chunk of chunks) {
    const found: FoundValue[] = [];
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index] ?? 0;
      if (inString) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) {
          inString = false;
          if (isKey) {
            keyText = unquoted(take(chunk, index + 1));
            keys[depth - 1] = keyText;
            isKey = false;
          }
        }
        continue;
      }
      if (byte <= SPACE) continue;
      if (isOver) throw new UnreadableFile(`${what} goes on after its end (byte ${offset + index}).`);
      if (depth === 0 && byte !== OPEN_OBJECT) {
        if (BYTE_ORDER_MARK.includes(byte) && offset + index < BYTE_ORDER_MARK.length) continue;
        throw new UnreadableFile(`${what} is not a JSON object: it begins with ${shownByte(byte)}.`);
      }
      const startsValue = byte !== COMMA && byte !== COLON && byte !== CLOSE_OBJECT && byte !== CLOSE_LIST;
      if (startsValue && collectDepth === -1 && !(expectsKey && kinds[depth - 1] === OPEN_OBJECT)) {
        if (inList()) begin(index);
        else if (inOuter() && byte !== OPEN_LIST && keys[1] !== list) begin(index);
      }
      switch (byte) {
        case QUOTE:
          inString = true;
          if (expectsKey && depth <= 2 && collectDepth === -1) {
            isKey = true;
            begin(index);
          }
          expectsKey = false;
          break;
        case OPEN_OBJECT:
        case OPEN_LIST:
          kinds[depth] = byte;
          depth += 1;
          keys.length = Math.min(keys.length, depth - 1);
          if (depth > LIMITS.depth)
            throw new UnreadableFile(
              `${what} nests objects and lists more than ${LIMITS.depth} deep (at byte ${offset + index}).`,
            );
          expectsKey = byte === OPEN_OBJECT;
          if (inList()) sawList = true;
          break;
        case CLOSE_OBJECT:
        case CLOSE_LIST:
          if (collectDepth === depth) finish(chunk, index, found);
          depth -= 1;
          if (depth < 0 || kinds[depth] !== (byte === CLOSE_OBJECT ? OPEN_OBJECT : OPEN_LIST))
            throw new UnreadableFile(`${what} is broken: ${shownByte(byte)} at byte ${offset + index} closes nothing.`);
          expectsKey = false;
          if (depth === 0) isOver = true;
          break;
        case COMMA:
          if (collectDepth === depth) finish(chunk, index, found);
          expectsKey = kinds[depth - 1] === OPEN_OBJECT;
          break;
        default:
      }
    }
    if (collectDepth !== -1) {
      parts.push(chunk.slice(collectFrom));
      collected += chunk.length - collectFrom;
      collectFrom = 0;
      if (collected > limitOf()) {
        if (!isElement() && !isKey) drop();
        else
          throw new UnreadableFile(
            `One entry of ${what.replace(/^The/, 'the')} is larger than ${sizeWords(largestElement)}; the largest that can be read has that size.`,
          );
      }
    }
    offset += chunk.length;
    yield* found;
  }
  if (offset === 0) throw new UnreadableFile(`${what} is empty.`);
  if (!isOver) throw new UnreadableFile(`${what} is incomplete: it ends in the middle, after ${offset} bytes.`);
  if (!sawList) throw new UnreadableFile(`${what} has no list “${outer}.${list}”, so it is no recording of that kind.`);

  function finish(chunk: Uint8Array, index: number, found: FoundValue[]): void {
    const isOfList = isElement();
    const name = isOfList ? null : (keys[1] ?? '');
    found.push({ name, text: take(chunk, index) });
  }
  function drop(): void {
    parts = [];
    collectDepth = -1;
    collectFrom = -1;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
/** Written in front by programs of Windows. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

function unquoted(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return '';
  }
}

function shownByte(byte: number): string {
  return byte > SPACE && byte < 0x7f ? `“${String.fromCharCode(byte)}”` : `byte ${byte}`;
}
