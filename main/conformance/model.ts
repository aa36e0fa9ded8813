import type { ConformanceFinding } from '../../preload/contract.ts';

/** What a host answered, read once and looked at by every validator. */
export interface Answer {
  status: number;
  /** As received, in order. */
  headers: readonly (readonly [name: string, value: string])[];
  body: Buffer;
  /** Set when there was no answer at all: why. */
  problem: string | null;
  /** Answers that carry bytes have no text: JSON validators see an absent body. */
  isBinary: boolean;
}

/** The status of a request that got no answer, as upstream numbers it. */
export const NO_ANSWER_STATUS = 306;

/** Values saved from answers; null is a value of its own. */
export type State = Map<string, string | null>;

/** Findings of one look at an answer. Warnings are what upstream passes in silence. */
export interface Verdict {
  failures: ConformanceFinding[];
  warnings: ConformanceFinding[];
}

/** What a validator may look at beside the answer. */
export interface CheckContext {
  state: ReadonlyMap<string, string | null>;
  resources: Resources;
  now(): number;
}

export interface Validator {
  /** Whether a pass says anything about the status. */
  looksAtStatus: boolean;
  check(answer: Answer, context: CheckContext): Verdict;
}

/** The documents the cases name. */
export interface Resources {
  /** @throws EngineError for an id the file does not define */
  content(id: string): Buffer;
  /** A document cut into the chunks its host would store. @throws EngineError */
  chunks(id: string): Buffer[];
}

/** A case asks for something that cannot be done; upstream would abort the whole run here. */
export class EngineError extends Error {
  override name = 'EngineError';
}

/** The file of test cases is not usable; the message is one sentence. */
export class CasesError extends Error {
  override name = 'CasesError';
}

export const PASS: Verdict = { failures: [], warnings: [] };

export function failure(message: string, expected: string | null = null, received: string | null = null): Verdict {
  return { failures: [{ message, expected, received }], warnings: [] };
}

export function warning(message: string, expected: string | null = null, received: string | null = null): Verdict {
  return { failures: [], warnings: [{ message, expected, received }] };
}

export function merge(verdicts: readonly Verdict[]): Verdict {
  return {
    failures: verdicts.flatMap(({ failures }) => failures),
    warnings: verdicts.flatMap(({ warnings }) => warnings),
  };
}

export function headerOf(answer: Answer, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return answer.headers.find(([one]) => one.toLowerCase() === wanted)?.[1];
}

/** The body as text: UTF-8 whatever the Content-Type says, a byte order mark skipped; '' for bytes. */
export function textOf(answer: Answer): string {
  return answer.isBinary ? '' : answer.body.toString('utf8').replace(/^\ufeff/, '');
}
