import { lazy, memo, Suspense, useEffect, useRef, useState, type ComponentType, type ReactNode } from 'react';
import { FluentProvider, RendererProvider, type GriffelRenderer } from '@fluentui/react-components';
import type { DocumentKind, EditorState } from '../../preload/editor-contract.ts';
import { ConfirmProvider } from '../ui/confirm.tsx';
import { Loading } from '../ui/empty.tsx';
import { themes, useShownTheme } from '../ui/theme.ts';
import { Toasts } from '../ui/toasts.tsx';
import { Banners } from './banners.tsx';
import { DocumentBoundary } from './document-boundary.tsx';
import { ToolsContext, useTools, type Tools } from './context.ts';
import { DownloadView } from './download-view.tsx';
import { FailureView } from './failure-view.tsx';
import { StatusBar } from './status-bar.tsx';
import { useSandbox } from './store.ts';
import { TopBar } from './top-bar.tsx';
import { WopiPanel } from './wopi-panel.tsx';

/** Heavy editors load when a document of their kind is opened. */
const views: Record<DocumentKind, ComponentType> = {
  text: lazy(async () => ({ default: (await import('./text-view.tsx')).TextView })),
  word: lazy(async () => ({ default: (await import('./docx-view.tsx')).DocxView })),
  sheet: lazy(async () => ({ default: (await import('./xlsx-view.tsx')).XlsxView })),
  slides: lazy(async () => ({ default: (await import('./pptx-view.tsx')).PptxView })),
  download: DownloadView,
};

export function SandboxApp({ renderer, tools }: { renderer: GriffelRenderer; tools: Tools }): ReactNode {
  const shown = useShownTheme('system');
  useEffect(() => {
    document.documentElement.dataset['theme'] = shown;
    document.documentElement.style.colorScheme = shown === 'light' ? 'light' : 'dark';
  }, [shown]);
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <FluentProvider theme={themes[shown]} className="ws-provider">
        <ToolsContext value={tools}>
          <ConfirmProvider>
            <Frame />
          </ConfirmProvider>
        </ToolsContext>
        <Toasts />
      </FluentProvider>
    </RendererProvider>
  );
}

function Frame(): ReactNode {
  const { connection, host } = useTools();
  const { kind, action } = connection.config;
  const state = useSandbox((store) => store.state);
  const isPanelOpen = useSandbox((store) => store.isPanelOpen);
  const [isBlurred, setBlurred] = useState(false);
  useEffect(() => host.onBlur(setBlurred), [host]);
  useLoadedMessage(state);
  useEditNotification(state);
  useUnloadWarning();
  const isEmbedded = action === 'embedview';

  return (
    <div className="sb-frame" data-kind={kind} data-dimmed={isBlurred}>
      <TopBar isEmbedded={isEmbedded} />
      <Banners />
      <div className="sb-body">
        <DocumentArea />
        {isPanelOpen && !isEmbedded ? <WopiPanel /> : null}
      </div>
      <StatusBar />
    </div>
  );
}

/** Apart from the frame, which draws anew with every state of the session: the editors inside should not. */
const DocumentArea = memo(function DocumentArea(): ReactNode {
  const { connection } = useTools();
  const hasFailed = useSandbox((store) => store.state?.mode === 'failed');
  const { kind } = connection.config;
  const View = views[kind];
  // The grid brings a main landmark of its own.
  const Landmark = kind === 'sheet' && !hasFailed ? 'div' : 'main';
  return (
    <Landmark className="sb-document" {...(Landmark === 'main' ? { 'aria-label': 'Document' } : {})}>
      {hasFailed ? (
        <FailureView />
      ) : (
        <DocumentBoundary>
          <Suspense fallback={<Loading what="the editor" />}>
            <View />
          </Suspense>
        </DocumentBoundary>
      )}
    </Landmark>
  );
});

/** App_LoadingStatus when the document is there; hosts wait for it before they send anything. */
function useLoadedMessage(state: EditorState | null): void {
  const { host } = useTools();
  const isSent = useRef(false);
  const isThere = state !== null && state.mode !== 'opening';
  useEffect(() => {
    if (!isThere || isSent.current) return;
    isSent.current = true;
    host.post('App_LoadingStatus', { Status: 'Document_Loaded', DocumentLoadedTime: Date.now() });
  }, [isThere, host]);
}

const NOTIFY_EVERY_MS = 5 * 60_000;

/** Edit_Notification at the first change and then at most every five minutes, when the host asked for it. */
function useEditNotification(state: EditorState | null): void {
  const { host } = useTools();
  const sentAt = useRef(0);
  const isEditing = state !== null && state.links.editNotification && state.save.state !== 'saved';
  useEffect(() => {
    if (!isEditing || Date.now() - sentAt.current < NOTIFY_EVERY_MS) return;
    sentAt.current = Date.now();
    host.post('Edit_Notification');
  }, [isEditing, host]);
}

/** The browser asks before it throws away what the server does not have. */
function useUnloadWarning(): void {
  const hasUnsent = useSandbox((store) => store.hasUnsent);
  useEffect(() => {
    if (!hasUnsent) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [hasUnsent]);
}
