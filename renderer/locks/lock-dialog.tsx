import { useState, type ReactNode } from 'react';
import { Button, Field, Textarea } from '@fluentui/react-components';
import type { LockRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { FilePicker } from '../files/file-picker.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { say } from '../ui/toasts.tsx';
import { lockIdProblem, officeLikeLockId } from './lock-id.ts';

interface TakeProps {
  fileId: string | null;
  onClose(): void;
  onTaken(fileId: string): void;
}

/** Takes a lock from the screen, as another client would. */
export function TakeLockDialog({ fileId: initial, onClose, onTaken }: TakeProps): ReactNode {
  const api = useApi();
  const [fileId, setFileId] = useState(initial);
  const [lockId, setLockId] = useState(officeLikeLockId);
  return (
    <FormDialog
      title="Take a lock"
      action="Take the lock"
      isReady={fileId !== null && lockIdProblem(lockId) === null}
      onClose={onClose}
      onSubmit={async () => {
        if (fileId === null) return;
        const lock = await api.takeLock({ fileId, lockId });
        say(`${lock.fileName} is locked.`);
        onTaken(fileId);
      }}
    >
      <p className="ws-form-note">
        The file is held as if another client had locked it: editors get 409 with this id in X-WOPI-Lock, for 30 minutes
        of the virtual clock.
      </p>
      <FilePicker label="File" fileId={fileId} onPick={setFileId} />
      <LockIdField lockId={lockId} onChange={setLockId} />
    </FormDialog>
  );
}

interface ChangeProps {
  lock: LockRow;
  onClose(): void;
}

/** Swaps the id under the client that holds it. */
export function ChangeLockDialog({ lock, onClose }: ChangeProps): ReactNode {
  const api = useApi();
  const [lockId, setLockId] = useState(lock.lockId);
  return (
    <FormDialog
      title={`Change the lock id of ${lock.fileName}`}
      action="Change the id"
      isReady={lockIdProblem(lockId) === null && lockId !== lock.lockId}
      onClose={onClose}
      onSubmit={async () => {
        await api.changeLock({ fileId: lock.fileId, lockId });
        say(`The lock of ${lock.fileName} has another id.`);
      }}
    >
      <p className="ws-form-note">
        {lock.personName === null ? 'Whoever holds the lock' : `${lock.personName}'s editor`} is not told. Its next
        RefreshLock, PutFile or Unlock gets 409 with the new id, as if another client had taken the file over.
      </p>
      <LockIdField lockId={lockId} onChange={setLockId} />
    </FormDialog>
  );
}

function LockIdField({ lockId, onChange }: { lockId: string; onChange(lockId: string): void }): ReactNode {
  const problem = lockIdProblem(lockId);
  return (
    <div className="ws-lock-field">
      <Field
        label="Lock id"
        required
        validationState={problem === null ? 'none' : 'error'}
        validationMessage={problem}
        hint={`Compared byte for byte. ${lockId.length} of 1,024 characters.`}
      >
        <Textarea
          size="small"
          className="ws-mono"
          rows={3}
          spellCheck={false}
          value={lockId}
          onChange={(_event, { value }) => onChange(value)}
        />
      </Field>
      <Button size="small" onClick={() => onChange(officeLikeLockId())}>
        Generate one like Office's
      </Button>
    </div>
  );
}
