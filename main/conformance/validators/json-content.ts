import type { XmlElement } from '../../wopi/protocol/xml.ts';
import { attributesOf } from '../attributes.ts';
import { failure, merge, PASS, textOf } from '../model.ts';
import type { Validator } from '../model.ts';
import type { Json } from '../relaxed-json.ts';
import { JsonError, parseRelaxedJson } from '../relaxed-json.ts';
import { readProperty } from './properties.ts';
import { jsonForm } from './schema.ts';

/** The body as a JSON object, and a list of statements about its properties. */
export function readJsonContentValidator(element: XmlElement): Validator {
  const shouldExist = attributesOf(element).flag('ShouldExist', true);
  const properties = element.children.map(readProperty);
  return {
    looksAtStatus: false,
    check(answer, context) {
      const text = textOf(answer);
      if (text === '') return shouldExist ? failure('The body is empty.', 'a JSON object', '(empty)') : PASS;
      if (!shouldExist) return failure('There is a body where none is expected.', 'no body', text.slice(0, 200));
      const body = toObject(text);
      if (typeof body === 'string') return failure(body, 'a JSON object', text.slice(0, 200));
      return merge([...properties.map((property) => property(body, context)), jsonForm(answer)]);
    },
  };
}

/** The object, or what is wrong. */
function toObject(text: string): Record<string, Json> | string {
  try {
    const value = parseRelaxedJson(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? value
      : 'The body is JSON, but not an object.';
  } catch (error) {
    if (error instanceof JsonError) return `The body is not JSON: ${error.message}`;
    throw error;
  }
}
