import { useState, type ReactNode } from 'react';
import { Checkbox, Field, Input } from '@fluentui/react-components';
import type { SavedView, ViewShape } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { say } from '../ui/toasts.tsx';

interface SaveViewProps {
  shape: ViewShape;
  views: readonly SavedView[];
  onClose: () => void;
}

/** Gives a name to what the list shows. */
export function SaveViewDialog({ shape, views, onClose }: SaveViewProps): ReactNode {
  const api = useApi();
  const [name, setName] = useState('');
  const [withColumns, setWithColumns] = useState(false);
  const same = views.find((view) => view.name.toLowerCase() === name.trim().toLowerCase());
  const problem = same?.isBuiltIn === true ? 'This name belongs to a view of the app.' : null;
  return (
    <FormDialog
      title="Save as a view"
      action={same && problem === null ? 'Replace' : 'Save'}
      isReady={name.trim() !== '' && problem === null}
      onClose={onClose}
      onSubmit={async () => {
        const view = await api.saveView({ name, shape: withColumns ? shape : { ...shape, columns: null } });
        say(`The view “${view.name}” is saved.`);
      }}
    >
      <p className="ws-form-note">
        {shape.filter === '' ? 'All requests' : <code>{shape.filter}</code>}
        {shape.group === null ? null : `, in groups by ${shape.group}`}
        {shape.isCollapsed ? ', repeats as one line' : null}
        {shape.sort === null ? null : `, sorted by ${shape.sort.column}`}
      </p>
      <Field
        label="Name"
        required
        validationState={problem === null ? (same ? 'warning' : 'none') : 'error'}
        validationMessage={problem ?? (same ? `“${same.name}” is replaced.` : null)}
      >
        <Input
          size="small"
          value={name}
          maxLength={60}
          autoComplete="off"
          onChange={(_event, { value }) => setName(value)}
        />
      </Field>
      <Checkbox
        label="With the columns that are shown now"
        checked={withColumns}
        onChange={(_event, { checked }) => setWithColumns(checked === true)}
      />
    </FormDialog>
  );
}
