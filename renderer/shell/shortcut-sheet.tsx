import type { ReactNode } from 'react';
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import { Kbd } from '../ui/badge.tsx';
import { useFocusBack } from '../ui/use-focus-back.ts';
import { useShell } from './shell-state.ts';
import { useShortcutGroups, writeKeys } from './shortcuts.ts';

/** What every list understands besides the keys that rooms add. */
const inLists: readonly [keys: string, label: string][] = [
  ['↑ ↓', 'Previous, next row'],
  ['Page ↑ ↓', 'A page up, down'],
  ['Home End', 'First, last row'],
  ['Enter', 'Open the row'],
  ['Shift ↑ ↓', 'Choose rows together, in Traffic'],
  [writeKeys('$mod+a'), 'Choose all rows, in Traffic'],
  ['Shift F10', 'Menu of the row, in Traffic'],
];

export function ShortcutSheet(): ReactNode {
  useFocusBack();
  const groups = useShortcutGroups((state) => state.groups);
  const close = (): void => useShell.setState({ dialog: null });
  const sections = [
    ...groups.map(({ title, shortcuts }) => ({
      title,
      lines: shortcuts.map(({ keys, label }): [string, string] => [writeKeys(keys), label]),
    })),
    { title: 'In every list', lines: inLists },
  ];
  return (
    <Dialog open onOpenChange={(_event, { open }) => open || close()}>
      <DialogSurface className="ws-sheet">
        <DialogBody>
          <DialogTitle>Keyboard shortcuts</DialogTitle>
          <DialogContent className="ws-sheet-columns">
            {sections.map(({ title, lines }) => (
              <section key={title}>
                <h3>{title}</h3>
                <dl>
                  {lines.map(([keys, label]) => (
                    <div key={label}>
                      <dt>{label}</dt>
                      <dd>
                        {keys.split(' ').map((key) => (
                          <Kbd key={key}>{key}</Kbd>
                        ))}
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={close}>
              Close
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
