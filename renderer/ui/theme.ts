import { useEffect, useState } from 'react';
import {
  createDarkTheme,
  createLightTheme,
  teamsHighContrastTheme,
  type BrandVariants,
  type Theme as FluentTheme,
} from '@fluentui/react-components';
import type { Theme } from '../../preload/contract.ts';

/** Blue, the only accent. */
const brand: BrandVariants = {
  10: '#061724',
  20: '#082338',
  30: '#0a2e4a',
  40: '#0c3b5e',
  50: '#0e4775',
  60: '#0f548c',
  70: '#115ea3',
  80: '#0f6cbd',
  90: '#2886de',
  100: '#479ef5',
  110: '#62abf5',
  120: '#77b7f7',
  130: '#96c6fa',
  140: '#b4d6fa',
  150: '#cfe4fa',
  160: '#ebf3fc',
};

/** Tokens of our own; they become the CSS variables `--wsInk` and so on beside Fluent's. */
interface OwnTokens {
  wsBg: string;
  wsPanel: string;
  wsLine: string;
  wsLineSoft: string;
  wsInk: string;
  wsMuted: string;
  wsAccent: string;
  wsAccentSoft: string;
  wsOk: string;
  wsWarn: string;
  wsWarnSoft: string;
  /** Amber for surfaces without text. */
  wsWarnFill: string;
  wsErr: string;
  wsErrSoft: string;
  /** Families of operations. */
  wsRead: string;
  wsWrite: string;
  wsLock: string;
  wsShape: string;
  wsHover: string;
  wsSelected: string;
  wsMono: string;
}

const MONO = '"Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

/** 13 px text on an 18 px line, and the 26 px row, replace Fluent's 14/20. */
const type = {
  fontFamilyBase: '"Segoe UI", Inter, "DejaVu Sans", system-ui, sans-serif',
  fontFamilyMonospace: MONO,
  fontSizeBase200: '12px',
  fontSizeBase300: '13px',
  fontSizeBase400: '14px',
  fontSizeBase500: '16px',
  lineHeightBase200: '16px',
  lineHeightBase300: '18px',
  lineHeightBase400: '20px',
} satisfies Partial<FluentTheme>;

const light: FluentTheme & OwnTokens = {
  ...createLightTheme(brand),
  ...type,
  colorNeutralStroke1: '#d9d9de',
  wsBg: '#fafafa',
  wsPanel: '#ffffff',
  wsLine: '#e0e0e4',
  wsLineSoft: '#f0f0f2',
  wsInk: '#1b1b1f',
  wsMuted: '#62626d',
  wsAccent: '#0f6cbd',
  wsAccentSoft: '#e8f2fb',
  wsOk: '#0e7a3c',
  wsWarn: '#7a5000',
  wsWarnSoft: '#fff4d9',
  wsWarnFill: '#d99a1c',
  wsErr: '#b10e1e',
  wsErrSoft: '#fdeaec',
  wsRead: '#5b5fc7',
  wsWrite: '#0b756f',
  wsLock: '#954a00',
  wsShape: '#8a3f8f',
  wsHover: '#f3f4f6',
  wsSelected: '#e1effb',
  wsMono: MONO,
};

const dark: FluentTheme & OwnTokens = {
  ...createDarkTheme(brand),
  ...type,
  colorNeutralStroke1: '#3d3d45',
  colorNeutralBackground1: '#1b1b1f',
  colorNeutralBackground1Hover: '#26262c',
  colorNeutralBackground2: '#18181b',
  colorNeutralBackground3: '#141416',
  colorBrandForeground1: '#62abf5',
  colorBrandForegroundLink: '#62abf5',
  wsBg: '#141416',
  wsPanel: '#1b1b1f',
  wsLine: '#313138',
  wsLineSoft: '#242429',
  wsInk: '#ececf0',
  wsMuted: '#a2a2ad',
  wsAccent: '#62abf5',
  wsAccentSoft: '#12304d',
  wsOk: '#54c27e',
  wsWarn: '#e6b44c',
  wsWarnSoft: '#3a2e10',
  wsWarnFill: '#c9962e',
  wsErr: '#ff8a93',
  wsErrSoft: '#3d1a1f',
  wsRead: '#a5a8f5',
  wsWrite: '#5cc7c1',
  wsLock: '#f0a35c',
  wsShape: '#dda0e2',
  wsHover: '#202026',
  wsSelected: '#15304b',
  wsMono: MONO,
};

const highContrast: FluentTheme & OwnTokens = {
  ...teamsHighContrastTheme,
  ...type,
  wsBg: '#000000',
  wsPanel: '#000000',
  wsLine: '#ffffff',
  wsLineSoft: '#4a4a4a',
  wsInk: '#ffffff',
  wsMuted: '#ffffff',
  wsAccent: '#1aebff',
  wsAccentSoft: '#000000',
  wsOk: '#3ff23f',
  wsWarn: '#ffff01',
  wsWarnSoft: '#000000',
  wsWarnFill: '#ffff01',
  wsErr: '#ff9a9a',
  wsErrSoft: '#000000',
  wsRead: '#ffffff',
  wsWrite: '#ffffff',
  wsLock: '#ffffff',
  wsShape: '#ffffff',
  wsHover: '#2b2b2b',
  wsSelected: '#1a3a3f',
  wsMono: MONO,
};

export const themes = { light, dark, 'high-contrast': highContrast };
export type ShownTheme = keyof typeof themes;

const prefersDark = '(prefers-color-scheme: dark)';
const forcedColors = '(forced-colors: active)';

export function resolveTheme(chosen: Theme, isDark: boolean, isForced: boolean): ShownTheme {
  if (chosen !== 'system') return chosen;
  if (isForced) return 'high-contrast';
  return isDark ? 'dark' : 'light';
}

/** The theme to draw: the chosen one, or what the system asks for, followed live. */
export function useShownTheme(chosen: Theme): ShownTheme {
  const isDark = useMedia(prefersDark);
  const isForced = useMedia(forcedColors);
  return resolveTheme(chosen, isDark, isForced);
}

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const media = window.matchMedia(query);
    const follow = (): void => setMatches(media.matches);
    follow();
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, [query]);
  return matches;
}
