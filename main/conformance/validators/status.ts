import type { XmlElement } from '../../wopi/protocol/xml.ts';
import { attributesOf } from '../attributes.ts';
import { CasesError, failure, headerOf, NO_ANSWER_STATUS, PASS } from '../model.ts';
import type { Answer, Validator, Verdict } from '../model.ts';

export function readStatusValidator(element: XmlElement): Validator {
  const expected = attributesOf(element).number('ExpectedCode');
  if (expected === undefined) throw new CasesError('a ResponseCodeValidator has no ExpectedCode.');
  return { looksAtStatus: true, check: (answer) => checkStatus(answer, expected) };
}

export function checkStatus(answer: Answer, expected: number): Verdict {
  if (answer.status === expected) return PASS;
  if (answer.problem !== null) return failure(answer.problem, String(expected), 'no answer');
  return failure('The status is not the expected one.', String(expected), String(answer.status));
}

/** Added to every request that has validators: without an answer none of them can pass. */
export function checkAnswered(answer: Answer): Verdict {
  return answer.status === NO_ANSWER_STATUS && answer.problem !== null
    ? failure(answer.problem, 'an answer', 'none')
    : PASS;
}

/** Comes before all others: what Content-Length announces is what arrives. */
export function checkLength(answer: Answer): Verdict {
  const announced = headerOf(answer, 'Content-Length');
  if (announced === undefined || answer.problem !== null) return PASS;
  const received = String(answer.body.length);
  return announced.trim() === received
    ? PASS
    : failure(
        'Content-Length does not match the bytes that arrived.',
        `${announced.trim()} bytes`,
        `${received} bytes`,
      );
}
