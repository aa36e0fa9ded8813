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

/** Passes when one child does; otherwise the failures of all of them are told. */
function readOr(element: XmlElement): Validator {
  const children = element.children.map(readValidator);
  return {
    looksAtStatus: children.length > 0 && children.every(({ looksAtStatus }) => looksAtStatus),
    check(answer, context) {
      const verdicts = children.map((child) => child.check(answer, context));
      return verdicts.find(({ failures }) => failures.length === 0) ?? merge(verdicts);
    },
  };
}
