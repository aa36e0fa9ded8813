/** A line of the tree of parts: a folder, or a part in it. */
export interface TreeLine<Part> {
  /** Path from the top; of a folder with its closing slash. */
  path: string;
  label: string;
  level: number;
  part: Part | null;
}

/** Folders before parts, each in the order of the alphabet; folders are lines of their own. */
export function treeOf<Part extends { name: string }>(parts: readonly Part[]): TreeLine<Part>[] {
  const lines: TreeLine<Part>[] = [];
  const seen = new Set<string>();
  for (const part of parts.toSorted((left, right) => compare(left.name, right.name))) {
    const steps = part.name.split('/').filter((step) => step !== '');
    for (let depth = 1; depth < steps.length; depth += 1) {
      const path = `${steps.slice(0, depth).join('/')}/`;
      if (seen.has(path)) continue;
      seen.add(path);
      lines.push({ path, label: steps[depth - 1] ?? '', level: depth, part: null });
    }
    if (part.name.endsWith('/')) continue;
    lines.push({ path: part.name, label: steps.at(-1) ?? part.name, level: Math.max(1, steps.length), part });
  }
  return lines;
}

/** Parts of a folder stand together, its folders first. */
function compare(left: string, right: string): number {
  const [a, b] = [left.split('/'), right.split('/')];
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const [one = '', other = ''] = [a[at], b[at]];
    if (one === other) continue;
    const isFolder = [at < a.length - 1, at < b.length - 1];
    if (isFolder[0] !== isFolder[1]) return isFolder[0] === true ? -1 : 1;
    return one < other ? -1 : 1;
  }
  return 0;
}
