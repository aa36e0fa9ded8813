import { align } from './align.ts';

export interface DiffLine {
  kind: 'same' | 'changed' | 'removed' | 'added';
  left: string | null;
  right: string | null;
  /** From 1. */
  leftNumber: number | null;
  rightNumber: number | null;
}

export interface FoldedLines {
  kind: 'fold';
  count: number;
}

/** Lines that are the same and shown before and after each difference. */
const CONTEXT = 3;

/** Two texts line by line; a removed line beside an added one is a changed one. */
export function pairLines(left: string, right: string): DiffLine[] {
  const aligned = align(left.split(/\r?\n/), right.split(/\r?\n/), (one, other) => one === other);
  const lines: DiffLine[] = [];
  let [leftNumber, rightNumber] = [0, 0];
  let removed: DiffLine[] = [];
  for (const { left: one, right: other } of aligned) {
    if (one !== null) leftNumber += 1;
    if (other !== null) rightNumber += 1;
    if (one !== null && other !== null) {
      removed = [];
      lines.push({ kind: 'same', left: one, right: other, leftNumber, rightNumber });
    } else if (one !== null) {
      const line: DiffLine = { kind: 'removed', left: one, right: null, leftNumber, rightNumber: null };
      removed.push(line);
      lines.push(line);
    } else if (other !== null) {
      const partner = removed.shift();
      if (partner) Object.assign(partner, { kind: 'changed', right: other, rightNumber });
      else lines.push({ kind: 'added', left: null, right: other, leftNumber: null, rightNumber });
    }
  }
  return lines;
}

/** Leaves out what is the same, but for a few lines around each difference. */
export function foldLines(lines: readonly DiffLine[]): (DiffLine | FoldedLines)[] {
  const isNear = new Uint8Array(lines.length);
  lines.forEach(({ kind }, at) => {
    if (kind !== 'same') isNear.fill(1, Math.max(0, at - CONTEXT), at + CONTEXT + 1);
  });
  const shown: (DiffLine | FoldedLines)[] = [];
  let folded = 0;
  const close = (): void => {
    if (folded > 0) shown.push({ kind: 'fold', count: folded });
    folded = 0;
  };
  lines.forEach((line, at) => {
    if (isNear[at] === 0) folded += 1;
    else {
      close();
      shown.push(line);
    }
  });
  close();
  return shown;
}
