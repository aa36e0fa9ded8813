/** Rows in ascending order of id. Appending and replacing cost the same at 100 rows and at 100,000. */
export class OrderedRows<Row extends { id: number }> {
  /** Changed in place; whoever draws it watches a version counter instead of the identity. */
  readonly items: Row[] = [];

  /** Where `id` is, or where it would have to be inserted. */
  position(id: number): number {
    const { items } = this;
    let low = 0;
    let high = items.length;
    if (high === 0 || (items[high - 1]?.id ?? 0) < id) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((items[middle]?.id ?? 0) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  indexOf(id: number): number {
    const index = this.position(id);
    return this.items[index]?.id === id ? index : -1;
  }

  get(id: number): Row | undefined {
    return this.items[this.indexOf(id)];
  }

  upsert(row: Row): void {
    const index = this.position(row.id);
    if (index === this.items.length) this.items.push(row);
    else if (this.items[index]?.id === row.id) this.items[index] = row;
    else this.items.splice(index, 0, row);
  }

  remove(id: number): boolean {
    const index = this.indexOf(id);
    if (index >= 0) this.items.splice(index, 1);
    return index >= 0;
  }

  /** Puts older rows, ascending, before the ones present. Rows that are present already stay as they are. */
  prepend(older: readonly Row[]): number {
    const first = this.items[0]?.id ?? Infinity;
    const fresh = older.filter((row) => row.id < first);
    // Chunked, because spreading 100,000 arguments overflows the stack.
    for (let end = fresh.length; end > 0; end -= 10_000)
      this.items.unshift(...fresh.slice(Math.max(0, end - 10_000), end));
    return fresh.length;
  }

  /** Those that `isKept` stay. */
  dropBefore(oldestId: number, isKept: (row: Row) => boolean = () => false): number {
    const count = this.position(oldestId);
    if (count === 0) return 0;
    const kept = this.items.slice(0, count).filter(isKept);
    this.items.splice(0, count, ...kept);
    return count - kept.length;
  }

  clear(): void {
    this.items.length = 0;
  }
}
