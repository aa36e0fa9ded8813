import { createHash } from 'node:crypto';
import type {
  ConformanceBody,
  ConformanceCase,
  ConformanceRuleFinding,
  ConformanceStep,
  FindingMarks,
  Header,
  Outcome,
} from '../../preload/contract.ts';
import { createEngine } from '../findings/engine.ts';
import { RULES } from '../findings/rules/index.ts';
import type { Observed } from '../findings/seen.ts';

/** Adds to a case what rules of Findings saw in its requests; cases come in the order they were run. */
export type Judge = (one: ConformanceCase) => ConformanceCase;

const MARK = { error: 'errors', warning: 'warnings', information: 'notes' } as const;
const NO_MARKS: FindingMarks = { errors: 0, warnings: 0, notes: 0 };

/** The rules on the requests of a run against a host whose traffic is not recorded. */
export function createJudge(mutedRules: ReadonlySet<string>): Judge {
  const engine = createEngine(RULES, () => undefined);
  const rules = new Map(RULES.map((rule) => [rule.id, rule]));
  let lastId = 0;
  return (one) => {
    const numbers = new Map<number, number>();
    const found: ConformanceRuleFinding[] = [];
    for (const [index, step] of one.steps.entries()) {
      if (step.startedAt === undefined) continue;
      lastId += 1;
      numbers.set(lastId, index + 1);
      for (const { rule, severity, evidence, exchangeId } of engine.inspect(toObserved(lastId, step))) {
        const known = rules.get(rule);
        if (!known || mutedRules.has(rule)) continue;
        const { title, fix, spec } = known;
        found.push({ rule, severity, title, evidence, fix, spec, step: numbers.get(exchangeId) ?? null });
      }
    }
    if (found.length === 0) return one;
    const marks = { ...NO_MARKS };
    for (const { severity } of found) marks[MARK[severity]] += 1;
    return { ...one, ruleFindings: found, marks };
  };
}

export function addMarks(left: FindingMarks | undefined, right: FindingMarks | undefined): FindingMarks | undefined {
  if (!left || !right) return left ?? right;
  return {
    errors: left.errors + right.errors,
    warnings: left.warnings + right.warnings,
    notes: left.notes + right.notes,
  };
}

function toObserved(id: number, step: ConformanceStep): Observed {
  const { method, url, status, requestHeaders, responseHeaders, durationMs, correlationId } = step;
  const { startedAt = 0, startedAfterMs = 0 } = step;
  const target = pathAndQuery(url);
  const request = bytesOf(step.requestBody);
  const response = bytesOf(step.responseBody);
  return {
    exchange: {
      id,
      realAt: startedAfterMs,
      at: startedAt,
      method,
      path: target.split('?', 1)[0] ?? '',
      operation: null,
      fileId: null,
      fileName: null,
      personId: null,
      personName: null,
      client: 'WOPI validator',
      status,
      outcome: outcomeOf(status),
      durationMs,
      requestBytes: step.requestBody.size,
      responseBytes: step.responseBody.size,
      lockId: null,
      sessionId: null,
      correlationId,
      tokenId: null,
      url: target,
      httpVersion: '1.1',
      remoteAddress: '',
      // So that what the cases do wrong on purpose is taken for that.
      requestHeaders: [...requestHeaders, { name: 'User-Agent', value: 'WOPI Validator' }],
      responseHeaders,
      requestBody: infoOf(step.requestBody, request, requestHeaders),
      responseBody: infoOf(step.responseBody, response, responseHeaders),
      before: null,
      after: null,
      proof: { verdict: 'unchecked', explanation: 'The request was sent from here.' },
      explanation: null,
      firstByteMs: null,
    },
    requestSha256: hashOf(request),
    responseSha256: hashOf(response),
    read: (side) => (side === 'request' ? request : response),
  };
}

function pathAndQuery(url: string): string {
  const [, target = url] = /^https?:\/\/[^/?#]*(.*)$/i.exec(url) ?? [];
  return target;
}

/** The bytes, as far as they were kept whole and no secret in them was replaced. */
function bytesOf({ size, text, isCut }: ConformanceBody): Uint8Array | null {
  if (size === 0) return new Uint8Array();
  return text === null || isCut ? null : Buffer.from(text);
}

function hashOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : createHash('sha256').update(bytes).digest('hex');
}

function infoOf(
  { size }: ConformanceBody,
  bytes: Uint8Array | null,
  headers: readonly Header[],
): Observed['exchange']['requestBody'] {
  const contentType = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? null;
  return {
    size,
    contentType,
    kept: bytes?.length ?? 0,
    missing: bytes ? null : 'Only the beginning of this body is kept with the run.',
  };
}

function outcomeOf(status: number | null): Outcome {
  if (status === null) return 'aborted';
  if (status < 400) return 'ok';
  return BY_STATUS[status] ?? (status >= 500 ? 'server-error' : 'bad-request');
}

const BY_STATUS: Record<number, Outcome> = {
  401: 'token-forged',
  404: 'not-found',
  409: 'locked-by-other',
  413: 'too-large',
  501: 'not-implemented',
};
