import type { ReactNode } from 'react';
import { Button, Menu, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { MoreHorizontal16Regular } from '@fluentui/react-icons/svg/more-horizontal';
import { writeKeys } from '../shell/shortcuts.ts';
import { clearSelection, MOST_CHOSEN, useSelection } from '../state/selection.ts';
import { Kbd } from '../ui/badge.tsx';
import { formatCount } from '../ui/format.ts';
import { actionsFor, type BulkAction } from './bulk-actions.ts';
import { BulkMenu, Choices } from './bulk-menu.tsx';
import type { Bulk } from './use-bulk.tsx';

/** Below the list while requests are chosen together. */
export function BulkBar({ bulk }: { bulk: Bulk }): ReactNode {
  const ids = useSelection((state) => state.ids);
  if (ids.size === 0) return null;
  const actions = actionsFor(ids.size);
  const others = actions.filter(({ isInBar = false }) => !isInBar);
  const start = (action: BulkAction, choice?: string): void => bulk.start(action, [...ids], choice);
  return (
    <div className="ws-bulk" role="toolbar" aria-label="Chosen requests">
      <span className="ws-bulk-count" role="status">
        {formatCount(ids.size)} chosen
        {ids.size >= MOST_CHOSEN ? ', the most at once' : ''}
      </span>
      {actions
        .filter(({ isInBar = false }) => isInBar)
        .map((action) => (
          <BarButton key={action.id} action={action} onStart={start} />
        ))}
      {others.length === 0 ? null : (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button size="small" icon={<MoreHorizontal16Regular />}>
              More
            </Button>
          </MenuTrigger>
          <MenuPopover>
            <BulkMenu actions={others} onStart={start} />
          </MenuPopover>
        </Menu>
      )}
      <Button size="small" appearance="transparent" icon={<Dismiss16Regular />} onClick={clearSelection}>
        Choose none <Kbd>Esc</Kbd>
      </Button>
    </div>
  );
}

interface BarButtonProps {
  action: BulkAction;
  onStart: (action: BulkAction, choice?: string) => void;
}

function BarButton({ action, onStart }: BarButtonProps): ReactNode {
  const { icon: Icon, label, keys } = action;
  const words = (
    <>
      {label.replace(' from the record', '')} {keys === undefined ? null : <Kbd>{writeKeys(keys)}</Kbd>}
    </>
  );
  if (!('choices' in action)) {
    return (
      <Button size="small" icon={<Icon />} onClick={() => onStart(action)}>
        {words}
      </Button>
    );
  }
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button size="small" icon={<Icon />}>
          {words}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <Choices action={action} onStart={onStart} />
      </MenuPopover>
    </Menu>
  );
}
