import { useState, type ReactNode } from 'react';
import { Field, Input } from '@fluentui/react-components';
import { useApi } from '../api/client.ts';
import { useLoaded } from '../state/loaded.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { plural } from '../ui/format.ts';
import { say } from '../ui/toasts.tsx';
import { wordsOf } from './mark-editor.tsx';

interface TagDialogProps {
  ids: readonly number[];
  onClose: () => void;
}

/** Adds tags to several exchanges and takes others away; those that are not named stay. */
export function TagDialog({ ids, onClose }: TagDialogProps): ReactNode {
  const api = useApi();
  const [added, setAdded] = useState('');
  const [removed, setRemoved] = useState('');
  const { data: known } = useLoaded('tags', () => api.listTags());
  const addTags = wordsOf(added);
  const removeTags = wordsOf(removed);
  return (
    <FormDialog
      title={`Tags of ${plural(ids.length, 'request')}`}
      action="Save"
      isReady={addTags.length + removeTags.length > 0}
      onClose={onClose}
      onSubmit={async () => {
        const { count } = await api.mark({ ids: [...ids], change: { addTags, removeTags } });
        say(`Tags of ${plural(count, 'request')} saved.`);
      }}
    >
      <p className="ws-form-note">
        {known === null || known.length === 0
          ? 'Words of your own, to find requests again: the filter tag:word shows those that have it.'
          : `In use: ${known.map(({ tag, count }) => `${tag} (${count})`).join(', ')}.`}
      </p>
      <Field label="Add" hint="Separated by spaces or commas.">
        <Input size="small" value={added} maxLength={400} onChange={(_event, { value }) => setAdded(value)} />
      </Field>
      <Field label="Take away">
        <Input size="small" value={removed} maxLength={400} onChange={(_event, { value }) => setRemoved(value)} />
      </Field>
    </FormDialog>
  );
}
