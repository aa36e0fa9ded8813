import type { XmlElement } from '../../wopi/protocol/xml.ts';
import type { Attributes } from '../attributes.ts';
import { attributesOf } from '../attributes.ts';
import type { Found } from '../json-path.ts';
import { findByPath, isMissing } from '../json-path.ts';
import type { CheckContext, Verdict } from '../model.ts';
import { CasesError, EngineError, failure, PASS, warning } from '../model.ts';
import type { Json } from '../relaxed-json.ts';
import { isAbsoluteUrl } from '../schemas.ts';
import { readResponseBodyProperty } from './response-body.ts';
import type { Scalar, ScalarType } from './scalars.ts';
import { fromText, hasType, isTimeProperty, shownJson, timeProblem, toScalar } from './scalars.ts';

type PropertyCheck = (body: Json, context: CheckContext) => Verdict;

/** What all of them have in common. */
interface Rule {
  name: string;
  isRequired: boolean;
  attributes: Attributes;
}

type Reader = (rule: Rule) => PropertyCheck;

const READERS: Readonly<Record<string, Reader>> = {
  BooleanProperty: (rule) => scalarProperty(rule, 'boolean'),
  IntegerProperty: (rule) => scalarProperty(rule, 'integer'),
  LongProperty: (rule) => scalarProperty(rule, 'long'),
  StringProperty: stringProperty,
  StringRegexProperty: regexProperty,
  AbsoluteUrlProperty: urlProperty,
  ArrayProperty: arrayProperty,
  ArrayLengthProperty: lengthProperty,
  ResponseBodyProperty: ({ name, isRequired, attributes }) =>
    readResponseBodyProperty(name, isRequired, attributes.text('ExpectedValue') ?? ''),
};

/** @throws CasesError for an element that is no property */
export function readProperty(element: XmlElement): PropertyCheck {
  const reader = READERS[element.name];
  if (!reader) throw new CasesError(`“${element.name}” is no property that can be checked.`);
  const attributes = attributesOf(element);
  return reader({ name: attributes.required('Name'), isRequired: attributes.flag('IsRequired', false), attributes });
}

function missing({ name, isRequired }: Rule, found: Found, expected?: Scalar): Verdict | undefined {
  if (!isMissing(found)) return undefined;
  if (!isRequired) return PASS;
  return typeof expected === 'boolean'
    ? failure(`${name} is not ${expected}.`, String(expected), shownJson(found))
    : failure(`${name} is missing.`, expected === undefined ? 'a value' : String(expected), shownJson(found));
}

const savedOf = (attributes: Attributes, { state }: CheckContext): string | undefined => {
  const key = attributes.text('ExpectedStateKey');
  return (key === undefined ? null : state.get(key)) || undefined;
};

function scalarProperty(rule: Rule, type: ScalarType): PropertyCheck {
  const { name, attributes } = rule;
  const written = attributes.text('ExpectedValue');
  const fixed = written === undefined ? undefined : fromText(written, type);
  if (written !== undefined && fixed === undefined)
    throw new CasesError(`ExpectedValue="${written}" of ${name} is no ${type}.`);
  const ignoreCase = attributes.flag('IgnoreCase', false);

  return (body, context) => {
    const found = findByPath(body, name);
    const answer = missing(rule, found, fixed);
    if (answer || found === undefined) return answer ?? PASS;
    const saved = savedOf(attributes, context);
    const converted = saved === undefined ? undefined : fromText(saved, type);
    if (saved !== undefined && converted === undefined && fixed === undefined)
      return failure(`The saved value for ${name} is no ${type}.`, type, saved);
    const expected = converted ?? fixed;
    if (expected === undefined) return withoutExpectation(name, found, type, context);
    const actual = toScalar(found, type, name);
    if (actual === undefined) return failure(`${name} is no ${type}.`, String(expected), shownJson(found));
    if (!isSame(actual, expected, ignoreCase)) {
      const message = typeof expected === 'boolean' ? `${name} is not ${expected}.` : `${name} has another value.`;
      return failure(message, shownJson(expected), shownJson(found));
    }
    return hasType(found, type)
      ? PASS
      : warning(`${name} has another JSON type; upstream converts it.`, type, shownJson(found));
  };
}

function withoutExpectation(name: string, found: Json, type: ScalarType, { now }: CheckContext): Verdict {
  if (isTimeProperty(name)) {
    const problem = timeProblem(name, found, now());
    return problem === undefined
      ? PASS
      : failure(problem, 'milliseconds since 1970, within ten years of now', shownJson(found));
  }
  return hasType(found, type)
    ? PASS
    : warning(`${name} has another JSON type; upstream does not look at it.`, type, shownJson(found));
}

