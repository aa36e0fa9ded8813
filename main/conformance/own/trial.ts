import type { ConformanceCategory, ConformanceStep } from '../../../preload/contract.ts';
import type { Address, Target } from '../address.ts';
import { ownAddress, tokenOf, withSuffix } from '../address.ts';
import type { Client } from '../client.ts';
import type { Found } from '../json-path.ts';
import { findByPath } from '../json-path.ts';
import type { Answer } from '../model.ts';
import { headerOf, textOf } from '../model.ts';
import { parseRelaxedJson } from '../relaxed-json.ts';
import type { HeaderPair } from '../requests/kind.ts';
import { checkLength } from '../validators/status.ts';
import type { Facilities } from './facilities.ts';

/** One case of our own suite. */
export interface OwnCase {
  group: string;
  name: string;
  category: ConformanceCategory;
  description: string;
  /** Section of the public specification. */
  spec: string;
  /** CheckFileInfo properties that must be true, and what only some targets have. */
  needs: readonly Need[];
  run(trial: Trial): Promise<void>;
}

export type Need = `Supports${string}` | `User${string}` | Facility;

/** What a case may need beside the file under test. */
export type Facility =
  | 'a second person'
  | 'a reader'
  | 'a clock that can be jumped'
  | 'a signed-in person'
  | 'PutRelativeFile'
  | 'ReadOnly links'
  | 'FileUrl';

/** What a request may differ in from the plain one. */
export interface Request {
  method?: 'GET' | 'POST';
  override?: string;
  suffix?: string;
  headers?: readonly HeaderPair[];
  body?: Buffer | string;
  /** An address the host gave; the file under test without one. */
  at?: string;
  /** Whose token is used on the file under test. */
  as?: Target;
  /** In place of the token that belongs to the address, null for none at all. */
  token?: string | null;
  /** Sends the address as it is, without token, WOPI headers and signature. */
  isBare?: boolean;
  /** The token stands in the address only. */
  hasNoBearer?: boolean;
}

export interface Reply {
  answer: Answer;
  status: number;
  step: ConformanceStep;
  header(name: string): string | undefined;
  /** A value of the JSON body; undefined when there is none, or no JSON. */
  at(path: string): Found;
  /** The same as text: '' when it is no string. */
  text(path: string): string;
}

/** Ends a case with a verdict. */
export class CaseFailed extends Error {
  override name = 'CaseFailed';
}
export class CaseSkipped extends Error {
  override name = 'CaseSkipped';
}

/** A case while it runs: everything it sends is recorded, and the first thing that is wrong ends it. */
export interface Trial {
  target: Target;
  facilities: Facilities;
  send(name: string, request?: Request): Promise<Reply>;
  /** Ends the case as failed unless the status is one of these. */
  expectStatus(reply: Reply, ...statuses: number[]): Reply;
  /** Ends the case as failed unless `holds`. */
  expect(reply: Reply, holds: boolean, message: string, expected: unknown, received: unknown): void;
  /** Ends the case as failed unless the body has this value at the path. */
  expectValue(reply: Reply, path: string, expected: unknown, message: string): void;
  /** Notes what is no must, or what only the recommendation says. */
  advise(reply: Reply, holds: boolean, message: string, expected: unknown, received: unknown): void;
  skip(reason: string): never;
  /** Done when the case has ended, last one first; what goes wrong there is not looked at. */
  later(action: () => Promise<unknown>): void;
}

interface TrialOptions {
  client: Client;
  target: Target;
  facilities: Facilities;
  category: ConformanceCategory;
  steps: ConformanceStep[];
}

export interface RunningTrial extends Trial {
  /** Runs what was put off. */
  cleanUp(): Promise<void>;
  prepare(action: () => Promise<unknown>): Promise<void>;
}

