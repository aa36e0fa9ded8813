import type { FileMemory } from './past.ts';
import type { Seen } from './seen.ts';

const KEPT = 60;

/** A version that an answer states, with what went over the wire under it. */
export interface StatedVersion {
  version: string;
  sha256: string | null;
  size: number | null;
}

/** The version a successful answer states of the file as it is afterwards; null when it states none. */
export function statedVersion(now: Seen): StatedVersion | null {
  if (!now.succeeded) return null;
  const { operation, result } = now;
  if (operation === 'CheckFileInfo') {
    const version = result?.['Version'];
    const size = result?.['Size'];
    return typeof version === 'string' ? { version, size: typeof size === 'number' ? size : null, sha256: null } : null;
  }
  const version = now.answered('X-WOPI-ItemVersion');
  if (version === null || version === '') return null;
  if (operation === 'GetFile')
    return {
      version,
      sha256: now.responseSha256,
      size: now.exchange.method === 'HEAD' ? null : now.exchange.responseBytes,
    };
  if (operation === 'PutFile') return { version, sha256: now.requestSha256, size: now.exchange.requestBytes };
  return { version, sha256: null, size: null };
}

export function noteVersion(file: FileMemory, now: Seen): void {
  const stated = statedVersion(now);
  if (now.operation === 'PutFile' && now.succeeded) {
    file.isFilledByLastSave = (now.exchange.before?.size ?? file.size) === 0;
    file.saved = {
      version: now.answered('X-WOPI-ItemVersion'),
      sha256: now.requestSha256,
      exchangeId: now.id,
    };
    file.size = now.exchange.requestBytes;
  }
  if (!stated) {
    if (now.operation === 'PutFile' && now.succeeded) file.version = null;
    return;
  }
  const { version, sha256, size } = stated;
  const known = file.versions.get(version);
  file.versions.delete(version);
  file.versions.set(version, {
    sha256: sha256 ?? known?.sha256 ?? null,
    size: size ?? known?.size ?? null,
    exchangeId: now.id,
  });
  const [oldest] = file.versions.keys();
  if (file.versions.size > KEPT && oldest !== undefined) file.versions.delete(oldest);
  file.version = version;
  file.size = size ?? file.size;
}

export function base64ToHex(text: string): string {
  return Buffer.from(text, 'base64').toString('hex');
}
