import { lazy, type ComponentType, type ReactNode } from 'react';
import { ArrowSwap20Regular } from '@fluentui/react-icons/svg/arrow-swap';
import { ClipboardCheckmark20Regular } from '@fluentui/react-icons/svg/clipboard-checkmark';
import { CompassNorthwest20Regular } from '@fluentui/react-icons/svg/compass-northwest';
import { Folder20Regular } from '@fluentui/react-icons/svg/folder';
import { LockClosed20Regular } from '@fluentui/react-icons/svg/lock-closed';
import { People20Regular } from '@fluentui/react-icons/svg/people';
import { ShieldCheckmark20Regular } from '@fluentui/react-icons/svg/shield-checkmark';
import { Settings20Regular } from '@fluentui/react-icons/svg/settings';
import { Timeline20Regular } from '@fluentui/react-icons/svg/timeline';
import { recordable } from '../captures/recordable.tsx';
import { TrafficRoom } from '../inspector/traffic-room.tsx';

export interface Room {
  path: string;
  label: string;
  icon: ReactNode;
  /** One key after the other, so that no browser shortcut is in the way. */
  shortcut: string;
  page: ComponentType;
}

/** The rooms of the product in the order of the rail. All but the first load when they are entered. */
export const rooms: readonly [Room, ...Room[]] = [
  { path: '/traffic', label: 'Traffic', icon: <ArrowSwap20Regular />, shortcut: 'g t', page: recordable(TrafficRoom) },
  {
    path: '/sessions',
    label: 'Sessions',
    icon: <Timeline20Regular />,
    shortcut: 'g e',
    page: recordable(
      lazy(() => import('../sessions/page.tsx').then(({ SessionsPage }) => ({ default: SessionsPage }))),
    ),
  },
  {
    path: '/findings',
    label: 'Findings',
    icon: <ShieldCheckmark20Regular />,
    shortcut: 'g i',
    page: recordable(
      lazy(() => import('../findings/page.tsx').then(({ FindingsPage }) => ({ default: FindingsPage }))),
    ),
  },
  {
    path: '/files',
    label: 'Files',
    icon: <Folder20Regular />,
    shortcut: 'g f',
    page: lazy(() => import('../files/page.tsx').then(({ FilesPage }) => ({ default: FilesPage }))),
  },
  {
    path: '/locks',
    label: 'Locks',
    icon: <LockClosed20Regular />,
    shortcut: 'g l',
    page: lazy(() => import('../locks/page.tsx').then(({ LocksPage }) => ({ default: LocksPage }))),
  },
  {
    path: '/people',
    label: 'People',
    icon: <People20Regular />,
    shortcut: 'g p',
    page: lazy(() => import('../tokens/page.tsx').then(({ PeoplePage }) => ({ default: PeoplePage }))),
  },
  {
    path: '/discovery',
    label: 'Discovery',
    icon: <CompassNorthwest20Regular />,
    shortcut: 'g d',
    page: lazy(() => import('../discovery/page.tsx').then(({ DiscoveryPage }) => ({ default: DiscoveryPage }))),
  },
  {
    path: '/conformance',
    label: 'Conformance',
    icon: <ClipboardCheckmark20Regular />,
    shortcut: 'g c',
    page: lazy(() => import('../conformance/page.tsx').then(({ ConformancePage }) => ({ default: ConformancePage }))),
  },
  {
    path: '/settings',
    label: 'Settings',
    icon: <Settings20Regular />,
    shortcut: 'g s',
    page: lazy(() => import('../settings/page.tsx').then(({ SettingsPage }) => ({ default: SettingsPage }))),
  },
];
