import { useState, type ReactNode } from 'react';
import { Checkbox, Field, Input, Select } from '@fluentui/react-components';
import type { Licence, Person, Role } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { usePeople } from '../state/people.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { say } from '../ui/toasts.tsx';
import { personIdProblem, RIGHTS, ROLES, USUAL_RIGHTS } from './rights.ts';

interface PersonDialogProps {
  /** null: a new one. */
  person: Person | null;
  onClose(): void;
}

export function PersonDialog({ person, onClose }: PersonDialogProps): ReactNode {
  const api = useApi();
  const people = usePeople((state) => state.people);
  const [id, setId] = useState(person?.id ?? '');
  const [isIdTouched, setIdTouched] = useState(false);
  const [name, setName] = useState(person?.name ?? '');
  const [role, setRole] = useState<Role>(person?.role ?? 'editor');
  const [rights, setRights] = useState(person?.rights ?? USUAL_RIGHTS.editor);
  const [isAnonymous, setAnonymous] = useState(person?.isAnonymous ?? false);
  const [licence, setLicence] = useState<Licence>(person?.licence ?? 'consumer');
  const taken = person === null ? people.map((other) => other.id) : [];
  const idProblem = personIdProblem(id, taken);

  return (
    <FormDialog
      title={person === null ? 'Add a person' : `Edit ${person.name}`}
      action={person === null ? 'Add' : 'Save'}
      isReady={idProblem === null && name.trim() !== ''}
      onClose={onClose}
      onSubmit={async () => {
        const saved = await api.savePerson({ person: { id, name: name.trim(), role }, rights, isAnonymous, licence });
        say(person === null ? `${saved.name} added.` : `${saved.name} saved.`);
      }}
    >
      <Field label="Name" required hint="Sent as UserFriendlyName; co-authors see it.">
        <Input
          size="small"
          value={name}
          autoComplete="off"
          onChange={(_event, { value }) => {
            setName(value);
            // The id follows the name until it is typed itself.
            if (person === null && !isIdTouched) setId(idFrom(value));
          }}
        />
      </Field>
      <Field
        label="Id"
        required
        validationState={idProblem !== null && (isIdTouched || name !== '') ? 'error' : 'none'}
        validationMessage={isIdTouched || name !== '' ? idProblem : null}
        hint={
          person === null
            ? 'Sent as UserId. Letters and digits only, because the specification allows no others.'
            : 'Cannot be changed: tokens and versions name the person by it.'
        }
      >
        <Input
          size="small"
          className="ws-mono"
          value={id}
          disabled={person !== null}
          spellCheck={false}
          autoComplete="off"
          onChange={(_event, { value }) => {
            setIdTouched(true);
            setId(value);
          }}
        />
      </Field>
      <Field label="Role" hint="A name for the usual rights below; each can be ticked by itself.">
        <Select
          size="small"
          value={role}
          onChange={(_event, { value }) => {
            setRole(value as Role);
            setRights(USUAL_RIGHTS[value as Role]);
          }}
        >
          {ROLES.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </Select>
      </Field>
      <Field label="Licence" hint={LICENCES[licence]}>
        <Select size="small" value={licence} onChange={(_event, { value }) => setLicence(value as Licence)}>
          {Object.keys(LICENCES).map((option) => (
            <option key={option}>{option}</option>
          ))}
        </Select>
      </Field>
      <fieldset className="ws-rights-fields">
        <legend>Rights</legend>
        {RIGHTS.map(({ right, label, explanation }) => (
          <Checkbox
            key={right}
            checked={rights[right]}
            label={
              <>
                {label} <span className="ws-muted">{explanation}</span>
              </>
            }
            onChange={(_event, { checked }) => setRights({ ...rights, [right]: checked === true })}
          />
        ))}
        <Checkbox
          checked={isAnonymous}
          label={
            <>
              Anonymous <span className="ws-muted">Not signed in to the host (IsAnonymousUser)</span>
            </>
          }
          onChange={(_event, { checked }) => setAnonymous(checked === true)}
        />
      </fieldset>
    </FormDialog>
  );
}

/** What each makes of CheckFileInfo and of the address of the editor. */
const LICENCES: Record<Licence, string> = {
  consumer: 'Neither flag: editing is free or not offered.',
  business: 'LicenseCheckForEditIsEnabled, and the editor is told that the user has a business licence.',
  education: 'IsEduUser.',
};

/** 'Ånn Ö.' becomes 'anno'. */
function idFrom(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .toLowerCase();
}