function isSame(actual: Scalar, expected: Scalar, ignoreCase: boolean): boolean {
  if (typeof actual === 'string' && typeof expected === 'string' && ignoreCase)
    return actual.toLowerCase() === expected.toLowerCase();
  return actual === expected;
}

function stringProperty(rule: Rule): PropertyCheck {
  const { name, attributes } = rule;
  const equals = scalarProperty(rule, 'string');
  const ending = attributes.text('EndsWith') ?? '';
  const ignoreCase = attributes.flag('IgnoreCase', false);
  return (body, context) => {
    const verdict = equals(body, context);
    if (ending.trim() === '' || verdict.failures.length > 0) return verdict;
    const found = findByPath(body, name);
    if (found === undefined || found === null)
      throw new EngineError(`${name} is absent, so its end cannot be compared with “${ending}”.`);
    const text = typeof found === 'string' ? found : shownJson(found);
    const fits = ignoreCase ? text.toLowerCase().endsWith(ending.toLowerCase()) : text.endsWith(ending);
    return fits ? verdict : failure(`${name} must end with “${ending}”.`, `…${ending}`, text);
  };
}

function regexProperty({ name, isRequired, attributes }: Rule): PropertyCheck {
  const shouldMatch = attributes.flag('ShouldMatch', true);
  const pattern = toPattern(attributes.text('ExpectedValue') ?? '', attributes.flag('IgnoreCase', false));
  return (body) => {
    const found = findByPath(body, name);
    if (found === undefined) {
      if (isRequired) throw new EngineError(`${name} is absent, though a pattern for it is required.`);
      return PASS;
    }
    if (found === null || found === '')
      return failure(
        `${name} is null or empty; leave it out when it is not set.`,
        'absent, or a value',
        shownJson(found),
      );
    const text = typeof found === 'string' ? found : shownJson(found);
    return pattern.test(text) === shouldMatch
      ? PASS
      : failure(
          `${name} ${shouldMatch ? 'does not match' : 'matches'} the pattern.`,
          `${shouldMatch ? '' : 'not '}${pattern.source}`,
          text,
        );
  };
}

function toPattern(source: string, ignoreCase: boolean): RegExp {
  try {
    return new RegExp(source, ignoreCase ? 'i' : '');
  } catch (error) {
    throw new CasesError(`“${source}” is no regular expression (${error instanceof Error ? error.message : ''}).`);
  }
}

function urlProperty(rule: Rule): PropertyCheck {
  const { name, attributes } = rule;
  const needsToken = attributes.flag('MustIncludeAccessToken', false);
  return (body) => {
    const found = findByPath(body, name);
    const answer = missing(rule, found);
    if (answer || found === undefined) return answer ?? PASS;
    if (typeof found !== 'string' || !isAbsoluteUrl(found))
      return failure(`${name} is not an absolute URL.`, 'an absolute URL', shownJson(found));
    if (needsToken && !/[?&]access_token=/i.test(found))
      return failure(`${name} carries no access token.`, '…access_token=…', found);
    return PASS;
  };
}

function arrayProperty(rule: Rule): PropertyCheck {
  const { name, attributes } = rule;
  const written = attributes.text('ContainsValue') || undefined;
  return (body, context) => {
    const found = findByPath(body, name);
    const answer = missing(rule, found);
    if (answer || found === undefined) return answer ?? PASS;
    const expected = savedOf(attributes, context) ?? written;
    if (expected === undefined)
      return Array.isArray(found)
        ? PASS
        : warning(`${name} is no list; upstream does not look at that.`, 'a list', shownJson(found));
    if (!Array.isArray(found) || found.some((item) => typeof item === 'object' && item !== null))
      return failure(`${name} is no list of plain values.`, `a list with ${expected}`, shownJson(found));
    return found.some((item) => shownJson(item).replaceAll('"', '').toLowerCase() === expected.toLowerCase())
      ? PASS
      : failure(`${name} does not contain ${expected}.`, `a list with ${expected}`, shownJson(found));
  };
}

function lengthProperty({ name, isRequired, attributes }: Rule): PropertyCheck {
  const expected = attributes.number('ExpectedValue') ?? 0;
  return (body) => {
    const found = findByPath(body, name);
    if (!Array.isArray(found))
      return isRequired ? failure(`${name} is no list.`, `a list of ${expected}`, shownJson(found)) : PASS;
    return found.length === expected
      ? PASS
      : failure(`${name} has another number of elements.`, String(expected), String(found.length));
  };
}
