import type { ReplayRow, ReplayStep, ResendDraft } from '../../../preload/contract.ts';

export function replayStep(differs: Partial<ReplayStep> = {}): ReplayStep {
  return {
    exchangeId: 1,
    operation: 'CheckFileInfo',
    method: 'GET',
    path: '/wopi/files/f-budget',
    fileName: 'Budget.xlsx',
    state: 'same',
    problem: null,
    notes: [],
    newExchangeId: 9,
    correlationId: 'c-9',
    before: { status: 200, outcome: 'ok', durationMs: 11, size: 2150 },
    after: { status: 200, outcome: 'ok', durationMs: 9, size: 2150 },
    differences: [],
    ...differs,
  };
}

export function replayRow(differs: Partial<ReplayRow> = {}): ReplayRow {
  return {
    id: 3,
    startedAt: 1_000,
    finishedAt: 3_000,
    state: 'finished',
    target: 'This host',
    source: null,
    total: 2,
    same: 1,
    different: 1,
    unanswered: 0,
    skipped: 0,
    ...differs,
  };
}

export function resendDraft(differs: Partial<ResendDraft> = {}): ResendDraft {
  return {
    exchangeId: 1,
    method: 'GET',
    url: '/wopi/files/f-budget?access_token=‹token …abc123›',
    headers: [
      { name: 'Authorization', value: 'Bearer ‹token …abc123›', hidden: true },
      { name: 'X-WOPI-SessionId', value: 'S-1' },
    ],
    body: { size: 0, contentType: null, kept: 0, missing: null },
    personId: 'olivia',
    isSigned: false,
    notes: [],
    ...differs,
  };
}
