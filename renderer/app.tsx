import { Suspense, useEffect, useState, type ReactNode } from 'react';
import { createDOMRenderer, FluentProvider, RendererProvider } from '@fluentui/react-components';
import { Redirect, Route, Router, Switch } from 'wouter';
import type { Channel } from '../preload/contract.ts';
import { ApiContext, createClient } from './api/client.ts';
import { connectLive } from './api/live.ts';
import { ConnectionGate } from './shell/connection-gate.tsx';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { KeyPage } from './shell/key-page.tsx';
import { useHashPath } from './shell/location.ts';
import { rooms } from './shell/rooms.tsx';
import { Shell } from './shell/shell.tsx';
import { useConnection } from './state/connection.ts';
import { useSettings } from './state/settings.ts';
import { slices } from './state/slices.ts';
import { ConfirmProvider } from './ui/confirm.tsx';
import { Loading } from './ui/empty.tsx';
import { themes, useShownTheme } from './ui/theme.ts';
import { Toasts } from './ui/toasts.tsx';

interface AppProps {
  /** null: a browser that was opened without the session key. */
  channel: Channel | null;
  nonce: string;
  /** Connects at once instead of at the next planned attempt. */
  retry?: (() => void) | undefined;
}

export function App({ channel, nonce, retry }: AppProps): ReactNode {
  const [renderer] = useState(() =>
    createDOMRenderer(document, nonce === '' ? {} : { styleElementAttributes: { nonce } }),
  );
  const chosen = useSettings(({ settings }) => settings?.theme ?? 'system');
  const shown = useShownTheme(chosen);
  useEffect(() => {
    document.documentElement.dataset['theme'] = shown;
    document.documentElement.style.colorScheme = shown === 'light' ? 'light' : 'dark';
  }, [shown]);

  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <FluentProvider theme={themes[shown]} className="ws-provider">
        <div className="ws-app">
          <ErrorBoundary what="The page">
            <ConfirmProvider>{channel ? <Connected channel={channel} retry={retry} /> : <KeyPage />}</ConfirmProvider>
          </ErrorBoundary>
          <Toasts />
        </div>
      </FluentProvider>
    </RendererProvider>
  );
}

function Connected({ channel, retry }: { channel: Channel; retry: (() => void) | undefined }): ReactNode {
  const [api] = useState(() => createClient(channel));
  const [refresh, setRefresh] = useState<() => void>();
  useEffect(() => {
    const live = connectLive({
      channel,
      api,
      slices,
      onReady: () => useConnection.setState({ phase: 'live', hasShown: true, problem: null }),
      onProblem: (problem) => useConnection.setState({ problem }),
    });
    setRefresh(() => live.refresh);
    return live.stop;
  }, [channel, api]);

  return (
    <ApiContext value={api}>
      <Router hook={useHashPath}>
        <ConnectionGate retry={retry ?? refresh}>
          <Shell retry={retry ?? refresh}>
            <Rooms />
          </Shell>
        </ConnectionGate>
      </Router>
    </ApiContext>
  );
}

function Rooms(): ReactNode {
  return (
    <Switch>
      {rooms.map(({ path, label, page: RoomPage }) => (
        <Route key={path} path={path}>
          <ErrorBoundary key={path} what={label}>
            <Suspense fallback={<Loading what={label} />}>
              <RoomPage />
            </Suspense>
          </ErrorBoundary>
        </Route>
      ))}
      <Route>
        <Redirect to={rooms[0].path} replace />
      </Route>
    </Switch>
  );
}
