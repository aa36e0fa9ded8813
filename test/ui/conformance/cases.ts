import type {
  ConformanceCase,
  ConformanceCaseRow,
  ConformanceGroupRow,
  ConformanceOffer,
  ConformanceRunRow,
  ConformanceStep,
} from '../../../preload/contract.ts';
import { NOON } from '../support/fixtures.ts';

/** One judged case; name what differs. */
export function caseRow(differs: Partial<ConformanceCaseRow> = {}): ConformanceCaseRow {
  return {
    suite: 'official',
    group: 'Locks',
    name: 'Lock.Once',
    category: 'WopiCore',
    verdict: 'passed',
    reason: null,
    isEngineError: false,
    warningCount: 0,
    requestCount: 3,
    durationMs: 12,
    ...differs,
  };
}

export function runRow(differs: Partial<ConformanceRunRow> = {}): ConformanceRunRow {
  return {
    id: 1,
    startedAt: NOON,
    finishedAt: NOON + 4_000,
    state: 'finished',
    problem: null,
    target: 'This host, profile default',
    wopiSrc: 'http://127.0.0.1:8880/wopi/files/f-1',
    suites: ['official'],
    category: 'All',
    only: [],
    current: null,
    total: 3,
    passed: 1,
    failed: 1,
    skipped: 1,
    warnings: 0,
    ...differs,
  };
}

export function step(differs: Partial<ConformanceStep> = {}): ConformanceStep {
  const body = { size: 0, text: null, isCut: false };
  return {
    phase: 'request',
    name: 'Lock',
    method: 'POST',
    url: 'http://127.0.0.1:8880/wopi/files/f-1?access_token=•••',
    requestHeaders: [{ name: 'X-WOPI-Override', value: 'LOCK' }],
    requestBody: body,
    status: 200,
    responseHeaders: [],
    responseBody: body,
    durationMs: 4,
    correlationId: 'c-1',
    exchangeId: null,
    failures: [],
    warnings: [],
    ...differs,
  };
}

export function caseDetail(row: ConformanceCaseRow, steps: ConformanceStep[]): ConformanceCase {
  return { ...row, description: 'A second lock with another id is refused.', spec: null, steps };
}

export const GROUPS: ConformanceGroupRow[] = [
  { suite: 'official', name: 'Locks', cases: { WopiCore: 4 }, hasDelay: true },
  { suite: 'official', name: 'Files', cases: { OfficeOnline: 5 }, hasDelay: false },
  { suite: 'official', name: 'Coauth', cases: { WopiCoauth: 2 }, hasDelay: false },
  { suite: 'own', name: 'Locks', cases: { WopiCore: 3 }, hasDelay: false },
];

export function offer(differs: Partial<ConformanceOffer> = {}): ConformanceOffer {
  return {
    groups: GROUPS,
    officialProblem: null,
    profiles: [
      { id: 'default', name: 'Everything' },
      { id: 'view-only', name: 'View only' },
    ],
    ...differs,
  };
}
