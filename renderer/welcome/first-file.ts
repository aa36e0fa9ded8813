import type { FileRow } from '../../preload/contract.ts';
import { extensionOf } from '../files/names.ts';
import { compareNames } from '../files/tree.ts';

/** Easiest first: text opens fastest and shows a save best. */
const ORDER = ['txt', 'md', 'docx', 'xlsx', 'csv', 'json'];
const MOST = 5;

/** A few documents to begin with: at most one or two of a kind, the plain ones first. */
export function firstFiles(files: readonly FileRow[]): FileRow[] {
  const rank = ({ name, size }: FileRow): number => {
    const place = ORDER.indexOf(extensionOf(name));
    // Empty files open through a template, which is a second story.
    return place < 0 || size === 0 ? Number.POSITIVE_INFINITY : place;
  };
  const isDeep = ({ path }: FileRow): number => (path.includes('/') ? 1 : 0);
  const sorted = files
    .filter((file) => Number.isFinite(rank(file)))
    .sort(
      (left, right) =>
        isDeep(left) - isDeep(right) ||
        rank(left) - rank(right) ||
        left.name.length - right.name.length ||
        compareNames(left.name, right.name),
    );
  const seen = new Map<string, number>();
  return sorted
    .filter(({ name }) => {
      const extension = extensionOf(name);
      const count = (seen.get(extension) ?? 0) + 1;
      seen.set(extension, count);
      return count === 1;
    })
    .slice(0, MOST);
}
