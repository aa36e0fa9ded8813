import { useCallback, useSyncExternalStore } from 'react';

/*
 * The whole address of a screen stands in the hash: `#/traffic?f=status:409&x=123`. One build then works under the
 * desktop app's own protocol and under any path of the headless server, and every row has a link.
 */

const CHANGED = 'wopi-sandbox:location';

function readHash(): string {
  const hash = window.location.hash.replace(/^#/, '');
  return hash.startsWith('/') ? hash : '/';
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener('hashchange', listener);
    window.removeEventListener(CHANGED, listener);
  };
}

function pathOf(hash: string): string {
  return hash.split('?', 1)[0] ?? '/';
}

function searchOf(hash: string): string {
  const mark = hash.indexOf('?');
  return mark < 0 ? '' : hash.slice(mark + 1);
}

/** Goes to `/room?name=value`. Replacing leaves no step in the history: right for what changes with every key press. */
export function go(to: string, { replace = false }: { replace?: boolean } = {}): void {
  if (readHash() === to) return;
  if (!replace) {
    window.location.hash = to;
    return;
  }
  window.history.replaceState(null, '', `#${to}`);
  window.dispatchEvent(new Event(CHANGED));
}

/** For wouter's `<Router hook={…}>`. */
export function useHashPath(): [string, typeof go] {
  const hash = useSyncExternalStore(subscribe, readHash);
  return [pathOf(hash), go];
}

/** Rooms that read traffic; between them the recording that was chosen stays chosen, because ids are those of it. */
const RECORDED = new Set(['/traffic', '/sessions', '/findings']);

export function linkTo(path: string, params: Record<string, string | null>): string {
  const search = new URLSearchParams();
  const source = RECORDED.has(path) && !('source' in params) ? recordingIn(readHash()) : null;
  for (const [name, value] of Object.entries(params)) if (value !== null && value !== '') search.set(name, value);
  if (source !== null) search.set('source', source);
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The room that is shown, when it reads traffic. */
export function hereOr(other: string): string {
  const path = pathOf(readHash());
  return RECORDED.has(path) ? path : other;
}

function recordingIn(hash: string): string | null {
  return RECORDED.has(pathOf(hash)) ? new URLSearchParams(searchOf(hash)).get('source') : null;
}

/** A value that lives in the address, so that a reload and a sent link show the same. Set to null to take it out. */
export function useLinkParam(name: string): [string | null, (value: string | null) => void] {
  const hash = useSyncExternalStore(subscribe, readHash);
  const value = new URLSearchParams(searchOf(hash)).get(name);
  const set = useCallback(
    (next: string | null) => {
      const current = readHash();
      const params = Object.fromEntries(new URLSearchParams(searchOf(current)));
      go(linkTo(pathOf(current), { ...params, [name]: next }), { replace: true });
    },
    [name],
  );
  return [value, set];
}
