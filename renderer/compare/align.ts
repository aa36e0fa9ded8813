import { diffArrays } from 'diff';

/** One line of two lists set side by side: on the left, on the right, or the same on both. */
export interface Aligned<Item> {
  left: Item | null;
  right: Item | null;
}

/** More differences than this are not searched for the best alignment: the middle is set against each other whole. */
const MOST_DIFFERENCES = 1_500;

/** Sets two lists side by side in their order, so that as much as possible stands beside its like. */
export function align<Item>(
  left: readonly Item[],
  right: readonly Item[],
  isAlike: (one: Item, other: Item) => boolean,
): Aligned<Item>[] {
  const parts = diffArrays([...left], [...right], { comparator: isAlike, maxEditLength: MOST_DIFFERENCES });
  if (!parts) return [...left.map(onlyLeft), ...right.map(onlyRight)];
  let [at, to] = [0, 0];
  return parts.flatMap(({ count, added, removed }) => {
    const [ours, theirs] = [left.slice(at, at + count), right.slice(to, to + count)];
    if (!added) at += count;
    if (!removed) to += count;
    if (removed) return ours.map(onlyLeft);
    if (added) return theirs.map(onlyRight);
    return ours.map((item, index): Aligned<Item> => ({ left: item, right: theirs[index] ?? null }));
  });
}

function onlyLeft<Item>(item: Item): Aligned<Item> {
  return { left: item, right: null };
}

function onlyRight<Item>(item: Item): Aligned<Item> {
  return { left: null, right: item };
}
