import type { ReactNode } from 'react';
import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons/svg/arrow-download';
import type { ConformanceReport } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { saveText } from '../ui/save-text.ts';
import { fail, say } from '../ui/toasts.tsx';

const FORMATS: readonly { format: ConformanceReport; label: string; type: string }[] = [
  { format: 'junit', label: 'JUnit (XML)', type: 'application/xml' },
  { format: 'json', label: 'JSON', type: 'application/json' },
  { format: 'markdown', label: 'Markdown', type: 'text/markdown' },
];

/** The report of a run as a file. */
export function Export({ runId }: { runId: number }): ReactNode {
  const api = useApi();
  async function save({ format, type }: (typeof FORMATS)[number]): Promise<void> {
    try {
      const { fileName, text } = await api.exportConformanceRun({ runId, format });
      saveText(fileName, text, type);
      say(`${fileName} saved.`);
    } catch (error) {
      fail(error);
    }
  }
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button size="small" icon={<ArrowDownload16Regular />}>
          Export
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {FORMATS.map((entry) => (
            <MenuItem key={entry.format} onClick={() => void save(entry)}>
              {entry.label}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
