import type { XmlElement } from '../../wopi/protocol/xml.ts';
import { attributesOf } from '../attributes.ts';
import { CasesError, EngineError, failure, headerOf, merge, PASS, textOf, warning } from '../model.ts';
import type { Answer, Validator, Verdict } from '../model.ts';
import { isStrictJson, JsonError } from '../relaxed-json.ts';
import { isSchemaName, schemaProblems } from '../schemas.ts';

export function readSchemaValidator(element: XmlElement): Validator {
  const name = attributesOf(element).required('Schema');
  if (!isSchemaName(name)) throw new CasesError(`there is no schema “${name}”.`);
  return {
    looksAtStatus: false,
    check(answer) {
      const text = textOf(answer);
      if (text === '') return failure(`The body is empty; ${name} expects an object.`, name, '(empty)');
      return merge([schemaVerdict(name, text), jsonForm(answer)]);
    },
  };
}

function schemaVerdict(name: string, text: string): Verdict {
  let problems: string[];
  try {
    problems = schemaProblems(name, text);
  } catch (error) {
    if (error instanceof JsonError) throw new EngineError(`The body is not JSON: ${error.message}`, { cause: error });
    throw error;
  }
  return problems.length === 0
    ? PASS
    : merge(problems.map((problem) => failure(`The body does not satisfy ${name}.`, name, problem)));
}

/** What upstream's parser forgives, and clients may not. */
export function jsonForm(answer: Answer): Verdict {
  const type = headerOf(answer, 'Content-Type');
  const found: Verdict[] = [];
  if (!isStrictJson(textOf(answer)))
    found.push(warning('The body is JSON only for a forgiving parser.', 'standard JSON', null));
  if (answer.body.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])))
    found.push(warning('The body begins with a byte order mark.', 'no byte order mark', null));
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type ?? ''))
    found.push(warning('The body is JSON, but Content-Type says otherwise.', 'application/json', type ?? '(absent)'));
  return merge(found);
}
