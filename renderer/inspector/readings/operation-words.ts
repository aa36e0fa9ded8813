import { formatBytes } from '../../ui/format.ts';
import { contentOperations } from './content-words.ts';
import type { Facts, Reading } from './facts.ts';
import { lockOperations } from './lock-words.ts';
import { placeOperations } from './place-words.ts';
import { rareOperations } from './rare-words.ts';

/** How an operation is told. */
export interface OperationWords {
  /** What was wanted, after “wanted to”. */
  wish: (facts: Facts) => string;
  /** What came of it when all went well. */
  done: (facts: Facts) => Reading;
  /** What a refusal left as it was; a whole sentence. */
  left?: (facts: Facts) => string;
}

const table: Readonly<Record<string, OperationWords>> = {
  ...contentOperations,
  ...lockOperations,
  ...placeOperations,
  ...rareOperations,
};

/** The same operation on files and on folders is one to a reader: 'GetShareUrl (containers)' is GetShareUrl. */
export function wordsOf(operation: string): OperationWords | undefined {
  const name = operation.replace(/ \(.+\)$/, '');
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** For what an imported capture or a foreign host calls by a name that is not in the specification. */
export const unknownOperation: OperationWords = {
  wish: ({ operation, row, file }) => `do ${operation}${row.fileName === null ? '' : ` with ${file}`}`,
  done: ({ who, operation, row, file }) => ({
    title: `${operation} answered`,
    words: `${who} asked for ${operation}${row.fileName === null ? '' : ` on ${file}`}; the host answered ${row.status ?? 'nothing'}${row.responseBytes > 0 ? ` with ${formatBytes(row.responseBytes)}` : ''}.`,
  }),
};
