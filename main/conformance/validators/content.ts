import type { XmlElement } from '../../wopi/protocol/xml.ts';
import { attributesOf } from '../attributes.ts';
import { failure, PASS } from '../model.ts';
import type { Validator } from '../model.ts';

/** The bytes of the body, compared with a document of the suite or with a text. */
export function readContentValidator(element: XmlElement): Validator {
  const attributes = attributesOf(element);
  const resourceId = attributes.text('ExpectedResourceId') ?? '';
  const text = attributes.text('ExpectedBodyContent') ?? '';
  return {
    looksAtStatus: false,
    check(answer, { resources }) {
      const expected = resourceId === '' ? Buffer.from(text) : resources.content(resourceId);
      if (answer.body.equals(expected)) return PASS;
      return failure('The body is not the expected one.', shown(expected), shown(answer.body));
    },
  };
}

function shown(bytes: Buffer): string {
  const beginning = bytes.subarray(0, 120).toString('utf8');
  const isText = !/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(beginning);
  return `${bytes.length} bytes${isText && bytes.length > 0 ? `: ${beginning}${bytes.length > 120 ? '…' : ''}` : ''}`;
}
