import type {
  AdminApi,
  ConformanceCase,
  ConformanceGroupRow,
  ConformanceRunRow,
  ConformanceWish,
  FindingMarks,
  Profile,
  Publish,
} from '../../preload/contract.ts';
import { rowOfCase } from '../store/conformance-runs.ts';
import type { ConformanceRuns } from '../store/conformance-runs.ts';
import type { SettingsStore } from '../store/settings.ts';
import type { Suite } from './cases.ts';
import { countByCategory } from './cases.ts';
import { addMarks, createJudge } from './judge.ts';
import type { HostTarget, HostTargetOptions } from './host-target.ts';
import { openHostTarget } from './host-target.ts';
import type { Transport } from './http.ts';
import { createTransport } from './http.ts';
import { CasesError } from './model.ts';
import { readOfficialFile } from './official-file.ts';
import { planOwn, runOwn } from './own/run-own.ts';
import { OWN_CASES } from './own/table.ts';
import { checkTarget } from './preflight.ts';
import { writeReport } from './report.ts';
import type { RunOptions, Selection } from './run.ts';
import { plan, runOfficial } from './run.ts';
import type { SigningKeys } from './signing.ts';

type Calls = Pick<
  AdminApi,
  | 'describeConformance'
  | 'setTestCases'
  | 'startConformanceRun'
  | 'awaitConformanceRun'
  | 'cancelConformanceRun'
  | 'listConformanceRuns'
  | 'getConformanceRun'
  | 'getConformanceCase'
  | 'exportConformanceRun'
  | 'removeConformanceRun'
>;

export interface ConformanceService {
  calls: Calls;
  /** How the host behaves while cases run against it; null: as Settings say. */
  profile(): Profile | null;
  /** Whether signatures of requests with this token have to be right, whatever Settings say. */
  enforces(accessToken: string): boolean;
  /** Ends a run that is going. */
  stop(): Promise<void>;
}

interface ServiceOptions {
  runs: ConformanceRuns;
  settings: SettingsStore;
  publish: Publish;
  wallNow(): number;
  /** Those of the Sandbox Editor, which its discovery document publishes. */
  keys(): SigningKeys;
  host: HostTargetOptions;
  profiles: readonly { id: Profile; name: string }[];
  exchanges: {
    lastId(): number;
    findByCorrelation(ids: ReadonlySet<string>, first: number, last: number): Promise<Map<string, number>>;
  };
  version: string;
  onError(error: unknown): void;
}

interface Going {
  row: ConformanceRunRow;
  abort: AbortController;
  host: HostTarget | undefined;
  profile: Profile | null;
  finished: Promise<void>;
}

