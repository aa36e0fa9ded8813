import type { ReactNode } from 'react';
import { Field, Select } from '@fluentui/react-components';
import { usePeople } from '../state/people.ts';

interface PersonSelectProps {
  label: string;
  personId: string | null;
  onPick(personId: string): void;
  hint?: string;
}

export function PersonSelect({ label, personId, onPick, hint }: PersonSelectProps): ReactNode {
  const people = usePeople((state) => state.people);
  return (
    <Field label={label} hint={hint}>
      <Select size="small" value={personId ?? ''} onChange={(_event, { value }) => onPick(value)}>
        {people.map(({ id, name, role }) => (
          <option key={id} value={id}>
            {`${name} (${role})`}
          </option>
        ))}
      </Select>
    </Field>
  );
}
