export interface JsonDifference {
  /** 'Bootstrap.UserId', 'Children[3].Name'; '' for the whole. */
  path: string;
  kind: 'added' | 'removed' | 'changed';
  /** As JSON; null on the side that has nothing there. */
  left: string | null;
  right: string | null;
}

export interface JsonComparison {
  differences: JsonDifference[];
  /** Values that are the same on both sides. */
  sameCount: number;
  /** Whether more was found than is told. */
  isCut: boolean;
}

const MOST_TOLD = 1_000;
const MOST_VALUES = 200_000;
const LONGEST_VALUE = 400;

interface Pair {
  path: string;
  left: unknown;
  right: unknown;
}

/** What differs between two JSON values, place by place; in which order names stand does not count. */
export function compareJson(left: unknown, right: unknown): JsonComparison {
  const differences: JsonDifference[] = [];
  const waiting: Pair[] = [{ path: '', left, right }];
  let sameCount = 0;
  let looked = 0;
  // A list of what is to be looked at, not recursion: nesting is as deep as whoever sent it likes.
  while (waiting.length > 0) {
    looked += 1;
    if (differences.length >= MOST_TOLD || looked > MOST_VALUES) return { differences, sameCount, isCut: true };
    const pair = waiting.pop();
    if (!pair) break;
    const kind = kindOf(pair);
    if (kind === 'same') sameCount += 1;
    else if (kind === 'inside') waiting.push(...childrenOf(pair).reverse());
    else {
      differences.push({
        path: pair.path,
        kind,
        left: kind === 'added' ? null : written(pair.left),
        right: kind === 'removed' ? null : written(pair.right),
      });
    }
  }
  return { differences, sameCount, isCut: false };
}

/** Stands for what is not there; null and undefined are values of their own. */
const NOTHING = Symbol('nothing');

function kindOf({ left, right }: Pair): JsonDifference['kind'] | 'same' | 'inside' {
  if (left === NOTHING) return 'added';
  if (right === NOTHING) return 'removed';
  if (Array.isArray(left) && Array.isArray(right)) return 'inside';
  if (isObject(left) && isObject(right)) return 'inside';
  return Object.is(left, right) ? 'same' : 'changed';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function childrenOf({ path, left, right }: Pair): Pair[] {
  if (Array.isArray(left) && Array.isArray(right)) {
    return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => ({
      path: `${path}[${index}]`,
      left: index < left.length ? (left[index] as unknown) : NOTHING,
      right: index < right.length ? (right[index] as unknown) : NOTHING,
    }));
  }
  if (!isObject(left) || !isObject(right)) return [];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].map((name) => ({
    path: /^[\w$-]+$/.test(name) ? (path === '' ? name : `${path}.${name}`) : `${path}[${JSON.stringify(name)}]`,
    left: Object.hasOwn(left, name) ? left[name] : NOTHING,
    right: Object.hasOwn(right, name) ? right[name] : NOTHING,
  }));
}

function written(value: unknown): string {
  const text = isDeep(value) ? '(nested too deeply to be shown)' : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

const DEEPEST = 200;

/** JSON.stringify works recursively. */
function isDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
    if (level.length === 0) return false;
  }
  return true;
}
