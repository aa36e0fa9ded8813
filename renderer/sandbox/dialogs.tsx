import { useState, type ReactNode } from 'react';
import { Field, Input } from '@fluentui/react-components';
import { FormDialog } from '../ui/form-dialog.tsx';
import { say } from '../ui/toasts.tsx';
import { copyName, fileName, saveCopy } from './actions.ts';
import { useTools } from './context.ts';

/** RenameFile takes the name without its extension; the extension stays what it is. */
export function RenameDialog({ onClose }: { onClose(): void }): ReactNode {
  const { connection, host } = useTools();
  const name = fileName();
  const dot = name.lastIndexOf('.');
  const [stem, setStem] = useState(dot > 0 ? name.slice(0, dot) : name);
  const extension = dot > 0 ? name.slice(dot) : '';

  async function rename(): Promise<void> {
    const reply = await connection.command({ name: 'rename', to: stem.trim() });
    if (!reply.ok) throw new Error(reply.message);
    host.post('File_Rename', { NewName: reply.name ?? stem });
    say(reply.message);
  }

  return (
    <FormDialog title="Rename" action="Rename" isReady={stem.trim() !== ''} onSubmit={rename} onClose={onClose}>
      <Field label="Name" hint="The host is asked with RenameFile, and may change the name until it is legal and free.">
        <Input value={stem} onChange={(_event, { value }) => setStem(value)} contentAfter={extension} maxLength={250} />
      </Field>
    </FormDialog>
  );
}

/** PutRelativeFile in suggested mode. */
export function CopyDialog({ onClose }: { onClose(): void }): ReactNode {
  const tools = useTools();
  const [name, setName] = useState(copyName);
  return (
    <FormDialog
      title="Save a copy"
      action="Save a copy"
      isReady={name.trim() !== ''}
      onSubmit={() => saveCopy(tools, name.trim())}
      onClose={onClose}
    >
      <Field
        label="Name of the copy"
        hint="Stored beside this document with PutRelativeFile. A name that is taken is changed by the host."
      >
        <Input value={name} onChange={(_event, { value }) => setName(value)} maxLength={250} />
      </Field>
    </FormDialog>
  );
}
