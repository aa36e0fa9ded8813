import type { ConformanceCase, ConformanceFinding, ConformanceStep } from '../../preload/contract.ts';
import type { Target } from './address.ts';
import { addressOf } from './address.ts';
import type { Case, CaseStep, Group } from './cases.ts';
import type { Client } from './client.ts';
import type { Resources, State } from './model.ts';
import { EngineError, merge } from './model.ts';
import { saveState } from './state.ts';
import type { StrictMemory } from './strict.ts';
import { lookAtCleanup, lookStrictly } from './strict.ts';
import { checkAnswered, checkLength, checkStatus } from './validators/status.ts';

export interface CaseRunner {
  client: Client;
  target: Target;
  resources: Resources;
  now(): number;
  /** Waits as long as a Delay asks for. */
  wait(milliseconds: number): Promise<void>;
}

type Request = Extract<CaseStep, { kind: 'request' }>;

const UNSIGNED = 'Requests are not signed here, so that a wrong signature cannot be tried';

interface Attempt {
  passed: boolean;
  steps: ConformanceStep[];
  isEngineError: boolean;
}

/** Runs one case of a group with its prerequisites, as upstream does: again for every case. */
export async function runCase(group: Group, one: Case, runner: CaseRunner): Promise<ConformanceCase> {
  const started = performance.now();
  const result = (
    verdict: ConformanceCase['verdict'],
    reason: string | null,
    steps: ConformanceStep[],
    isEngineError = false,
  ): ConformanceCase => ({
    suite: 'official',
    group: group.name,
    name: one.name,
    category: one.category,
    description: one.description,
    spec: null,
    verdict,
    reason,
    isEngineError,
    warningCount: steps.reduce((sum, { warnings }) => sum + warnings.length, 0),
    requestCount: steps.filter(({ method }) => method !== '').length,
    durationMs: Math.round(performance.now() - started),
    steps,
  });

  const isAboutProofs = one.requests.some((step) => step.kind === 'request' && step.proof !== undefined);
  if (isAboutProofs && !runner.client.isSigning) return result('skipped', UNSIGNED, []);
  for (const prerequisite of group.prerequisites) {
    const attempt = await attemptCase(prerequisite, runner, 'prerequisite');
    if (!attempt.passed)
      return result('skipped', skipReason(prerequisite, attempt.steps), attempt.steps, attempt.isEngineError);
  }
  const { passed, steps, isEngineError } = await attemptCase(one, runner, 'request');
  if (passed) return result('passed', null, steps);
  const [failed] = steps.filter(({ phase }) => phase === 'request').flatMap(({ failures }) => failures);
  return result('failed', one.failMessage ?? failed?.message ?? 'The case failed.', steps, isEngineError);
}

async function attemptCase(one: Case, runner: CaseRunner, phase: 'prerequisite' | 'request'): Promise<Attempt> {
  const { target } = runner;
  const state: State = new Map([
    ['OriginalAccessToken', target.accessToken],
    ['OriginalWopiSrc', target.wopiSrc],
  ]);
  const steps: ConformanceStep[] = [];
  const memory: StrictMemory = { lock: undefined };
  let passed = true;
  let isEngineError = false;
  for (const step of one.requests) {
    if (step.kind === 'delay') {
      steps.push(delayStep(phase, step.seconds));
      await runner.wait(step.seconds * 1000);
      continue;
    }
    const outcome = await runRequest(step, { ...runner, state, memory, phase, category: one.category });
    steps.push(outcome.step);
    isEngineError = outcome.isEngineError;
    passed = outcome.step.failures.length === 0;
    if (!passed) break;
  }
  for (const step of one.cleanup) {
    if (step.kind === 'delay') continue;
    const cleaned = await cleanUp(step, { ...runner, state, memory, phase: 'cleanup', category: one.category });
    if (cleaned) steps.push(cleaned);
  }
  return { passed, steps, isEngineError };
}

