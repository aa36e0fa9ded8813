import { createRoot } from 'react-dom/client';
import { createDOMRenderer } from '@fluentui/react-components';
import { SandboxApp } from './app.tsx';
import { readConfig } from './config.ts';
import { connect } from './connection.ts';
import { speakWithHost } from './post-message.ts';
import '../ui/base.css';
import './sandbox.css';

function start(): void {
  const root = createRoot(document.querySelector('#root') ?? document.body);
  const config = readConfig();
  if (config === null) {
    root.render(<p>Open a document from the Files page of WOPI Sandbox.</p>);
    return;
  }
  // Where the policy allows inline styles as a whole, a nonce does no harm.
  const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce: config.nonce } });
  const tools = { connection: connect(config), host: speakWithHost(config, config.userSession) };
  tools.host.post('App_LoadingStatus', { Status: 'Frame_Ready' });
  root.render(<SandboxApp renderer={renderer} tools={tools} />);
}

start();
