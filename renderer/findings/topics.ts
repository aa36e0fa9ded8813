import type { FindingTopic } from '../../preload/contract.ts';

/** What a rule is about, as the list says it. */
export const topics: Record<FindingTopic, string> = {
  tokens: 'Access tokens',
  'file-info': 'CheckFileInfo',
  locks: 'Locks',
  content: 'Content and versions',
  names: 'Names and folders',
  addresses: 'Addresses and pages',
  proof: 'Proof keys',
  mobile: 'Mobile sign-in',
  answers: 'Answers',
  client: 'The client',
};
