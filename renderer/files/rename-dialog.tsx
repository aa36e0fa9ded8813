import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Field, Input } from '@fluentui/react-components';
import type { FileRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { say } from '../ui/toasts.tsx';
import { folderOf, readName, stemLength } from './names.ts';

interface RenameProps {
  file: FileRow;
  files: readonly FileRow[];
  onClose(): void;
}

export function RenameDialog({ file, files, onClose }: RenameProps): ReactNode {
  const api = useApi();
  const [name, setName] = useState(file.name);
  const input = useRef<HTMLInputElement>(null);
  const folder = folderOf(file.path);
  const taken = files.filter(({ id, path }) => id !== file.id && folderOf(path) === folder).map((other) => other.name);
  const { problem, hint } = readName(name, { taken, previous: file.name });
  const isSame = name === file.name;

  useEffect(() => {
    input.current?.focus();
    input.current?.setSelectionRange(0, stemLength(file.name));
  }, [file.name]);

  return (
    <FormDialog
      title={`Rename ${file.name}`}
      action="Rename"
      isReady={problem === null && !isSame}
      onClose={onClose}
      onSubmit={async () => {
        const row = await api.renameFile({ fileId: file.id, name });
        say(`${file.name} is now ${row.name}.`);
      }}
    >
      <Field
        label="New name"
        validationState={problem !== null ? 'error' : hint !== null ? 'warning' : 'none'}
        validationMessage={problem ?? hint}
        hint="The file keeps its id, so links, locks and tokens stay good."
      >
        <Input
          size="small"
          ref={input}
          value={name}
          spellCheck={false}
          autoComplete="off"
          onChange={(_event, { value }) => setName(value)}
        />
      </Field>
    </FormDialog>
  );
}
