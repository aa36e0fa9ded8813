import type { AdminApi, MarkChange, Publish } from '../../preload/contract.ts';
import type { Annotations } from '../store/annotations.ts';
import type { IgnoredExchanges } from '../store/ignored-exchanges.ts';
import type { IgnoreRules } from '../store/ignore-rules.ts';
import type { Exchanges } from '../store/exchanges.ts';

export type MarkingCalls = Pick<
  AdminApi,
  | 'listRowFacts'
  | 'listRows'
  | 'mark'
  | 'listTags'
  | 'deleteExchanges'
  | 'listIgnoreRules'
  | 'addIgnoreRule'
  | 'switchIgnoreRule'
  | 'removeIgnoreRule'
  | 'countIgnored'
  | 'deleteIgnored'
>;

interface MarkingOptions {
  exchanges: Exchanges;
  annotations: Annotations;
  /** Those of an opened capture; of the live traffic without a name. @throws Error when it is not open */
  annotationsOf(source: string | undefined): Annotations;
  ignoreRules: IgnoreRules;
  ignoredExchanges: IgnoredExchanges;
  publish: Publish;
}

/** One order holds up what is stored meanwhile only for some milliseconds. */
const AT_ONCE = 2_000;
/** Retention has to find something that it may drop. */
const MOST_PINNED = 10_000;

/** What people do with recorded exchanges: add to them, choose among them, throw them away. */
export function createMarking({
  exchanges,
  annotations,
  annotationsOf,
  ignoreRules,
  ignoredExchanges,
  publish,
}: MarkingOptions): MarkingCalls {
  /** Whether retention, with so many more pinned, can still do its work. */
  const refuseTooMany = (ids: readonly number[]): void => {
    const most = Math.min(MOST_PINNED, Math.floor(exchanges.state().maxCount / 2));
    const pinned = annotations.pinned() + ids.length - annotations.pinnedAmong(ids);
    if (pinned <= most) return;
    throw new Error(
      `${pinned} requests would be pinned; ${most} are the most, so that there is room for new ones. Pin fewer, or raise “Most requests” in Settings.`,
    );
  };
  const settle = (ids: readonly number[], { pin, ...rest }: MarkChange) => {
    const settled = pin === 'toggle' ? (annotations.pinnedAmong(ids) === ids.length ? 'off' : 'on') : pin;
    if (settled === 'on') refuseTooMany(ids);
    return settled === undefined ? rest : { ...rest, pin: settled };
  };

  /** Bodies are swept up afterwards, once. */
  const remove = async (ids: readonly number[]): Promise<number> => {
    let count = 0;
    for (const part of parts(ids)) {
      const { removed } = await exchanges.change({ kind: 'remove', ids: part });
      if (removed.length > 0) publish({ type: 'exchanges-removed', ids: removed });
      count += removed.length;
    }
    return count;
  };

  return {
    async listRowFacts({ ids, source }) {
      await exchanges.flush();
      return annotationsOf(source).facts(ids);
    },
    async listRows({ ids, source }) {
      await exchanges.flush();
      return annotationsOf(source).rows(ids);
    },
    async mark({ ids, change }) {
      await exchanges.flush();
      const settled = settle(ids, change);
      let count = 0;
      for (const part of parts(ids)) {
        const { marks } = await exchanges.change({ kind: 'mark', ids: part, change: settled });
        if (marks.length > 0) publish({ type: 'marks', marks });
        count += marks.length;
      }
      if (count === 0) throw new Error(NOTHING_THERE);
      return { count };
    },
    async listTags(input) {
      return annotationsOf(input?.source).tags();
    },
    async deleteExchanges({ ids }) {
      const count = await remove(ids);
      if (count === 0) throw new Error(NOTHING_THERE);
      await exchanges.change({ kind: 'sweep' });
      return { count };
    },

    listIgnoreRules: async () => ignoreRules.list(),
    addIgnoreRule: async (wish) => ignoreRules.add(wish),
    switchIgnoreRule: async ({ ruleId, isOn }) => ignoreRules.switch(ruleId, isOn),
    removeIgnoreRule: async ({ ruleId }) => ignoreRules.remove(ruleId),
    async countIgnored(wish) {
      await exchanges.flush();
      return { count: ignoredExchanges.count(wish) };
    },
    async deleteIgnored({ ruleId }) {
      const rule = ignoreRules.get(ruleId);
      await exchanges.flush();
      let count = 0;
      for (;;) {
        const removed = await remove(ignoredExchanges.ids(rule, AT_ONCE));
        if (removed === 0) break;
        count += removed;
      }
      if (count > 0) await exchanges.change({ kind: 'sweep' });
      return { count };
    },
  };
}

const NOTHING_THERE = 'None of these requests is kept: they are still running, or retention has dropped them.';

function* parts(ids: readonly number[]): Generator<number[]> {
  for (let start = 0; start < ids.length; start += AT_ONCE) yield ids.slice(start, start + AT_ONCE);
}
