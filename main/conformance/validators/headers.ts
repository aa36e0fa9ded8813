import type { XmlElement } from '../../wopi/protocol/xml.ts';
import { WopiHeader } from '../../wopi/protocol/headers.ts';
import { attributesOf } from '../attributes.ts';
import type { Answer, CheckContext, Validator, Verdict } from '../model.ts';
import { failure, headerOf, merge, PASS, warning } from '../model.ts';

interface HeaderRule {
  header: string;
  expected: string | undefined;
  stateKey: string | undefined;
  comparator: string;
  isRequired: boolean;
  shouldMatch: boolean;
}

export function readHeaderValidator(element: XmlElement): Validator {
  const attributes = attributesOf(element);
  const rule: HeaderRule = {
    header: attributes.required('Header'),
    expected: attributes.text('ExpectedValue'),
    stateKey: attributes.text('ExpectedStateKey'),
    comparator: attributes.text('Comparator') ?? '=',
    isRequired: attributes.flag('IsRequired', false),
    shouldMatch: attributes.flag('ShouldMatch', true),
  };
  return { looksAtStatus: false, check: (answer, context) => checkHeader(rule, answer, context) };
}

/** 409, and the lock that stands in the way. */
export function readLockMismatchValidator(element: XmlElement): Validator {
  const lock = attributesOf(element).text('ExpectedLock') ?? '';
  const rule: HeaderRule = {
    header: WopiHeader.Lock,
    expected: lock,
    stateKey: undefined,
    comparator: '=',
    isRequired: lock !== '',
    shouldMatch: true,
  };
  return {
    looksAtStatus: true,
    check(answer, context) {
      const status =
        answer.status === 409 ? PASS : failure('The status is not 409 Conflict.', '409', String(answer.status));
      return merge([status, checkHeader(rule, answer, context)]);
    },
  };
}

const COMPARISONS: Readonly<Record<string, (received: number, expected: number) => boolean>> = {
  '>': (received, expected) => received > expected,
  '<': (received, expected) => received < expected,
  '>=': (received, expected) => received >= expected,
  '<=': (received, expected) => received <= expected,
};

function checkHeader(rule: HeaderRule, answer: Answer, { state }: CheckContext): Verdict {
  const { header, comparator, isRequired, shouldMatch } = rule;
  const received = headerOf(answer, header);
  const saved = rule.stateKey === undefined ? undefined : state.get(rule.stateKey);
  const expected = saved ? saved : rule.expected;
  const wanted = expected === undefined ? 'any value' : shouldMatch ? expected : `anything but ${shown(expected)}`;
  if (received === undefined) {
    return isRequired
      ? failure(`The header ${header} is missing.`, shown(wanted), null)
      : warning(`The header ${header} is absent; upstream lets that pass.`, shown(wanted), null);
  }
  if (comparator === '=') return checkEqual(rule, received, expected);
  const compare = COMPARISONS[comparator];
  if (!compare) return failure(`“${comparator}” is no comparison that this engine or upstream knows.`);
  const numbers = [toInteger(received), toInteger(expected)] as const;
  const [left, right] = numbers;
  const holds = left !== undefined && right !== undefined && compare(left, right);
  return holds
    ? PASS
    : failure(
        `The header ${header} does not compare as expected.`,
        `${comparator} ${expected ?? '(nothing)'}`,
        shown(received),
      );
}

function checkEqual({ header, shouldMatch }: HeaderRule, received: string, expected: string | undefined): Verdict {
  if (expected === undefined) return PASS;
  if (!shouldMatch && expected === '' && received === '')
    return failure(`The header ${header} must not be empty.`, 'a value', shown(''));
  const isEqual = received.toLowerCase() === expected.toLowerCase();
  if (isEqual !== shouldMatch) {
    return shouldMatch
      ? failure(`The header ${header} has another value.`, shown(expected), shown(received))
      : failure(
          `The header ${header} must have changed or be different.`,
          `anything but ${shown(expected)}`,
          shown(received),
        );
  }
  return shouldMatch && received !== expected
    ? warning(
        `The header ${header} differs in letter case; upstream does not look at that.`,
        shown(expected),
        shown(received),
      )
    : PASS;
}

/** 32-bit integers, as upstream reads them. */
function toInteger(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*[+-]?\d+\s*$/.test(text)) return undefined;
  const number = Number(text);
  return Math.abs(number) <= 2_147_483_647 ? number : undefined;
}

function shown(text: string): string {
  return text === '' ? '(empty)' : text;
}
