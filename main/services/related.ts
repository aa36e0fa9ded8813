import type { AdminApi } from '../../preload/contract.ts';
import type { Database } from '../store/database.ts';
import { relatedTo } from '../store/related.ts';

interface RelatedOptions {
  /** Waits until what has come is stored. */
  flush(): Promise<void>;
  /** Live traffic without a name, otherwise a recording that was opened. */
  open(source: string | undefined): { database: Database };
}

/** What an exchange has in common with others. */
export function createRelatedCalls({ flush, open }: RelatedOptions): Pick<AdminApi, 'listRelated'> {
  return {
    async listRelated({ id, source }) {
      await flush();
      const related = relatedTo(open(source).database, id);
      if (!related) throw new Error(`Exchange ${id} is not kept any more, or is still running.`);
      return related;
    },
  };
}
