import type { ReactNode } from 'react';
import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ChevronDown16Regular } from '@fluentui/react-icons/svg/chevron-down';
import type { ExchangeDetail } from '../../../preload/contract.ts';
import { useApi } from '../../api/client.ts';
import { useHost } from '../../state/host.ts';
import { usePeople } from '../../state/people.ts';
import { copyText } from '../../ui/copy.tsx';
import { fail } from '../../ui/toasts.tsx';
import { FORMATS, type CopyContext, type CopyFormat } from './formats.ts';

export function useCopyContext(): CopyContext {
  const api = useApi();
  const host = useHost((state) => state.host);
  const people = usePeople((state) => state.people);
  return {
    api,
    publicBase: host?.publicBase ?? '',
    hostBase: host?.addresses.host ?? '',
    nameOf: (id) => people.find((person) => person.id === id)?.name ?? id,
  };
}

/** The request as a command, as code, or everything about it as a report. */
export function CopyMenu({ detail }: { detail: ExchangeDetail }): ReactNode {
  const context = useCopyContext();
  async function copy(format: CopyFormat): Promise<void> {
    try {
      await copyText(await format.write(detail, context), format.what);
    } catch (error) {
      fail(error);
    }
  }
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button size="small" icon={<ChevronDown16Regular />} iconPosition="after">
          Copy as
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {FORMATS.map((format) => (
            <MenuItem key={format.id} disabled={!(format.fits?.(detail) ?? true)} onClick={() => void copy(format)}>
              {format.label}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
