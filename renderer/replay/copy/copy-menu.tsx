import type { ReactNode } from 'react';
import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ChevronDown16Regular } from '@fluentui/react-icons/svg/chevron-down';
import { useApi } from '../../api/client.ts';
import { fail } from '../../ui/toasts.tsx';
import { copyAs } from './copy-as.ts';
import { FORMAT_NAMES } from './format-names.ts';

/** The request as a command, as code, or everything about it as a report. */
export function CopyMenu({ exchangeId }: { exchangeId: number }): ReactNode {
  const api = useApi();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button size="small" icon={<ChevronDown16Regular />} iconPosition="after">
          Copy as
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {FORMAT_NAMES.map(({ id, label }) => (
            <MenuItem key={id} onClick={() => void copyAs(id, [exchangeId], api).catch(fail)}>
              {label}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
