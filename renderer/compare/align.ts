/** One line of two lists set side by side: on the left, on the right, or the same on both. */
export interface Aligned<Item> {
  left: Item | null;
  right: Item | null;
}

/** More differences than this are not searched for the best alignment: the middle is set against each other whole. */
const MOST_STEPS = 1_500;

/**
 * Sets two lists side by side in their order, so that as much as possible stands beside its like (Myers' algorithm,
 * which is quick where the lists are alike).
 */
export function align<Item>(
  left: readonly Item[],
  right: readonly Item[],
  isAlike: (one: Item, other: Item) => boolean,
): Aligned<Item>[] {
  let start = 0;
  while (start < left.length && start < right.length && alike(start, start)) start += 1;
  let end = 0;
  while (
    end < left.length - start &&
    end < right.length - start &&
    alike(left.length - 1 - end, right.length - 1 - end)
  )
    end += 1;
  return [
    ...pairs(0, 0, start),
    ...alignMiddle(left.slice(start, left.length - end), right.slice(start, right.length - end), isAlike),
    ...pairs(left.length - end, right.length - end, end),
  ];

  function alike(one: number, other: number): boolean {
    return isAlike(left[one] as Item, right[other] as Item);
  }
  function pairs(from: number, to: number, count: number): Aligned<Item>[] {
    return Array.from({ length: count }, (_, index) => ({
      left: left[from + index] as Item,
      right: right[to + index] as Item,
    }));
  }
}

function alignMiddle<Item>(
  left: readonly Item[],
  right: readonly Item[],
  isAlike: (one: Item, other: Item) => boolean,
): Aligned<Item>[] {
  const steps = findSteps(left, right, isAlike);
  if (steps === null) return [...left.map(onlyLeft), ...right.map(onlyRight)];
  return walkBack(left, right, steps);
}

function onlyLeft<Item>(item: Item): Aligned<Item> {
  return { left: item, right: null };
}

function onlyRight<Item>(item: Item): Aligned<Item> {
  return { left: null, right: item };
}

/** How far each diagonal reaches after each step; null when it takes too many of them. */
function findSteps<Item>(
  left: readonly Item[],
  right: readonly Item[],
  isAlike: (one: Item, other: Item) => boolean,
): Map<number, number>[] | null {
  const reach = new Map<number, number>([[1, 0]]);
  const steps: Map<number, number>[] = [];
  for (let step = 0; step <= Math.min(MOST_STEPS, left.length + right.length); step += 1) {
    steps.push(new Map(reach));
    for (let diagonal = -step; diagonal <= step; diagonal += 2) {
      let x = goesDown(reach, diagonal, step) ? (reach.get(diagonal + 1) ?? 0) : (reach.get(diagonal - 1) ?? 0) + 1;
      let y = x - diagonal;
      while (x < left.length && y < right.length && isAlike(left[x] as Item, right[y] as Item)) {
        x += 1;
        y += 1;
      }
      reach.set(diagonal, x);
      if (x >= left.length && y >= right.length) return steps;
    }
  }
  return null;
}

function goesDown(reach: ReadonlyMap<number, number>, diagonal: number, step: number): boolean {
  if (diagonal === -step) return true;
  return diagonal !== step && (reach.get(diagonal - 1) ?? -1) < (reach.get(diagonal + 1) ?? -1);
}

function walkBack<Item>(
  left: readonly Item[],
  right: readonly Item[],
  steps: readonly Map<number, number>[],
): Aligned<Item>[] {
  const lines: Aligned<Item>[] = [];
  let x = left.length;
  let y = right.length;
  for (let step = steps.length - 1; step >= 0; step -= 1) {
    const reach = steps[step] ?? new Map<number, number>();
    const diagonal = x - y;
    const before = goesDown(reach, diagonal, step) ? diagonal + 1 : diagonal - 1;
    const fromX = reach.get(before) ?? 0;
    const fromY = fromX - before;
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      lines.push({ left: left[x] as Item, right: right[y] as Item });
    }
    if (step === 0) break;
    if (x === fromX) {
      y -= 1;
      lines.push(onlyRight(right[y] as Item));
    } else {
      x -= 1;
      lines.push(onlyLeft(left[x] as Item));
    }
  }
  return lines.reverse();
}
