import { EventEmitter } from 'node:events';
import type { Session, WebContents, WebFrameMain } from 'electron';
import { expect, test } from 'vitest';
import { isTrustedFrame, lockDownContents, lockDownSession } from '../../main/shell/security.ts';

const isOwnPage = (url: string) => url.startsWith('app://ui/');

test('the page may write to the clipboard and nothing else', () => {
  const { session, ask } = sessionStandIn();
  lockDownSession(session);
  // oxfmt-ignore
  expect(['clipboard-sanitized-write', 'clipboard-read', 'geolocation', 'media', 'notifications', 'openExternal', 'fullscreen'].map(ask))
    .toEqual([true, false, false, false, false, false, false]);
});

test('devices are refused, and the spell checker fetches nothing', () => {
  const { session, state } = sessionStandIn();
  lockDownSession(session);
  expect(state.deviceAllowed()).toBe(false);
  expect(state.spellChecker).toBe(false);
});

test('a link opens in the browser and no window of ours', () => {
  const { contents, opened, open } = contentsStandIn();
  lockDownContents(contents, { isOwnPage, openExternal: async (url) => void opened.push(url), onRefused: () => {} });
  expect(open('https://example.com/')).toEqual({ action: 'deny' });
  expect(opened).toEqual(['https://example.com/']);
});

test('a link that is refused is told, not lost', async () => {
  const { contents, open } = contentsStandIn();
  const refused = new Promise((resolve) => {
    const openExternal = () => Promise.reject(new Error('refused'));
    lockDownContents(contents, { isOwnPage, openExternal, onRefused: resolve });
  });
  open('file:///etc/passwd');
  expect(await refused).toEqual(new Error('refused'));
});

// oxfmt-ignore
test.each([
  ['will-navigate',       'https://example.com/', true],
  ['will-navigate',       'file:///etc/passwd',   true],
  ['will-navigate',       'app://ui/#/files',     false],
  ['will-redirect',       'https://example.com/', true],
  ['will-attach-webview', 'app://ui/',            true],
])('%s to %s is prevented: %s', (name, url, expected) => {
  const { contents, emitter } = contentsStandIn();
  lockDownContents(contents, { isOwnPage, openExternal: async () => {}, onRefused: () => {} });
  let prevented = false;
  emitter.emit(name, { url, preventDefault: () => (prevented = true) });
  expect(prevented).toBe(expected);
});

// oxfmt-ignore
test.each([
  ['our page',              { url: 'app://ui/', parent: null },       true],
  ['a frame in our page',   { url: 'app://ui/', parent: {} },         false],
  ['another page',          { url: 'https://evil/', parent: null },   false],
  ['a frame that has gone', null,                                     false],
])('a message from %s is trusted: %s', (_from, frame, expected) => {
  expect(isTrustedFrame(frame as WebFrameMain | null, isOwnPage)).toBe(expected);
});

type Decide = (contents: null, permission: string, answer: (allowed: boolean) => void) => void;
type Check = (contents: null, permission: string) => boolean;

/** The four setters of a session that are used, and what was set. */
function sessionStandIn() {
  const state = {
    decide: (() => {}) as Decide,
    check: (() => true) as Check,
    deviceAllowed: () => true,
    spellChecker: true,
  };
  const session = {
    setPermissionRequestHandler: (handler: Decide) => (state.decide = handler),
    setPermissionCheckHandler: (handler: Check) => (state.check = handler),
    setDevicePermissionHandler: (handler: () => boolean) => (state.deviceAllowed = handler),
    setSpellCheckerEnabled: (enabled: boolean) => (state.spellChecker = enabled),
  } as unknown as Session;
  /** Allowed only when the request and the check agree. */
  const ask = (permission: string): boolean => {
    let granted = false;
    state.decide(null, permission, (allowed) => (granted = allowed));
    return granted && state.check(null, permission);
  };
  return { session, state, ask };
}

function contentsStandIn() {
  const emitter = new EventEmitter();
  const opened: string[] = [];
  let open: (url: string) => unknown = () => undefined;
  const contents = Object.assign(emitter, {
    setWindowOpenHandler: (handler: (details: { url: string }) => unknown) => {
      open = (url) => handler({ url });
    },
  }) as unknown as WebContents;
  return { contents, emitter, opened, open: (url: string) => open(url) };
}
