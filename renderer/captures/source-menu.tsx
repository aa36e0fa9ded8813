import { useState, type ReactNode } from 'react';
import {
  Menu,
  MenuButton,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { Archive16Regular } from '@fluentui/react-icons/svg/archive';
import { FolderOpen16Regular } from '@fluentui/react-icons/svg/folder-open';
import { Live16Regular } from '@fluentui/react-icons/svg/live';
import { PersonSupport16Regular } from '@fluentui/react-icons/svg/person-support';
import { Save16Regular } from '@fluentui/react-icons/svg/save';
import type { OpenedCapture, RecordingFormat } from '../../preload/contract.ts';
import { useCaptures } from '../state/captures.ts';
import { Kbd } from '../ui/badge.tsx';
import { formatCount } from '../ui/format.ts';
import { chooseFiles } from './open-files.ts';
import { showSource } from './source.ts';
import { useOpenFiles } from './use-open-files.ts';
import './captures.css';

interface SourceMenuProps {
  /** null: live traffic. */
  capture: OpenedCapture | null;
  onSave: (format: RecordingFormat) => void;
}

const LIVE = 'live';

/** Which traffic the page shows, and the ways in and out of it. */
export function SourceMenu({ capture, onSave }: SourceMenuProps): ReactNode {
  const open = useOpenFiles();
  const captures = useCaptures((state) => state.captures);
  const [isOpen, setOpen] = useState(false);
  return (
    <Menu
      open={isOpen}
      onOpenChange={(_event, { open }) => setOpen(open)}
      checkedValues={{ source: [capture?.id ?? LIVE] }}
      onCheckedValueChange={(_event, { checkedItems: [chosen] }) =>
        showSource(chosen === LIVE ? null : (chosen ?? null))
      }
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuButton
          className="ws-source-button"
          size="small"
          icon={capture ? <Archive16Regular /> : <Live16Regular />}
          title="Whose traffic is shown: what this host records, or a recording that was opened"
          data-recorded={capture === null ? undefined : ''}
        >
          <span className="ws-source-name">{capture ? capture.name : 'Live traffic'}</span>
        </MenuButton>
      </MenuTrigger>
      <MenuPopover className="ws-source-menu">
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>Show</MenuGroupHeader>
            <MenuItemRadio name="source" value={LIVE} secondaryContent="what this host records now">
              Live traffic
            </MenuItemRadio>
            {captures.map(({ id, name, exchangeCount }) => (
              <MenuItemRadio
                key={id}
                name="source"
                value={id}
                secondaryContent={`${formatCount(exchangeCount)}, read only`}
              >
                {name}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuItem icon={<FolderOpen16Regular />} secondaryContent={<Kbd>o</Kbd>} onClick={() => chooseFiles(open)}>
            Open a recording…
          </MenuItem>
          <MenuItem icon={<Save16Regular />} secondaryContent={<Kbd>s</Kbd>} onClick={() => onSave('capture')}>
            Save as a file…
          </MenuItem>
          <MenuItem icon={<PersonSupport16Regular />} onClick={() => onSave('support')}>
            Support bundle…
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
