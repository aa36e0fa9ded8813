import type { ReactNode } from 'react';
import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons/svg/arrow-download';
import { saveText } from './save-text.ts';
import { fail, say } from './toasts.tsx';

export interface ExportFormat<Format extends string> {
  format: Format;
  label: string;
  /** Media type of the file. */
  type: string;
}

interface ExportMenuProps<Format extends string> {
  formats: readonly ExportFormat<Format>[];
  read: (format: Format) => Promise<{ fileName: string; text: string }>;
}

/** Saves a report as a file, in one of several formats. */
export function ExportMenu<Format extends string>({ formats, read }: ExportMenuProps<Format>): ReactNode {
  async function save({ format, type }: ExportFormat<Format>): Promise<void> {
    try {
      const { fileName, text } = await read(format);
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
          {formats.map((entry) => (
            <MenuItem key={entry.format} onClick={() => void save(entry)}>
              {entry.label}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