export function createTrial({ client, target, facilities, category, steps }: TrialOptions): RunningTrial {
  const { concealer } = client;
  const putOff: (() => Promise<unknown>)[] = [];
  let phase: ConformanceStep['phase'] = 'request';

  const finding = (message: string, expected: unknown, received: unknown) => ({
    message: concealer.text(message),
    expected: shown(expected, concealer.text),
    received: shown(received, concealer.text),
  });

  const trial: RunningTrial = {
    target,
    facilities,
    async send(name, request = {}) {
      const { override, headers = [], body, isBare, hasNoBearer } = request;
      const { answer, step } = await client.deliver(
        {
          name,
          phase,
          method: request.method ?? (override === undefined ? 'GET' : 'POST'),
          address: addressFor(request, target),
          headers: override === undefined ? headers : [...headers, ['X-WOPI-Override', override]],
          body: body === undefined ? undefined : Buffer.from(body),
          isBare,
          hasNoBearer,
        },
        category,
      );
      steps.push(step);
      const reply = toReply(answer, step);
      const length = checkLength(answer).failures[0];
      if (length) trial.expect(reply, false, length.message, length.expected, length.received);
      return reply;
    },
    expectStatus(reply, ...statuses) {
      const message = reply.answer.problem ?? `${reply.step.name} was answered with another status.`;
      const received = reply.answer.problem === null ? reply.status : 'no answer';
      trial.expect(reply, statuses.includes(reply.status), message, statuses.join(' or '), received);
      return reply;
    },
    expect(reply, holds, message, expected, received) {
      if (holds) return;
      const found = finding(message, expected, received);
      reply.step.failures.push(found);
      throw new CaseFailed(found.message);
    },
    expectValue: (reply, path, expected, message) =>
      trial.expect(reply, reply.at(path) === expected, message, expected, reply.at(path)),
    advise(reply, holds, message, expected, received) {
      if (!holds) reply.step.warnings.push(finding(message, expected, received));
    },
    skip(reason) {
      throw new CaseSkipped(reason);
    },
    later: (action) => void putOff.push(action),
    async prepare(action) {
      phase = 'prerequisite';
      await action();
      phase = 'request';
    },
    async cleanUp() {
      phase = 'cleanup';
      for (const action of putOff.reverse()) {
        try {
          await action();
        } catch (error) {
          if (!(error instanceof CaseFailed) && !(error instanceof CaseSkipped)) throw error;
        }
      }
    },
  };
  return trial;
}

function addressFor({ at, as, suffix = '', token, isBare }: Request, target: Target): Address {
  if (isBare) return { url: at ?? target.wopiSrc, token: undefined };
  if (at !== undefined) {
    const url = withSuffix(at, suffix);
    if (token === null) return { url, token: '' };
    return token === undefined ? { url, token: tokenOf(at) ?? '' } : { url: replaceToken(url, token), token };
  }
  if (token === null) return { url: withSuffix(target.wopiSrc, suffix), token: '' };
  const used = as ?? target;
  return ownAddress(token === undefined ? used : { ...used, accessToken: token }, suffix);
}

function replaceToken(url: string, token: string): string {
  const address = new URL(url);
  address.searchParams.set('access_token', token);
  return address.href;
}

function toReply(answer: Answer, step: ConformanceStep): Reply {
  let body: Found | null = null;
  const parsed = (): Found => {
    if (body === null) body = parseOrNothing(textOf(answer));
    return body ?? undefined;
  };
  const at = (path: string): Found => {
    const root = parsed();
    return root === undefined ? undefined : findByPath(root, path);
  };
  return {
    answer,
    status: answer.status,
    step,
    header: (name) => headerOf(answer, name),
    at,
    text(path) {
      const found = at(path);
      return typeof found === 'string' ? found : '';
    },
  };
}

function parseOrNothing(text: string): Found {
  try {
    return parseRelaxedJson(text);
  } catch {
    return undefined;
  }
}

function shown(value: unknown, conceal: (text: string) => string): string | null {
  if (value === null || value === undefined) return value === undefined ? '(absent)' : null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === '' ? '(empty)' : conceal(text).slice(0, 400);
}
