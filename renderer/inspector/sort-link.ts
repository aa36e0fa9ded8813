import type { Sort } from '../ui/columns.ts';

/** `duration` or `-duration`: how the order stands in the address. Oldest first needs no words. */
export function readSort(text: string | null): Sort | null {
  if (text === null || text === '') return null;
  return text.startsWith('-') ? { column: text.slice(1), descending: true } : { column: text, descending: false };
}

export function writeSort({ column, descending }: Sort): string | null {
  if (column === 'time' && !descending) return null;
  return descending ? `-${column}` : column;
}
