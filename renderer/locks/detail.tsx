import { useState, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Edit16Regular } from '@fluentui/react-icons/svg/edit';
import { LockClosed16Regular } from '@fluentui/react-icons/svg/lock-closed';
import { LockOpen16Regular } from '@fluentui/react-icons/svg/lock-open';
import { Hourglass16Regular } from '@fluentui/react-icons/svg/hourglass';
import type { LockRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { FileIcon, isElsewhere, NOT_HERE } from '../files/file-icon.tsx';
import { linkTo } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { Kbd } from '../ui/badge.tsx';
import { CloseButton } from '../ui/close-button.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { ExpiresIn } from '../ui/countdown.tsx';
import { Card, Fact, Facts } from '../ui/fields.tsx';
import { formatFull } from '../ui/format.ts';
import { fail, say } from '../ui/toasts.tsx';
import { Holder } from './columns.tsx';
import { LockHistory } from './history.tsx';
import { ChangeLockDialog } from './lock-dialog.tsx';
import { WholeLockId } from './lock-id-view.tsx';

interface DetailProps {
  fileId: string;
  fileName: string;
  lock: LockRow | undefined;
  onTake(): void;
  onClose(): void;
}

/** The lock of one file and its past; also for a file that is free now. */
export function LockDetail({ fileId, fileName, lock, onTake, onClose }: DetailProps): ReactNode {
  useShortcuts('File with a lock', [{ keys: 'Escape', label: 'Close the details', run: onClose }]);
  return (
    <aside className="ws-detail" aria-label={`Lock of ${fileName}`}>
      <div className="ws-detail-head">
        <h2>
          <FileIcon name={fileName} />
          <span className="ws-detail-title">{fileName}</span>
        </h2>
        <CloseButton onClose={onClose} />
      </div>
      <p className="ws-detail-lead">
        {lock ? (
          <>
            Held by {lock.personName ?? 'this screen'}, <ExpiresIn until={lock.expiresAt} />.
          </>
        ) : (
          'Not locked now.'
        )}{' '}
        {isElsewhere({ fileId, fileName }) ? (
          NOT_HERE
        ) : (
          <a className="ws-link" href={`#${linkTo('/files', { id: fileId })}`}>
            Show the file
          </a>
        )}
      </p>
      <div className="ws-detail-body">
        {lock ? <LockFacts lock={lock} /> : null}
        <Card title="History">
          <LockHistory key={fileId} fileId={fileId} />
        </Card>
      </div>
      {lock ? <HeldActions lock={lock} /> : <FreeActions onTake={onTake} />}
    </aside>
  );
}

function LockFacts({ lock }: { lock: LockRow }): ReactNode {
  return (
    <Card title="Lock">
      <Facts>
        <Fact label="Lock id">
          <WholeLockId lockId={lock.lockId} />
        </Fact>
        <Fact label="Taken with">
          {lock.personId === null ? 'this screen' : <Holder id={lock.personId} name={lock.personName} />}
        </Fact>
        <Fact label="Taken">
          <span className="ws-mono">{formatFull(lock.takenAt)}</span>
        </Fact>
        <Fact label="Last refresh">
          {lock.refreshedAt > lock.takenAt ? <span className="ws-mono">{formatFull(lock.refreshedAt)}</span> : 'never'}
        </Fact>
        <Fact label="Expires">
          <span className="ws-mono">{formatFull(lock.expiresAt)}</span> (<ExpiresIn until={lock.expiresAt} lead="in" />)
        </Fact>
      </Facts>
    </Card>
  );
}

function FreeActions({ onTake }: { onTake(): void }): ReactNode {
  return (
    <div className="ws-detail-foot">
      <Button size="small" icon={<LockClosed16Regular />} onClick={onTake}>
        Take a lock <Kbd>t</Kbd>
      </Button>
    </div>
  );
}

function HeldActions({ lock }: { lock: LockRow }): ReactNode {
  const api = useApi();
  const confirm = useConfirm();
  const [isChanging, setChanging] = useState(false);
  const holder = lock.personName === null ? 'Whoever took the lock' : `${lock.personName}'s editor`;
  const { fileId, fileName } = lock;

  async function expire(): Promise<void> {
    const isSure = await confirm({
      title: `Let the lock of ${fileName} expire now?`,
      body: `${holder} is not told, as with a real expiry. Its next RefreshLock, Unlock or save with content gets 409 with an empty X-WOPI-Lock, and another client may lock the file first.`,
      action: 'Expire now',
    });
    if (isSure) await run(() => api.expireLock({ fileId }), `The lock of ${fileName} has expired.`);
  }
  async function release(): Promise<void> {
    const isSure = await confirm({
      title: `Release the lock of ${fileName}?`,
      body: `The file becomes free as after an Unlock, although ${holder.charAt(0).toLowerCase() + holder.slice(1)} did not ask for it. Its next RefreshLock, Unlock or save with content gets 409 with an empty X-WOPI-Lock.`,
      action: 'Release',
    });
    if (isSure) await run(() => api.releaseLock({ fileId }), `${fileName} is free.`);
  }
  useShortcuts('Selected lock', [
    { keys: 'c', label: 'Change the lock id', run: () => setChanging(true) },
    { keys: 'e', label: 'Let the lock expire now', run: () => void expire() },
    { keys: 'r', label: 'Release the lock', run: () => void release() },
  ]);

  return (
    <div className="ws-detail-foot">
      <Button size="small" icon={<Edit16Regular />} aria-keyshortcuts="c" onClick={() => setChanging(true)}>
        Change id <Kbd>c</Kbd>
      </Button>
      <Button size="small" icon={<Hourglass16Regular />} aria-keyshortcuts="e" onClick={() => void expire()}>
        Expire now <Kbd>e</Kbd>
      </Button>
      <Button size="small" icon={<LockOpen16Regular />} aria-keyshortcuts="r" onClick={() => void release()}>
        Release <Kbd>r</Kbd>
      </Button>
      {isChanging ? <ChangeLockDialog lock={lock} onClose={() => setChanging(false)} /> : null}
    </div>
  );
}

async function run(action: () => Promise<void>, done: string): Promise<void> {
  try {
    await action();
    say(done);
  } catch (error) {
    fail(error);
  }
}