/** Runs conformance cases in the background, one run at a time, and keeps their results. */
export function createConformance(options: ServiceOptions): ConformanceService {
  const { runs, settings, publish, wallNow, keys, exchanges } = options;
  let going: Going | undefined;
  const waiting = new Set<() => void>();

  const announce = (run: ConformanceRunRow): void => {
    publish({ type: 'conformance', run });
    for (const wake of waiting) wake();
  };
  const rowOf = (runId: number): ConformanceRunRow => {
    const row = going?.row.id === runId ? going.row : runs.get(runId);
    if (!row) throw new Error('This run is not kept any more. Choose another one of the history.');
    return row;
  };

  /** Settles everything that can be wrong before a run appears in the history. */
  const prepare = async (
    wish: ConformanceWish,
  ): Promise<{
    suite: Suite | null;
    transport: Transport;
    host: HostTarget | undefined;
    base: Omit<RunOptions, 'onCase' | 'signal'>;
  }> => {
    const suite = wish.suites.includes('official') ? readOfficialFile(settings.get().testCasesFile) : null;
    const isHost = wish.target.kind === 'host';
    const host = wish.target.kind === 'host' ? openHostTarget(options.host, wish.includeDelays) : undefined;
    const target = host?.target ?? remoteTarget(wish);
    const now = isHost ? options.host.clock.now : wallNow;
    const transport = createTransport();
    const base = { target, transport, keys: keys(), now, selection: selectionOf(wish) };
    const problem = isHost
      ? null
      : await checkTarget(target, { transport, keys: base.keys, target: wish.category, now });
    if (problem === null) return { suite, transport, host, base };
    transport.close();
    throw new Error(problem.message);
  };

  const run = async (
    current: Going,
    wish: ConformanceWish,
    { suite, transport, base }: Awaited<ReturnType<typeof prepare>>,
  ): Promise<void> => {
    let position = 0;
    // Traffic of this host is judged where it is recorded.
    const judge = current.host
      ? (one: ConformanceCase) => one
      : createJudge(new Set(Object.keys(settings.recall('mutedRules') ?? {})));
    const change = (patch: Partial<ConformanceRunRow>): void => {
      current.row = { ...current.row, ...patch };
      announce(current.row);
    };
    const onCase = (raw: ConformanceCase): void => {
      const result = judge(raw);
      runs.add(current.row.id, position, result);
      position += 1;
      const row = rowOfCase(result);
      publish({ type: 'conformance-case', runId: current.row.id, result: row });
      change({
        [result.verdict]: current.row[result.verdict] + 1,
        warnings: current.row.warnings + result.warningCount,
        ...withMarks(addMarks(current.row.marks, result.marks)),
      });
    };
    const onStart = (group: string, name: string): void => change({ current: `${group} / ${name}` });
    const shared = { ...base, signal: current.abort.signal, onStart, onCase };
    try {
      if (suite) await runOfficial(suite, shared);
      if (wish.suites.includes('own')) await runOwn({ ...shared, facilities: current.host?.facilities ?? {} });
      change({ state: 'finished' });
    } catch (error) {
      if (current.abort.signal.aborted) change({ state: 'cancelled' });
      else {
        options.onError(error);
        change({
          state: 'failed',
          problem: `The run ended unexpectedly: ${error instanceof Error ? error.message : String(error)}`,
        });
      }
    } finally {
      transport.close();
      current.host?.close();
      current.row = { ...current.row, current: null, finishedAt: wallNow() };
      runs.update(current.row, exchanges.lastId());
      going = undefined;
      announce(current.row);
      for (const runId of runs.trim()) publish({ type: 'conformance-removed', runId });
    }
  };

  const describe: Calls['describeConformance'] = async () => {
    const { suite, problem } = tryToRead(settings.get().testCasesFile);
    return {
      groups: [...officialGroups(suite), ...ownGroups()],
      officialProblem: problem,
      profiles: options.profiles.map(({ id, name }) => ({ id, name })),
    };
  };

  const calls: Calls = {
    describeConformance: describe,
    async setTestCases({ path }) {
      if (path !== null) readOfficialFile(path);
      settings.update({ testCasesFile: path });
      return describe();
    },
    async startConformanceRun(wish) {
      if (going) throw new Error(`Cases are running already (${going.row.target}). Wait for them, or cancel that run.`);
      const abort = new AbortController();
      const prepared = await prepare(wish);
      const total =
        (prepared.suite ? plan(prepared.suite, prepared.base.selection).length : 0) +
        (wish.suites.includes('own') ? planOwn(prepared.base.selection).length : 0);
      if (total === 0 || going) {
        prepared.transport.close();
        prepared.host?.close();
        throw new Error(
          going ? 'Cases are running already.' : 'No case fits this choice. Choose another category, group or name.',
        );
      }
      const row = runs.create(newRow(wish, prepared.base.target.wopiSrc, total, wallNow()), exchanges.lastId() + 1);
      const current: Going = {
        row,
        abort,
        host: prepared.host,
        profile: wish.target.kind === 'host' ? wish.target.profile : null,
        finished: Promise.resolve(),
      };
      going = current;
      announce(row);
      current.finished = run(current, wish, prepared);
      return row;
    },
    async awaitConformanceRun({ runId, done }) {
      const isNews = (row: ConformanceRunRow): boolean =>
        row.state !== 'running' || row.passed + row.failed + row.skipped > done;
      while (!isNews(rowOf(runId))) {
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiting.delete(wake);
            resolve();
          };
          waiting.add(wake);
        });
      }
      return rowOf(runId);
    },
    async cancelConformanceRun({ runId }) {
      if (going?.row.id !== runId) return;
      going.abort.abort();
      await going.finished;
    },
    listConformanceRuns: async () => runs.list().map((row) => (going?.row.id === row.id ? going.row : row)),
    getConformanceRun: async ({ runId }) => ({ ...rowOf(runId), cases: runs.cases(runId) }),
    async getConformanceCase({ runId, suite, name }) {
      const found = runs.detail(runId, suite, name);
      if (!found) throw new Error(`This run has no result of “${name}” (yet).`);
      const range = runs.range(runId);
      const ids = new Set(found.steps.flatMap(({ correlationId }) => correlationId ?? []));
      const exchangeIds = range
        ? await exchanges.findByCorrelation(ids, range.first, range.last ?? exchanges.lastId())
        : new Map<string, number>();
      const steps = found.steps.map((step) => ({
        ...step,
        exchangeId: exchangeIds.get(step.correlationId ?? '') ?? null,
      }));
      return { ...found, steps };
    },
    async exportConformanceRun({ runId, format }) {
      const row = rowOf(runId);
      const cases = runs.cases(runId).flatMap(({ suite, name }) => runs.detail(runId, suite, name) ?? []);
      return writeReport(format, row, cases, options.version);
    },
    async removeConformanceRun({ runId }) {
      if (going?.row.id === runId) throw new Error('This run is going on. Cancel it first.');
      if (runs.remove(runId)) publish({ type: 'conformance-removed', runId });
    },
  };

  return {
    calls,
    profile: () => going?.profile ?? null,
    enforces: (accessToken) => going?.host?.owns(accessToken) ?? false,
    async stop() {
      going?.abort.abort();
      await going?.finished;
    },
  };
}

