import type { AdminApi, FileRow, Theme } from '../../preload/contract.ts';
import { axisOfFilter } from '../sessions/axis-link.ts';
import { useClock } from '../state/clock.ts';
import { useExchanges } from '../state/exchanges.ts';
import { useHost } from '../state/host.ts';
import type { Question } from '../ui/confirm.tsx';
import { copyText } from '../ui/copy.tsx';
import { fail } from '../ui/toasts.tsx';
import { clearTraffic, togglePause } from './capture-actions.ts';
import { clockActions, jumps } from './clock-actions.ts';
import { go, linkTo } from './location.ts';
import { rooms } from './rooms.tsx';
import { useShell } from './shell-state.ts';

export interface CommandContext {
  api: AdminApi;
  confirm: (question: Question) => Promise<boolean>;
  /** null while they are being read. */
  files: readonly FileRow[] | null;
}

export interface Command {
  id: string;
  group: string;
  label: string;
  /** Shown small beside the label. */
  detail?: string;
  /** Found by these words too. */
  keywords?: string[];
  run: () => void;
}

function roomCommands(): Command[] {
  return rooms.map(({ path, label, shortcut }) => ({
    id: `room${path}`,
    group: 'Go to',
    label,
    detail: shortcut,
    run: () => go(path),
  }));
}

function trafficCommands({ api, confirm }: CommandContext): Command[] {
  const { paused } = useExchanges.getState().capture;
  const show = (filter: string): void => go(linkTo('/traffic', { f: filter }));
  return [
    {
      id: 'pause',
      group: 'Traffic',
      label: paused ? 'Record again' : 'Pause recording',
      keywords: ['capture', 'resume'],
      run: () => togglePause(api),
    },
    {
      id: 'clear',
      group: 'Traffic',
      label: 'Clear the recorded traffic',
      keywords: ['delete'],
      run: () => void clearTraffic(api, confirm),
    },
    {
      id: 'refused',
      group: 'Traffic',
      label: 'Show what was refused',
      detail: 'status:4xx',
      keywords: ['errors'],
      run: () => show('status:4xx'),
    },
    {
      id: 'failed',
      group: 'Traffic',
      label: 'Show failures of the host',
      detail: 'status:5xx',
      keywords: ['errors'],
      run: () => show('status:5xx'),
    },
    {
      id: 'axis',
      group: 'Traffic',
      label: 'Show the listed requests on a time axis',
      keywords: ['waterfall', 'timeline'],
      run: () => go(axisOfFilter(new URLSearchParams(window.location.hash.split('?')[1] ?? '').get('f'))),
    },
    { id: 'locking', group: 'Traffic', label: 'Show locking only', detail: 'op:*Lock*', run: () => show('op:*Lock*') },
    { id: 'saves', group: 'Traffic', label: 'Show saves only', detail: 'op:Put*', run: () => show('op:Put*') },
  ];
}

function clockCommands({ api }: CommandContext): Command[] {
  const actions = clockActions(api);
  const isHeld = useClock.getState().heldAt !== null;
  return [
    isHeld
      ? { id: 'resume', group: 'Clock', label: 'Let the clock run on', run: actions.resume }
      : { id: 'hold', group: 'Clock', label: 'Hold the clock', run: actions.hold },
    ...jumps.map(({ label, milliseconds, why }) => ({
      id: `jump${milliseconds}`,
      group: 'Clock',
      label: `Jump the clock ${label}`,
      ...(why === '' ? {} : { detail: why }),
      run: () => actions.jump(milliseconds),
    })),
    { id: 'jump', group: 'Clock', label: 'Jump the clock by …', run: () => useShell.setState({ dialog: 'jump' }) },
    { id: 'wall', group: 'Clock', label: 'Back to the wall clock', keywords: ['reset'], run: actions.reset },
  ];
}

function hostCommands(): Command[] {
  const host = useHost.getState().host;
  if (!host) return [];
  return [
    {
      id: 'copy-base',
      group: 'Host',
      label: 'Copy the base of every WOPISrc',
      detail: host.publicBase,
      keywords: ['public url', 'address'],
      run: () => void copyText(host.publicBase, 'Address'),
    },
    {
      id: 'shortcuts',
      group: 'Host',
      label: 'Keyboard shortcuts',
      detail: '?',
      keywords: ['help'],
      run: () => useShell.setState({ dialog: 'shortcuts' }),
    },
  ];
}

const themeNames: [Theme, string][] = [
  ['system', 'as the system'],
  ['light', 'light'],
  ['dark', 'dark'],
  ['high-contrast', 'high contrast'],
];

function lookCommands({ api }: CommandContext): Command[] {
  return themeNames.map(([theme, name]) => ({
    id: `theme-${theme}`,
    group: 'Look',
    label: `Theme: ${name}`,
    run: () => void api.updateSettings({ theme }).catch(fail),
  }));
}

/** A long list would only slow the palette down; typing narrows it. */
const MOST_FILES = 2_000;

function fileCommands({ files }: CommandContext): Command[] {
  return (files ?? []).slice(0, MOST_FILES).flatMap((file) => [
    {
      id: `file-${file.id}`,
      group: 'Files',
      label: file.name,
      detail: file.path,
      run: () => go(linkTo('/files', { id: file.id })),
    },
  ]);
}

/** The palette's content, in order. Each entry turns the state of the moment into commands. */
export const commandSources: readonly ((context: CommandContext) => Command[])[] = [
  roomCommands,
  trafficCommands,
  clockCommands,
  hostCommands,
  lookCommands,
  fileCommands,
];
