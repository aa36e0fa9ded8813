import type { ReactNode } from 'react';
import { Menu, MenuPopover } from '@fluentui/react-components';
import { plural } from '../ui/format.ts';
import { actionsFor } from './bulk-actions.ts';
import { BulkMenu } from './bulk-menu.tsx';
import type { Bulk } from './use-bulk.tsx';

export interface RowMenuState {
  ids: readonly number[];
  /** Where the pointer was, or the row that has the keys. */
  at: DOMRect;
}

interface RowMenuProps {
  menu: RowMenuState | null;
  bulk: Bulk;
  onClose: () => void;
}

/** The menu of a row, or of all that are chosen when it is one of them. */
export function RowMenu({ menu, bulk, onClose }: RowMenuProps): ReactNode {
  if (!menu) return null;
  const { ids, at } = menu;
  return (
    <Menu
      open
      onOpenChange={(_event, { open }) => open || onClose()}
      positioning={{ target: { getBoundingClientRect: () => at }, position: 'below', align: 'start' }}
    >
      <MenuPopover onContextMenu={(event) => event.preventDefault()}>
        <div className="ws-row-menu-title">
          {ids.length === 1 ? `Request ${ids[0]}` : plural(ids.length, 'request')}
        </div>
        <BulkMenu
          actions={actionsFor(ids.length)}
          onStart={(action, choice) => {
            onClose();
            bulk.start(action, ids, choice);
          }}
        />
      </MenuPopover>
    </Menu>
  );
}
