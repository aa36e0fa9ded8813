import type { RedactionKind } from '../../preload/contract.ts';

/** A name as texts carry it, and what stands for it. */
interface FoundName {
  name: string;
  kind: RedactionKind;
  alias: string;
}

/** Finds names in running text, however many there are: by their first characters, at the beginning of a word. */
export class NameFinder {
  /** By their first characters, longest first. */
  readonly #byStart = new Map<string, FoundName[]>();

  /** Registers a name in every form texts carry it. */
  add(name: string, kind: RedactionKind, alias: string): void {
    // Replacing shorter ones would tear other words apart.
    if (name.length < START) return;
    for (const form of new Set([name, percent(name), escaped(name), escaped(name, true)]))
      this.#put({ name: form, kind, alias });
  }

  replace(text: string, replacement: (found: FoundName) => string): string {
    if (this.#byStart.size === 0) return text;
    let result = '';
    let copied = 0;
    for (let index = 0; index <= text.length - START; index += 1) {
      const found = this.#at(text, index);
      if (!found) continue;
      result += text.slice(copied, index) + replacement(found);
      copied = index + found.name.length;
      index = copied - 1;
    }
    return copied === 0 ? text : result + text.slice(copied);
  }

  #at(text: string, index: number): FoundName | undefined {
    const candidates = this.#byStart.get(text.slice(index, index + START));
    if (!candidates || isWord(text, index - 1)) return undefined;
    return candidates.find(({ name }) => text.startsWith(name, index) && !isWord(text, index + name.length));
  }

  #put(found: FoundName): void {
    const start = found.name.slice(0, START);
    const known = this.#byStart.get(start) ?? [];
    if (known.some(({ name }) => name === found.name)) return;
    known.push(found);
    known.sort((a, b) => b.name.length - a.name.length);
    this.#byStart.set(start, known);
  }
}

const START = 3;
const WORD = /[\p{L}\p{N}]/u;

function isWord(text: string, index: number): boolean {
  const character = text[index];
  // A name after a percent-encoded space or a JSON escape stands at the beginning of a word.
  if (character === undefined || !WORD.test(character)) return false;
  return !/(?:%[0-9A-F]{2}|\\u[0-9a-f]{4}|\\[nrt])$/i.test(text.slice(Math.max(0, index - 5), index + 1));
}

function percent(name: string): string {
  try {
    return encodeURIComponent(name);
  } catch {
    return name;
  }
}

/** As it stands between the quotes of JSON; some writers escape everything that is not ASCII. */
function escaped(name: string, onlyAscii = false): string {
  const text = JSON.stringify(name).slice(1, -1);
  if (!onlyAscii) return text;
  return text.replaceAll(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
