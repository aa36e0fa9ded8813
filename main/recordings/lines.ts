import { sizeWords, UnreadableFile } from './limits.ts';

/** Lines of a text that comes in pieces; empty ones are left out. @throws UnreadableFile at a line that is too long */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  { what, longest }: { what: string; longest: number },
): AsyncGenerator<string> {
  let parts: Uint8Array[] = [];
  let length = 0;
  let number = 1;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEW_LINE); end !== -1; end = chunk.indexOf(NEW_LINE, start)) {
      parts.push(chunk.subarray(start, end));
      check(length + end - start);
      const line = Buffer.concat(parts).toString('utf8');
      parts = [];
      length = 0;
      start = end + 1;
      number += 1;
      if (line.trim() !== '') yield line;
    }
    parts.push(chunk.subarray(start));
    length += chunk.length - start;
    check(length);
  }
  const last = Buffer.concat(parts).toString('utf8');
  if (last.trim() !== '') yield last;

  function check(reached: number): void {
    if (reached <= longest) return;
    throw new UnreadableFile(
      `Line ${number} of ${what} is longer than ${sizeWords(longest)}, which is the most that can be read.`,
    );
  }
}

const NEW_LINE = 0x0a;

/** How deep brackets nest in a line; text in quotes does not count. */
export function isDeeperThan(line: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < line.length; index += 1) {
    const code = line.charCodeAt(index);
    if (inString) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
}
