import type { CapturedBody, FinishedExchange } from '../store/exchange-record.ts';
import { headerText } from '../wopi/protocol/header-text.ts';
import type { ExchangeLine } from './capture-format.ts';

/**
 * A line of a capture file as the writer takes it.
 * @param sizes of the bodies the file holds, by hash
 */
export function toFinished(
  line: ExchangeLine,
  sizes: ReadonlyMap<string, number>,
): { exchange: FinishedExchange; missing: number } {
  const { requestHeaders, responseHeaders, requestBody, responseBody, ...rest } = line;
  const { url, httpVersion, remoteAddress, before, after, proof, explanation, firstByteMs, replayOf, ...row } = rest;
  let missing = 0;
  const body = ({ hidden, ...info }: ExchangeLine['requestBody']): CapturedBody => {
    const marks = hidden === undefined ? {} : { hidden };
    if (info.sha256 === null || info.kept === 0) return { ...info, ...marks, sha256: null, bytes: null, cost: 0 };
    const size = sizes.get(info.sha256);
    if (size === undefined) {
      missing += 1;
      return { ...info, ...marks, kept: 0, missing: NOT_IN_FILE, sha256: null, bytes: null, cost: 0 };
    }
    return { ...info, ...marks, kept: Math.min(info.kept, size), bytes: null, cost: size };
  };
  const exchange: FinishedExchange = {
    row,
    facts: {
      url,
      httpVersion,
      remoteAddress,
      before,
      after,
      proof,
      explanation,
      firstByteMs,
      ...(replayOf === undefined ? {} : { replayOf }),
    },
    requestHeaders: headerText(requestHeaders),
    responseHeaders: headerText(responseHeaders),
    requestBody: body(requestBody),
    responseBody: body(responseBody),
  };
  return { exchange, missing };
}

const NOT_IN_FILE = 'The capture file does not hold these bytes.';
