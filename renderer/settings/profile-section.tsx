import type { ReactNode } from 'react';
import type { Settings } from '../../preload/contract.ts';
import { ChoiceField, type Choice } from './choice-field.tsx';

const PROFILES: readonly Choice<Settings['profile']>[] = [
  { value: 'default', label: 'Everything:', explanation: 'files, containers, ecosystem and bootstrapper' },
  { value: 'no-containers', label: 'No containers:', explanation: 'files alone, as many hosts are' },
  { value: 'no-write-relative', label: 'No PutRelativeFile:', explanation: 'nothing is saved under another name' },
  { value: 'view-only', label: 'View only:', explanation: 'CheckFileInfo and GetFile, nothing else' },
  {
    value: 'collabora',
    label: 'Collabora Online:',
    explanation: 'files alone, with its properties; a save that does not know the latest state is refused with 409',
  },
  {
    value: 'onlyoffice',
    label: 'ONLYOFFICE:',
    explanation: 'files alone, with its properties; a save that does not know the latest state is refused with 409',
  },
];

export function ProfileSection({ settings }: { settings: Settings }): ReactNode {
  return (
    <>
      <p className="ws-form-note">
        What this host offers, to try a client against another kind of host. What is left out answers 501, and
        CheckFileInfo promises nothing of it.
      </p>
      <ChoiceField name="profile" label="What is offered" value={settings.profile} choices={PROFILES} />
    </>
  );
}
