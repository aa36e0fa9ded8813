import type { AdminApi } from '../../preload/contract.ts';
import type { SessionCalls, SessionTraffic } from '../store/session-engine.ts';

interface RelatedOptions {
  /** Waits until what has come is stored. */
  flush(): Promise<void>;
  /** Another thread, which reads the traffic. */
  read: Pick<SessionCalls, 'related'>;
  /** Live traffic without a name, otherwise a recording that was opened. */
  trafficOf(source: string | undefined): SessionTraffic;
}

/** What an exchange has in common with others. */
export function createRelatedCalls({ flush, read, trafficOf }: RelatedOptions): Pick<AdminApi, 'listRelated'> {
  return {
    async listRelated({ id, source }) {
      await flush();
      const related = await read.related({ traffic: trafficOf(source), id });
      if (!related) throw new Error(`Exchange ${id} is not kept any more, or is still running.`);
      return related;
    },
  };
}
