import type { ReactNode } from 'react';
import { Pause16Regular } from '@fluentui/react-icons/svg/pause';
import { Record16Regular } from '@fluentui/react-icons/svg/record';
import { Search16Regular } from '@fluentui/react-icons/svg/search';
import { useApi } from '../api/client.ts';
import { useConnection } from '../state/connection.ts';
import { useExchanges } from '../state/exchanges.ts';
import { useHost } from '../state/host.ts';
import { Dot, Kbd } from '../ui/badge.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { ClockMenu } from './clock-menu.tsx';
import { togglePause } from './capture-actions.ts';
import { useShell } from './shell-state.ts';
import { writeKeys } from './shortcuts.ts';

function baseName(folder: string): string {
  return folder.split(/[/\\]/).findLast((part) => part !== '') ?? folder;
}

function withoutScheme(address: string): string {
  return address.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

export function TopBar(): ReactNode {
  return (
    <header className="ws-top">
      <span className="ws-brand">WOPI Sandbox</span>
      <FolderChip />
      <PublicChip />
      <span className="ws-space" />
      <CaptureChip />
      <ClockMenu />
      <button
        type="button"
        className="ws-chip ws-command-box"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => useShell.setState({ dialog: 'palette' })}
      >
        <Search16Regular aria-hidden="true" />
        <span>Search or run …</span>
        <Kbd>{writeKeys('$mod+k')}</Kbd>
      </button>
    </header>
  );
}

function FolderChip(): ReactNode {
  const host = useHost((state) => state.host);
  const isLost = useConnection(({ phase }) => phase === 'lost');
  if (!host) return null;
  const { folder, folderProblem, folderIsReadOnly, addresses } = host;
  const tone = folderProblem !== null ? 'err' : folderIsReadOnly ? 'warn' : isLost ? 'neutral' : 'ok';
  const state = folderProblem !== null ? 'cannot be used' : folderIsReadOnly ? 'read-only' : '';
  return (
    <a
      className="ws-chip"
      href="#/settings"
      title={`${folder}${folderProblem === null ? '' : `\n${folderProblem}`}`}
      data-tone={tone}
    >
      <Dot tone={tone} />
      <span className="ws-clip">{baseName(folder)}</span>
      {state === '' ? null : <span>{state}</span>}
      <span className="ws-mono ws-top-address">{withoutScheme(addresses.host)}</span>
    </a>
  );
}

function PublicChip(): ReactNode {
  const host = useHost((state) => state.host);
  if (!host) return null;
  const isPublic = host.publicBase !== host.addresses.host;
  if (!isPublic) {
    return (
      <a
        className="ws-chip ws-top-public"
        href="#/settings"
        title="WOPI addresses name this machine. Clients elsewhere need a public URL; set it in Settings."
      >
        <Dot tone="neutral" />
        <span className="ws-clip">No public URL</span>
      </a>
    );
  }
  return (
    <span className="ws-chip ws-chip-pair ws-top-public">
      <a className="ws-chip-part" href="#/settings" title={`Every WOPISrc begins with ${host.publicBase}`}>
        <Dot tone="ok" />
        Public
        <span className="ws-mono ws-clip">{withoutScheme(host.publicBase)}</span>
      </a>
      <CopyButton text={host.publicBase} what="public URL" />
    </span>
  );
}

function CaptureChip(): ReactNode {
  const api = useApi();
  const { paused, problem } = useExchanges((state) => state.capture);
  const tone = problem !== null ? 'err' : paused ? 'warn' : undefined;
  const words = problem !== null ? 'Not recording' : paused ? 'Recording paused' : 'Recording';
  return (
    <button
      type="button"
      className="ws-chip"
      data-tone={tone}
      aria-pressed={paused}
      title={
        problem ??
        (paused
          ? 'Requests are served but not recorded. Press to record again.'
          : 'Every request is recorded. Press to pause.')
      }
      onClick={() => togglePause(api)}
    >
      {paused || problem !== null ? (
        <Pause16Regular aria-hidden="true" />
      ) : (
        <Record16Regular aria-hidden="true" className="ws-recording" />
      )}
      {words}
    </button>
  );
}
