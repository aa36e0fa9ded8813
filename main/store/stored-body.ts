import type { BodyInfo } from '../../preload/contract.ts';

/** `bytes` where they are at hand. */
export interface StoredBody {
  sha256: string | null;
  bytes: Uint8Array | null;
}

const GONE_WITH_VERSION =
  'These bytes were a version of the file that is not kept any more (Settings, budget for file versions).';

/** A body that is a file version shares its fate. */
export function whatIsLeft(
  info: BodyInfo,
  { sha256, bytes }: StoredBody,
  pathOfBytes: (sha256: string) => string | undefined,
): BodyInfo {
  if (sha256 === null || info.kept === 0 || bytes) return info;
  return pathOfBytes(sha256) === undefined ? { ...info, kept: 0, missing: GONE_WITH_VERSION } : info;
}
