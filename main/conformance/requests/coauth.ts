import { WopiHeader } from '../../wopi/protocol/headers.ts';
import type { HeaderPair, RequestInput, RequestKind } from './kind.ts';
import { whenGiven, whenSet } from './kind.ts';

/** The metadata goes into the body or into a header, never both. */
const metadataHeader = ({ attributes }: RequestInput): HeaderPair[] =>
  attributes.text('CoauthLockMetadataAsBody') === undefined
    ? whenGiven(WopiHeader.CoauthLockMetadata, attributes, 'CoauthLockMetadata')
    : [];

const metadataBody = ({ attributes }: RequestInput): Buffer | undefined => {
  const metadata = attributes.text('CoauthLockMetadataAsBody');
  return metadata === undefined ? undefined : Buffer.from(JSON.stringify({ CoauthLockMetadata: metadata }));
};

const lockHeaders = ({ attributes }: RequestInput): HeaderPair[] => [
  ...whenGiven(WopiHeader.CoauthLockId, attributes, 'CoauthLockId'),
  ...whenGiven(WopiHeader.CoauthLockExpirationTimeout, attributes, 'CoauthLockExpirationTimeout'),
];

/** Coauthoring locks (CSPP Plus). */
export const COAUTH_REQUESTS: Readonly<Record<string, RequestKind>> = {
  GetCoauthLock: {
    method: 'POST',
    override: 'GET_COAUTH_LOCK',
    headers: (input) => [
      ...whenSet(WopiHeader.CoauthLockType, input.attributes.text('CoauthLockType')),
      ...lockHeaders(input),
      ...metadataHeader(input),
    ],
    body: metadataBody,
  },
  RefreshCoauthLock: {
    method: 'POST',
    override: 'REFRESH_COAUTH_LOCK',
    headers: (input) => [...lockHeaders(input), ...metadataHeader(input)],
    body: metadataBody,
  },
  UnlockCoauthLock: {
    method: 'POST',
    override: 'UNLOCK_COAUTH_LOCK',
    headers: ({ attributes }) => whenGiven(WopiHeader.CoauthLockId, attributes, 'CoauthLockId'),
  },
  GetCoauthTable: {
    method: 'POST',
    override: 'GET_COAUTH_TABLE',
    headers: ({ attributes, state }) => {
      const key = attributes.text('CoauthTableVersionStateKey');
      const saved = key === undefined ? undefined : state.get(key);
      return [[WopiHeader.CoauthTableVersion, saved ?? attributes.text('CoauthTableVersion') ?? '']];
    },
  },
};
