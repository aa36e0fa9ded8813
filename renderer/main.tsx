import { createRoot } from 'react-dom/client';
import { findBridge } from './api/bridge-channel.ts';
import { hasKeyInAddress, takeSessionKey } from './api/session-key.ts';
import { createSocketChannel, type SocketState } from './api/socket-channel.ts';
import { App } from './app.tsx';
import { useConnection } from './state/connection.ts';
import './ui/base.css';

/** Written by the server for this one answer; style elements without it are refused by the page's policy. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

function followSocket(state: SocketState): void {
  if (state.phase === 'lost') {
    useConnection.setState({ phase: 'lost', attempt: state.attempt, retryAt: state.retryAt });
  } else {
    useConnection.setState({ phase: state.phase === 'open' ? 'loading' : 'connecting', retryAt: null });
  }
}

function socketUrl(): string {
  return `${window.location.protocol === 'https:' ? 'wss:' : 'ws:'}//${window.location.host}/live`;
}

/** The one choice between the desktop app and the browser: everything below gets a channel and does not ask again. */
function start(): void {
  const root = createRoot(document.querySelector('#root') ?? document.body);
  const bridge = findBridge();
  if (bridge) {
    root.render(<App channel={bridge} nonce={nonce} />);
    return;
  }
  const key = takeSessionKey();
  const channel = key === null ? null : createSocketChannel({ url: socketUrl(), key, onState: followSocket });
  root.render(<App channel={channel} nonce={nonce} retry={channel?.retry} />);
}

/** A new address pasted over the old one changes the hash only: the page must start anew with its key. */
window.addEventListener('hashchange', () => {
  if (hasKeyInAddress()) window.location.reload();
});

start();
