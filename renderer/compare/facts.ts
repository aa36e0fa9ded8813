import type { ExchangeDetail } from '../../preload/contract.ts';
import { outcomeWords } from '../inspector/outcomes.ts';
import { nameOfRequest } from '../inspector/plain-requests.ts';
import { formatBytes, formatDuration, formatFull, NONE } from '../ui/format.ts';

interface Fact {
  label: string;
  read: (detail: ExchangeDetail) => string | null;
  /** Differs between any two requests and means nothing by itself. */
  isIncidental?: boolean;
}

/** What is told of two exchanges side by side. */
const facts: readonly Fact[] = [
  { label: 'Operation', read: nameOfRequest },
  { label: 'Status', read: ({ status }) => (status === null ? null : String(status)) },
  { label: 'Outcome', read: outcomeWords },
  { label: 'Reason', read: ({ explanation }) => explanation },
  { label: 'File', read: ({ fileName }) => fileName },
  { label: 'Person', read: ({ personName }) => personName },
  { label: 'Client', read: ({ client }) => client },
  { label: 'Method', read: ({ method }) => method },
  { label: 'Address', read: ({ url }) => url },
  { label: 'Token', read: ({ tokenId }) => tokenId },
  { label: 'Session', read: ({ sessionId }) => sessionId },
  { label: 'Lock before', read: ({ before }) => before?.lockId ?? null },
  { label: 'Lock after', read: ({ after }) => after?.lockId ?? null },
  { label: 'Version before', read: ({ before }) => before?.version ?? null },
  { label: 'Version after', read: ({ after }) => after?.version ?? null },
  { label: 'Proof', read: ({ proof }) => proof.verdict },
  { label: 'From', read: ({ remoteAddress, httpVersion }) => `${remoteAddress}, HTTP/${httpVersion}` },
  { label: 'Request body', read: ({ requestBytes }) => formatBytes(requestBytes) },
  { label: 'Answer body', read: ({ responseBytes }) => formatBytes(responseBytes) },
  { label: 'When', read: ({ realAt }) => formatFull(realAt), isIncidental: true },
  { label: 'Duration', read: ({ durationMs }) => formatDuration(durationMs), isIncidental: true },
  { label: 'Correlation', read: ({ correlationId }) => correlationId, isIncidental: true },
];

export interface FactPair {
  label: string;
  left: string;
  right: string;
  isSame: boolean;
  isIncidental: boolean;
}

export function compareFacts(left: ExchangeDetail, right: ExchangeDetail): FactPair[] {
  return facts.map(({ label, read, isIncidental = false }) => {
    const [one, other] = [read(left) ?? NONE, read(right) ?? NONE];
    return { label, left: one, right: other, isSame: one === other, isIncidental };
  });
}

/** In one sentence what is different: 'Status, outcome and lock before differ; 14 facts are the same.' */
export function summarize(pairs: readonly FactPair[]): string {
  const told = pairs
    .filter(({ isSame, isIncidental }) => !isSame && !isIncidental)
    .map(({ label }) => label.toLowerCase());
  const same = pairs.filter(({ isSame }) => isSame).length;
  if (told.length === 0) return 'Nothing but time and ids of the call differs.';
  const list = told.length === 1 ? told[0] : `${told.slice(0, -1).join(', ')} and ${told.at(-1)}`;
  const words = `${list} ${told.length === 1 ? 'differs' : 'differ'}; ${same} ${same === 1 ? 'fact is' : 'facts are'} the same.`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}
