import type { ConformanceFinding } from '../../../preload/contract.ts';
import type { XmlElement } from '../../wopi/protocol/xml.ts';
import type { Validator } from '../model.ts';
import { CasesError, merge } from '../model.ts';
import { readContentValidator } from './content.ts';
import { readFramesValidator } from './frames.ts';
import { readHeaderValidator, readLockMismatchValidator } from './headers.ts';
import { readJsonContentValidator } from './json-content.ts';
import { readSchemaValidator } from './schema.ts';
import { readStatusValidator } from './status.ts';

const READERS: Readonly<Record<string, (element: XmlElement) => Validator>> = {
  ResponseCodeValidator: readStatusValidator,
  ResponseHeaderValidator: readHeaderValidator,
  LockMismatchValidator: readLockMismatchValidator,
  ResponseContentValidator: readContentValidator,
  JsonSchemaValidator: readSchemaValidator,
  JsonResponseContentValidator: readJsonContentValidator,
  FramesValidator: readFramesValidator,
  And: readAnd,
  Or: readOr,
};

/** @throws CasesError for an element that is no validator */
export function readValidator(element: XmlElement): Validator {
  const reader = READERS[element.name];
  if (!reader) throw new CasesError(`“${element.name}” is no validator.`);
  return reader(element);
}

function readAnd(element: XmlElement): Validator {
  const children = element.children.map(readValidator);
  return {
    looksAtStatus: children.some(({ looksAtStatus }) => looksAtStatus),
    check: (answer, context) => merge(children.map((child) => child.check(answer, context))),
  };
}

/** Passes when one child does. When none does, what each of them expected of the same thing is told as one failure. */
function readOr(element: XmlElement): Validator {
  const children = element.children.map(readValidator);
  return {
    looksAtStatus: children.length > 0 && children.every(({ looksAtStatus }) => looksAtStatus),
    check(answer, context) {
      const verdicts = children.map((child) => child.check(answer, context));
      const passed = verdicts.find(({ failures }) => failures.length === 0);
      if (passed) return passed;
      const { failures, warnings } = merge(verdicts);
      return { failures: asAlternatives(failures), warnings };
    },
  };
}

/** “401”, “404” → “401 or 404”, where message and what was received are the same. */
function asAlternatives(failures: readonly ConformanceFinding[]): ConformanceFinding[] {
  const told: ConformanceFinding[] = [];
  for (const failure of failures) {
    const same = told.find(({ message, received }) => message === failure.message && received === failure.received);
    if (same === undefined) told.push({ ...failure });
    else if (same.expected === null || failure.expected === null) same.expected = null;
    else if (!same.expected.split(' or ').includes(failure.expected)) same.expected += ` or ${failure.expected}`;
  }
  return told;
}