interface RequestRunner extends CaseRunner {
  state: State;
  memory: StrictMemory;
  phase: ConformanceStep['phase'];
  category: Case['category'];
}

async function send(step: Request, { client, target, resources, state, phase, category }: RequestRunner) {
  const { request, attributes, element } = step;
  const address = addressOf(step, target, state);
  const input = { attributes, element, state, resources };
  const own = request.isBare ? [] : (request.headers?.(input) ?? []);
  return client.deliver(
    {
      name: step.name,
      phase,
      method: request.method,
      address,
      headers: request.override === undefined ? own : [...own, ['X-WOPI-Override', request.override]],
      body: request.body?.(input),
      isBinary: request.isBinary,
      isBare: request.isBare,
      proof: step.proof,
    },
    category,
  );
}

async function runRequest(
  step: Request,
  runner: RequestRunner,
): Promise<{ step: ConformanceStep; isEngineError: boolean }> {
  let shown = emptyStep(runner.phase, step.name, step.request.method);
  try {
    const { answer, step: sent } = await send(step, runner);
    shown = sent;
    const context = { state: runner.state, resources: runner.resources, now: runner.now };
    const verdict = merge([
      checkLength(answer),
      ...(step.validators === undefined
        ? [checkStatus(answer, 200)]
        : [checkAnswered(answer), ...step.validators.map((validator) => validator.check(answer, context))]),
    ]);
    if (verdict.failures.length === 0) {
      saveState(runner.state, step.saves, answer);
      verdict.warnings.push(...lookStrictly(step, answer, runner.memory).warnings);
    }
    return { step: { ...shown, ...concealed(verdict, runner.client) }, isEngineError: false };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const failures = [{ message: runner.client.concealer.text(error.message), expected: null, received: null }];
    return { step: { ...shown, failures }, isEngineError: true };
  }
}

/** Answers of the clean-up prove nothing, and what cannot be sent is left out in silence. */
async function cleanUp(step: Request, runner: RequestRunner): Promise<ConformanceStep | undefined> {
  try {
    const { answer, step: shown } = await send(step, runner);
    return { ...shown, ...concealed(lookAtCleanup(step, answer), runner.client) };
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

function concealed<Findings extends Record<'failures' | 'warnings', ConformanceFinding[]>>(
  found: Findings,
  { concealer }: Client,
): Findings {
  const hide = (findings: ConformanceFinding[]): ConformanceFinding[] =>
    findings.map(({ message, expected, received }) => ({
      message: concealer.text(message),
      expected: expected === null ? null : concealer.text(expected),
      received: received === null ? null : concealer.text(received),
    }));
  return { ...found, failures: hide(found.failures), warnings: hide(found.warnings) };
}

/** "SupportsDeleteFile is not true in CheckFileInfo". */
function skipReason(prerequisite: Case, steps: readonly ConformanceStep[]): string {
  const failed = steps.find(({ failures }) => failures.length > 0);
  if (!failed) return `The prerequisite ${prerequisite.name} did not pass.`;
  const [first, ...more] = failed.failures;
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  const received =
    first?.expected !== null && first?.message.startsWith('The ') ? ` (${first.received ?? 'nothing'})` : '';
  return `${(first?.message ?? '').replace(/\.$/, '')} in ${failed.name}${received}${others}`;
}

export function delayStep(phase: ConformanceStep['phase'], seconds: number): ConformanceStep {
  return { ...emptyStep(phase, `Wait ${seconds} s`, ''), durationMs: seconds * 1000 };
}

export function emptyStep(phase: ConformanceStep['phase'], name: string, method: string): ConformanceStep {
  const nothing = { size: 0, text: '', isCut: false };
  return {
    phase,
    name,
    method,
    url: '',
    requestHeaders: [],
    requestBody: nothing,
    status: null,
    responseHeaders: [],
    responseBody: nothing,
    durationMs: 0,
    correlationId: null,
    exchangeId: null,
    failures: [],
    warnings: [],
  };
}
