import { useState, type ReactNode } from 'react';
import { Field, Input, Select } from '@fluentui/react-components';
import type { FileRow, NewFileKind } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { say } from '../ui/toasts.tsx';
import { extensionOf, folderOf, readName } from './names.ts';

const KINDS = [
  { kind: 'docx', label: 'Word document (.docx)', stem: 'Document' },
  { kind: 'xlsx', label: 'Excel workbook (.xlsx)', stem: 'Workbook' },
  { kind: 'pptx', label: 'PowerPoint presentation (.pptx)', stem: 'Presentation' },
  { kind: 'txt', label: 'Plain text (.txt)', stem: 'Notes' },
  { kind: 'md', label: 'Markdown (.md)', stem: 'Notes' },
  { kind: 'csv', label: 'Table as text (.csv)', stem: 'Table' },
  { kind: 'json', label: 'JSON (.json)', stem: 'Data' },
] as const satisfies readonly { kind: NewFileKind; label: string; stem: string }[];

interface NewProps {
  folder: string;
  folders: readonly string[];
  files: readonly FileRow[];
  rootName: string;
  onClose(): void;
  onCreated(file: FileRow): void;
}

export function NewDialog({
  folder: initialFolder,
  folders,
  files,
  rootName,
  onClose,
  onCreated,
}: NewProps): ReactNode {
  const api = useApi();
  const [kind, setKind] = useState<NewFileKind>('docx');
  const [folder, setFolder] = useState(initialFolder);
  // null: a free name is proposed, and follows kind and folder.
  const [typed, setTyped] = useState<string | null>(null);
  const taken = files.filter(({ path }) => folderOf(path) === folder).map(({ name }) => name);
  const name = typed ?? freeName(kind, taken);
  const complete = extensionOf(name) === kind ? name : `${name}.${kind}`;
  const { problem, hint } = readName(typed === '' ? '' : complete, { taken, previous: '' });

  return (
    <FormDialog
      title="New file"
      action="Create"
      isReady={problem === null}
      onClose={onClose}
      onSubmit={async () => {
        const row = await api.createFile({ folder, name: complete, kind });
        say(`${row.name} created.`);
        onCreated(row);
      }}
    >
      <Field label="Kind">
        <Select size="small" value={kind} onChange={(_event, { value }) => setKind(value as NewFileKind)}>
          {KINDS.map((option) => (
            <option key={option.kind} value={option.kind}>
              {option.label}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        label="Name"
        validationState={problem !== null ? 'error' : hint !== null ? 'warning' : 'none'}
        validationMessage={problem ?? hint}
        hint={complete === name ? undefined : `Will be called ${complete}`}
      >
        <Input
          size="small"
          value={name}
          spellCheck={false}
          autoComplete="off"
          onChange={(_event, { value }) => setTyped(value)}
        />
      </Field>
      <Field label="Folder">
        <Select size="small" value={folder} onChange={(_event, { value }) => setFolder(value)}>
          <option value="">{rootName}</option>
          {folders.map((path) => (
            <option key={path} value={path}>{`${rootName}/${path}`}</option>
          ))}
        </Select>
      </Field>
    </FormDialog>
  );
}

/** Document.docx, Document 2.docx, … */
export function freeName(kind: NewFileKind, taken: readonly string[]): string {
  const stem = KINDS.find((option) => option.kind === kind)?.stem ?? 'File';
  const used = new Set(taken.map((name) => name.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `${stem}.${kind}` : `${stem} ${number}.${kind}`;
    if (!used.has(name.toLowerCase())) return name;
  }
}
