import { Fragment, type ReactNode } from 'react';
import { Menu, MenuDivider, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { writeKeys } from '../shell/shortcuts.ts';
import type { BulkAction } from './bulk-actions.ts';

interface BulkMenuProps {
  actions: readonly BulkAction[];
  onStart: (action: BulkAction, choice?: string) => void;
}

/** Actions as lines of a menu, a line drawn between one part and the next. */
export function BulkMenu({ actions, onStart }: BulkMenuProps): ReactNode {
  return (
    <MenuList>
      {actions.map((action, index) => {
        const former = actions[index - 1];
        return (
          <Fragment key={action.id}>
            {former && former.part !== action.part ? <MenuDivider /> : null}
            <Line action={action} onStart={onStart} />
          </Fragment>
        );
      })}
    </MenuList>
  );
}

function Line({ action, onStart }: { action: BulkAction; onStart: BulkMenuProps['onStart'] }): ReactNode {
  const { icon: Icon, label, keys } = action;
  if (!('choices' in action)) {
    return (
      <MenuItem
        icon={<Icon />}
        {...(keys === undefined ? {} : { secondaryContent: writeKeys(keys) })}
        onClick={() => onStart(action)}
      >
        {label}
      </MenuItem>
    );
  }
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuItem icon={<Icon />}>{label}</MenuItem>
      </MenuTrigger>
      <MenuPopover>
        <Choices action={action} onStart={onStart} />
      </MenuPopover>
    </Menu>
  );
}

export function Choices({ action, onStart }: { action: BulkAction; onStart: BulkMenuProps['onStart'] }): ReactNode {
  if (!('choices' in action)) return null;
  return (
    <MenuList>
      {action.choices.map(({ id, label }) => (
        <MenuItem key={id} onClick={() => onStart(action, id)}>
          {label}
        </MenuItem>
      ))}
    </MenuList>
  );
}