function withMarks(marks: FindingMarks | undefined): { marks?: FindingMarks } {
  return marks ? { marks } : {};
}

function remoteTarget({ target }: ConformanceWish): RunOptions['target'] {
  if (target.kind !== 'remote') throw new Error('The target is this host.');
  return {
    wopiSrc: target.wopiSrc.trim(),
    accessToken: target.accessToken.trim(),
    accessTokenTtl: String(target.accessTokenTtl),
  };
}

function selectionOf({ category, groups, names, includeDelays }: ConformanceWish): Selection {
  return { category, groups, names, includeDelays };
}

function newRow(
  wish: ConformanceWish,
  wopiSrc: string,
  total: number,
  startedAt: number,
): Omit<ConformanceRunRow, 'id'> {
  return {
    startedAt,
    finishedAt: null,
    state: 'running',
    problem: null,
    target: wish.target.kind === 'host' ? `This host, profile ${wish.target.profile}` : wopiSrc,
    wopiSrc,
    suites: wish.suites,
    category: wish.category,
    only: [...wish.groups, ...wish.names],
    current: null,
    total,
    passed: 0,
    failed: 0,
    skipped: 0,
    warnings: 0,
  };
}

function tryToRead(path: string | null): { suite: Suite | null; problem: string | null } {
  try {
    return { suite: readOfficialFile(path), problem: null };
  } catch (error) {
    if (error instanceof CasesError) return { suite: null, problem: error.message };
    throw error;
  }
}

function officialGroups(suite: Suite | null): ConformanceGroupRow[] {
  return (suite?.groups ?? []).map(({ name, hasDelay, cases }) => ({
    suite: 'official',
    name,
    hasDelay,
    cases: countByCategory(cases),
  }));
}

function ownGroups(): ConformanceGroupRow[] {
  const names = [...new Set(OWN_CASES.map(({ group }) => group))];
  return names.map((name) => ({
    suite: 'own',
    name,
    hasDelay: false,
    cases: countByCategory(OWN_CASES.filter(({ group }) => group === name)),
  }));
}
