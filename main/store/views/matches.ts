/** What is known of the exchanges that match: some numbers each, in the order of their ids. Grows at both ends. */
export interface Matches {
  readonly count: number;
  /** One number of one match; column 0 is the packed id. */
  at(index: number, column?: number): number;
  idAt(index: number): number;
  toneAt(index: number): number;
  /** One column of all matches. */
  column(column: number): Float64Array;
  /** Matches older than all present, newest first, flat. */
  addOlder(flat: readonly number[]): void;
  /** Matches newer than all present, oldest first, flat. */
  addNewer(flat: readonly number[]): void;
  /** Matches that belong between the others; those that are present already stay as they are. @returns the lowest index that changed */
  insert(flat: readonly number[]): number;
  /** @returns how many went */
  dropBefore(id: number): number;
  /** @returns how many went */
  remove(ids: ReadonlySet<number>): number;
  /** Where the id is, or would have to be. */
  place(id: number): number;
  indexOf(id: number): number;
}

/** Id and tone share a number: both are needed of every match, and eight bytes hold them. */
export const PACKING = 4;
const SMALLEST = 1024;

export function createMatches(width: number): Matches {
  let data = new Float64Array(SMALLEST * width);
  // The numbers in use are data[start] to data[end - 1]; there is room on both sides.
  let start = (SMALLEST / 2) * width;
  let end = start;

  const makeRoom = (before: number, after: number): void => {
    if (start >= before && data.length - end >= after) return;
    const used = end - start;
    const spare = Math.max(SMALLEST * width, used >> 1);
    const room = { before: before + (before > 0 ? spare : 0), after: after + (after > 0 ? spare : 0) };
    const larger = new Float64Array(room.before + used + room.after);
    larger.set(data.subarray(start, end), room.before);
    data = larger;
    start = room.before;
    end = start + used;
  };
  const at = (index: number, column = 0): number => data[start + index * width + column] ?? 0;
  const idAt = (index: number): number => Math.floor(at(index) / PACKING);
  const count = (): number => (end - start) / width;
  const place = (id: number): number => {
    let low = 0;
    let high = count();
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (idAt(middle) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    get count() {
      return count();
    },
    at,
    idAt,
    toneAt: (index) => at(index) % PACKING,
    column(column) {
      const values = new Float64Array(count());
      for (let index = 0; index < values.length; index += 1) values[index] = at(index, column);
      return values;
    },
    addOlder(flat) {
      makeRoom(flat.length, 0);
      for (let from = 0; from < flat.length; from += width) {
        start -= width;
        for (let column = 0; column < width; column += 1) data[start + column] = flat[from + column] ?? 0;
      }
    },
    addNewer(flat) {
      makeRoom(0, flat.length);
      data.set(flat, end);
      end += flat.length;
    },
    insert(flat) {
      let lowest = count();
      for (let from = 0; from < flat.length; from += width) {
        const id = Math.floor((flat[from] ?? 0) / PACKING);
        const index = place(id);
        if (index < count() && idAt(index) === id) continue;
        makeRoom(0, width);
        const offset = start + index * width;
        data.copyWithin(offset + width, offset, end);
        for (let column = 0; column < width; column += 1) data[offset + column] = flat[from + column] ?? 0;
        end += width;
        lowest = Math.min(lowest, index);
      }
      return lowest;
    },
    dropBefore(id) {
      const gone = place(id);
      start += gone * width;
      return gone;
    },
    remove(ids) {
      let to = start;
      for (let from = start; from < end; from += width) {
        if (ids.has(Math.floor((data[from] ?? 0) / PACKING))) continue;
        if (to !== from) data.copyWithin(to, from, from + width);
        to += width;
      }
      const gone = (end - to) / width;
      end = to;
      return gone;
    },
    place,
    indexOf(id) {
      const index = place(id);
      return index < count() && idAt(index) === id ? index : -1;
    },
  };
}
