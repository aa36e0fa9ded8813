import type { Session, WebContents, WebFrameMain } from 'electron';
import type { OpenExternal } from './external.ts';

/** Copying text is all the page may do beyond drawing. */
const ALLOWED_PERMISSIONS = new Set(['clipboard-sanitized-write']);

/** Refuses every permission and device the page could ask for, and everything that would go out by itself. */
export function lockDownSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(ALLOWED_PERMISSIONS.has(permission)));
  session.setPermissionCheckHandler((_contents, permission) => ALLOWED_PERMISSIONS.has(permission));
  session.setDevicePermissionHandler(() => false);
  // its dictionaries come from the network
  session.setSpellCheckerEnabled(false);
}

interface Guard {
  isOwnPage(url: string): boolean;
  openExternal: OpenExternal;
  /** Told why an address was not opened. */
  onRefused(error: unknown): void;
}

/** Keeps a window on its own page: links open in the system's browser, nothing else is loaded or framed. */
export function lockDownContents(contents: WebContents, { isOwnPage, openExternal, onRefused }: Guard): void {
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url).catch(onRefused);
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** True when a message comes from the top frame of our own page: a frame inside it has no say. */
export function isTrustedFrame(frame: WebFrameMain | null, isOwnPage: (url: string) => boolean): boolean {
  return frame !== null && frame.parent === null && isOwnPage(frame.url);
}
