import type { ReactNode } from 'react';
import {
  Menu,
  MenuButton,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItemCheckbox,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { GroupList20Regular } from '@fluentui/react-icons/svg/group-list';
import type { TrafficGrouping } from '../../preload/contract.ts';
import { Kbd } from '../ui/badge.tsx';

export const groupings: Record<TrafficGrouping, { words: string; why: string }> = {
  session: { words: 'Session', why: 'one document, opened by one person once' },
  file: { words: 'File', why: 'everything about one document' },
  person: { words: 'Person', why: 'everything one person did' },
  correlation: { words: 'Correlation id', why: 'what belongs to one step of the client' },
};

export function isGrouping(text: string | null): text is TrafficGrouping {
  return text !== null && Object.hasOwn(groupings, text);
}

interface GroupMenuProps {
  group: TrafficGrouping | null;
  isCollapsed: boolean;
  onGroup: (group: TrafficGrouping | null) => void;
  onCollapse: (isCollapsed: boolean) => void;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** How the list is put together: in groups, and with repeats as one line. */
export function GroupMenu({
  group,
  isCollapsed,
  onGroup,
  onCollapse,
  isOpen,
  onOpenChange,
}: GroupMenuProps): ReactNode {
  const words = group === null ? 'Group' : `By ${groupings[group].words.toLowerCase()}`;
  return (
    <Menu
      open={isOpen}
      onOpenChange={(_event, { open }) => onOpenChange(open)}
      checkedValues={{ group: [group ?? ''], lines: isCollapsed ? ['collapse'] : [] }}
      onCheckedValueChange={(_event, { name, checkedItems }) => {
        const [item = ''] = checkedItems;
        if (name === 'group') onGroup(isGrouping(item) ? item : null);
        else onCollapse(checkedItems.includes('collapse'));
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuButton
          size="small"
          icon={<GroupList20Regular />}
          aria-keyshortcuts="z"
          title="Put the requests into groups, and repeats into one line"
          data-chosen={group !== null || isCollapsed ? '' : undefined}
        >
          {words} <Kbd>z</Kbd>
        </MenuButton>
      </MenuTrigger>
      <MenuPopover className="ws-wide-menu">
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>Group the requests by</MenuGroupHeader>
            <MenuItemRadio name="group" value="">
              Nothing
            </MenuItemRadio>
            {Object.entries(groupings).map(([value, { words: label, why }]) => (
              <MenuItemRadio key={value} name="group" value={value} secondaryContent={why}>
                {label}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuItemCheckbox name="lines" value="collapse" secondaryContent="RefreshLock × 240">
            Repeats as one line
          </MenuItemCheckbox>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
