import { useEffect, useRef } from 'react';
import { defaultKeybindingsHandlerIgnore, matchKeybindingPress, parseKeybinding, type KeybindingPress } from 'tinykeys';
import { create } from 'zustand';
import { useShell } from './shell-state.ts';

export interface Shortcut {
  /** As tinykeys writes them: 'j', '$mod+k', 'g t'. */
  keys: string;
  label: string;
  run: () => void;
  /** Also while the hand is in a text box. */
  isEverywhere?: boolean;
}

interface Group {
  title: string;
  shortcuts: readonly Shortcut[];
}

/** What is in force now, in the order it was added; the shortcut sheet shows it. */
export const useShortcutGroups = create<{ groups: readonly Group[] }>(() => ({ groups: [] }));

/** Time to press the second key of a sequence such as 'g t'. */
const SEQUENCE_TIME = 1_000;

let waiting: { presses: KeybindingPress[][]; runs: (() => void)[]; until: number } | null = null;

function isBlocked(event: KeyboardEvent, isEverywhere: boolean): boolean {
  if (event.defaultPrevented || event.isComposing || useShell.getState().dialog !== null) return true;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]')) return true;
  // These keys press the button or link that has the focus.
  if ((event.key === 'Enter' || event.key === ' ') && target?.closest('a, button, summary')) return true;
  return (
    !isEverywhere && (defaultKeybindingsHandlerIgnore(event) || target?.matches('input, textarea, select') === true)
  );
}

function parse(keys: string): KeybindingPress[] {
  // '?' needs Shift on most keyboards and none on some.
  return parseKeybinding(/^[^\w\s]$/u.test(keys) ? `[Shift]+${keys}` : keys);
}

/** Runs what the key stands for. The group added last wins, so a page can give a key its own meaning. */
export function handleKey(event: KeyboardEvent): void {
  const pending = waiting !== null && event.timeStamp < waiting.until ? waiting : null;
  waiting = null;
  if (pending && !isBlocked(event, false)) {
    const hit = pending.presses.findIndex(([press]) => press && matchKeybindingPress(event, press));
    event.preventDefault();
    pending.runs[hit]?.();
    return;
  }
  const sequences: { presses: KeybindingPress[][]; runs: (() => void)[] } = { presses: [], runs: [] };
  for (const { shortcuts } of useShortcutGroups.getState().groups.toReversed()) {
    for (const { keys, run, isEverywhere = false } of shortcuts) {
      const [first, ...rest] = parse(keys);
      if (!first || !matchKeybindingPress(event, first) || isBlocked(event, isEverywhere)) continue;
      if (rest.length === 0) {
        event.preventDefault();
        run();
        return;
      }
      sequences.presses.push(rest);
      sequences.runs.push(run);
    }
  }
  if (sequences.runs.length > 0) waiting = { ...sequences, until: event.timeStamp + SEQUENCE_TIME };
}

/** Puts keys in force while the caller is on the screen. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const shape = shortcuts.map(({ keys, label }) => `${keys}\n${label}`).join('\n\n');
  useEffect(() => {
    const group: Group = {
      title,
      shortcuts: latest.current.map((shortcut, index) => ({ ...shortcut, run: () => latest.current[index]?.run() })),
    };
    useShortcutGroups.setState(({ groups }) => ({ groups: [...groups, group] }));
    return () => useShortcutGroups.setState(({ groups }) => ({ groups: groups.filter((each) => each !== group) }));
  }, [title, shape]);
}

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);
const names: Record<string, string> = { $mod: isApple ? '⌘' : 'Ctrl', Escape: 'Esc', ArrowDown: '↓', ArrowUp: '↑' };

/** How a key is written on the screen: 'Ctrl K', 'g t', 'Esc'. */
export function writeKeys(keys: string): string {
  return keys
    .split(/[+ ]/)
    .map((key, index, all) => names[key] ?? (index > 0 && all[0] === '$mod' ? key.toUpperCase() : key))
    .join(' ');
}
