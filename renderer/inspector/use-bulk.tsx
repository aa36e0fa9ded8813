import { Suspense, useState, type ComponentType, type ReactNode } from 'react';
import { useApi } from '../api/client.ts';
import type { Shortcut } from '../shell/shortcuts.ts';
import { useSelection } from '../state/selection.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { fail } from '../ui/toasts.tsx';
import { bulkActions, type BulkAction, type BulkContext, type BulkDialogProps } from './bulk-actions.ts';

export interface Bulk {
  /** What an action is about: those chosen together, or the one that is selected. */
  target: () => readonly number[];
  start: (action: BulkAction, ids: readonly number[], choice?: string) => void;
  shortcuts: readonly Shortcut[];
  /** The dialog of an action, while it is open. */
  dialog: ReactNode;
}

/** Carries out the actions on exchanges that were chosen. */
export function useBulk(selectedId: number | null): Bulk {
  const api = useApi();
  const confirm = useConfirm();
  const [open, setOpen] = useState<{ dialog: ComponentType<BulkDialogProps>; ids: readonly number[] } | null>(null);

  function target(): readonly number[] {
    const { ids } = useSelection.getState();
    if (ids.size > 0) return [...ids];
    return selectedId === null ? [] : [selectedId];
  }

  function start(action: BulkAction, ids: readonly number[], choice?: string): void {
    const context: BulkContext = { api, ids, confirm };
    if ('dialog' in action) setOpen({ dialog: action.dialog, ids });
    else if ('choices' in action)
      action.choices
        .find(({ id }) => id === choice)
        ?.run(context)
        .catch(fail);
    else action.run(context).catch(fail);
  }

  const shortcuts = bulkActions.flatMap((action): Shortcut[] => {
    const { keys, label, least = 1, most = Infinity } = action;
    if (keys === undefined) return [];
    const run = (): void => {
      const ids = target();
      if (ids.length >= least && ids.length <= most) start(action, ids);
    };
    return [{ keys, label: label.replace(' …', ''), run }];
  });
  const Dialog = open?.dialog;
  return {
    target,
    start,
    shortcuts,
    dialog: open && Dialog ? <Suspense>{<Dialog ids={open.ids} onClose={() => setOpen(null)} />}</Suspense> : null,
  };
}
