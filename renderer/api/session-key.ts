const STORAGE_NAME = 'wopi-sandbox-key';

const keyInHash = /(^#|[?&])key=([^&/?]+)/;

export function hasKeyInAddress(): boolean {
  return keyInHash.test(window.location.hash);
}

/** Takes the key out of `#key=…` (alone or beside a hash route) so that it does not stay in the address bar or in a shared link. */
export function takeSessionKey(): string | null {
  const { hash, pathname, search } = window.location;
  const match = keyInHash.exec(hash);
  if (match?.[2] === undefined) return sessionStorage.getItem(STORAGE_NAME);
  const key = decodeURIComponent(match[2]);
  sessionStorage.setItem(STORAGE_NAME, key);
  const rest = hash
    .replace(match[0], match[1] === '&' ? '' : (match[1] ?? ''))
    .replace(/\?&/, '?')
    .replace(/^#&?/, '')
    .replace(/\?$/, '');
  window.history.replaceState(null, '', pathname + search + (rest.startsWith('/') ? `#${rest}` : ''));
  return key;
}

/** Accepts the whole address the command line printed, or the key alone. */
export function readPastedKey(text: string): string | null {
  const trimmed = text.trim();
  const inAddress = /[#?&]key=([^&/?\s]+)/.exec(trimmed);
  if (inAddress?.[1] !== undefined) return decodeURIComponent(inAddress[1]);
  return trimmed !== '' && !/[\s/:]/.test(trimmed) ? trimmed : null;
}

export function rememberSessionKey(key: string): void {
  sessionStorage.setItem(STORAGE_NAME, key);
}

export function forgetSessionKey(): void {
  sessionStorage.removeItem(STORAGE_NAME);
}
