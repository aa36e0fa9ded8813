import { lazy, Suspense, useEffect, type ComponentType, type ReactNode } from 'react';
import { ConnectionBanner } from './connection-gate.tsx';
import { JumpDialog } from './clock-menu.tsx';
import { go } from './location.ts';
import { Notices } from './notices.tsx';
import { Rail } from './rail.tsx';
import { rooms } from './rooms.tsx';
import { useShell } from './shell-state.ts';
import { handleKey, useShortcuts } from './shortcuts.ts';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';
import './shell.css';

async function loadPalette(): Promise<{ default: ComponentType }> {
  const { CommandPalette } = await import('./command-palette.tsx');
  return { default: CommandPalette };
}

const CommandPalette = lazy(loadPalette);

/** The one frame around every room. */
export function Shell({ retry, children }: { retry: (() => void) | undefined; children: ReactNode }): ReactNode {
  const dialog = useShell((state) => state.dialog);
  useEffect(() => {
    window.addEventListener('keydown', handleKey);
    // Not part of the first load, but there before the first Ctrl K: what is typed right after it must not be lost.
    void loadPalette();
    return () => window.removeEventListener('keydown', handleKey);
  }, []);
  useShortcuts('Everywhere', [
    {
      keys: '$mod+k',
      label: 'Search or run a command',
      run: () => useShell.setState({ dialog: 'palette' }),
      isEverywhere: true,
    },
    { keys: '?', label: 'This sheet', run: () => useShell.setState({ dialog: 'shortcuts' }) },
    ...rooms.map(({ shortcut, label, path }) => ({ keys: shortcut, label: `Go to ${label}`, run: () => go(path) })),
  ]);
  return (
    <div className="ws-shell">
      <a className="ws-skip" href="#main" onClick={skipToMain}>
        Skip to the page
      </a>
      <TopBar />
      <Rail />
      <main id="main" className="ws-main" tabIndex={-1}>
        <ConnectionBanner retry={retry} />
        <Notices />
        <div className="ws-room">{children}</div>
      </main>
      <StatusBar />
      <Suspense>{dialog === 'palette' ? <CommandPalette /> : null}</Suspense>
      {dialog === 'shortcuts' ? <ShortcutSheet /> : null}
      {dialog === 'jump' ? <JumpDialog /> : null}
    </div>
  );
}

/** The hash is the address of the room, so the usual jump to an anchor is done by hand. */
function skipToMain(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#main')?.focus();
}
