import type { PageConfig } from '../../preload/editor-contract.ts';

/** Messages of this editor to the host page, as Office spells them. */
type OutgoingId =
  | 'App_LoadingStatus'
  | 'Edit_Notification'
  | 'File_Rename'
  | 'UI_Close'
  | 'UI_Edit'
  | 'UI_FileVersions'
  | 'UI_Sharing';

export interface HostMessages {
  post(id: OutgoingId, values?: Record<string, unknown>): void;
  /** True while the host page shows something over the frame. */
  onBlur(listener: (isBlurred: boolean) => void): void;
}

/**
 * PostMessage with the host page. Everything goes to the exact origin CheckFileInfo named and is taken from there
 * only; without that origin nothing is said or heard. What the host says counts after Host_PostmessageReady.
 */
export function speakWithHost(config: PageConfig, wdUserSession: string): HostMessages {
  const origin = config.postMessageOrigin;
  let isHostReady = false;
  let blurred: (isBlurred: boolean) => void = () => undefined;
  const isFramed = window.parent !== window;

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (origin === null || event.origin !== origin || event.source !== window.parent) return;
    const id = messageId(event.data);
    if (id === 'Host_PostmessageReady') isHostReady = true;
    else if (isHostReady && id === 'Blur_Focus') blurred(true);
    else if (isHostReady && id === 'Grab_Focus') blurred(false);
  });

  return {
    post(id, values = {}) {
      if (origin === null || !isFramed) return;
      const message = {
        MessageId: id,
        SendTime: Date.now(),
        Values: { ...values, wdUserSession, 'ui-language': config.uiLanguage },
      };
      window.parent.postMessage(JSON.stringify(message), origin);
    },
    onBlur(listener) {
      blurred = listener;
    },
  };
}

/** Office sends text; an object is understood as well. */
function messageId(data: unknown): string | null {
  let value = data;
  if (typeof data === 'string') {
    try {
      value = JSON.parse(data);
    } catch {
      return null;
    }
  }
  const id = typeof value === 'object' && value !== null ? (value as { MessageId?: unknown }).MessageId : undefined;
  return typeof id === 'string' ? id : null;
}
