import { useState, type ReactNode } from 'react';
import { Button, Tab, TabList } from '@fluentui/react-components';
import { Delete16Regular } from '@fluentui/react-icons/svg/delete';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { Rename16Regular } from '@fluentui/react-icons/svg/rename';
import type { FileRow } from '../../preload/contract.ts';
import { messageOf, useApi } from '../api/client.ts';
import { Questions } from '../findings/questions.tsx';
import { linkTo } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { useHost } from '../state/host.ts';
import { useLocks } from '../state/locks.ts';
import { Kbd } from '../ui/badge.tsx';
import { CloseButton } from '../ui/close-button.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { ExpiresIn } from '../ui/countdown.tsx';
import { Card, Fact, Facts } from '../ui/fields.tsx';
import { formatBytes, formatCount, formatFull } from '../ui/format.ts';
import { Mono } from '../ui/mono.tsx';
import { say } from '../ui/toasts.tsx';
import { FileIcon } from './file-icon.tsx';
import { FileInfoPreview } from './file-info-preview.tsx';
import { OpenWith } from './open-with.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { Versions } from './versions.tsx';

type TabName = 'overview' | 'versions' | 'info';

interface DetailProps {
  file: FileRow;
  files: readonly FileRow[];
  /** Why the folder cannot be written to; null when it can. */
  writeProblem: string | null;
  onClose(): void;
}

export function FileDetail({ file, files, writeProblem, onClose }: DetailProps): ReactNode {
  const api = useApi();
  const confirm = useConfirm();
  const [tab, setTab] = useState<TabName>('overview');
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isRenaming, setRenaming] = useState(false);

  async function remove(): Promise<void> {
    if (writeProblem !== null) return;
    const isSure = await confirm({
      title: `Delete ${file.name}?`,
      body: `${file.path} is removed from the shared folder. Editors that have it open get 404 at their next request.`,
      action: 'Delete',
    });
    if (!isSure) return;
    try {
      await api.deleteFile({ fileId: file.id });
      say(`${file.name} deleted.`);
      onClose();
    } catch (error) {
      setRefusal(messageOf(error));
    }
  }
  const rename = (): void => {
    if (writeProblem === null) setRenaming(true);
  };
  useShortcuts('File', [
    { keys: 'r', label: 'Rename the file', run: rename },
    { keys: 'Delete', label: 'Delete the file', run: () => void remove() },
    { keys: 'Escape', label: 'Close the details', run: onClose },
  ]);

  return (
    <aside className="ws-detail" aria-label={`Details of ${file.name}`}>
      <div className="ws-detail-head">
        <h2>
          <FileIcon name={file.name} />
          <span className="ws-detail-title">{file.name}</span>
        </h2>
        <CloseButton onClose={onClose} />
      </div>
      <TabList size="small" selectedValue={tab} onTabSelect={(_event, { value }) => setTab(value as TabName)}>
        <Tab value="overview">Overview</Tab>
        <Tab value="versions">Versions</Tab>
        <Tab value="info">CheckFileInfo</Tab>
      </TabList>
      <div className="ws-detail-body" role="tabpanel" aria-label={tab}>
        {tab === 'overview' ? <Overview file={file} /> : null}
        {tab === 'versions' ? <Versions key={file.id} file={file} writeProblem={writeProblem} /> : null}
        {tab === 'info' ? <FileInfoPreview file={file} /> : null}
      </div>
      {refusal === null ? null : <Refusal text={refusal} fileId={file.id} onClose={() => setRefusal(null)} />}
      <div className="ws-detail-foot">
        <Button
          size="small"
          icon={<Rename16Regular />}
          disabled={writeProblem !== null}
          title={writeProblem ?? undefined}
          aria-keyshortcuts="r"
          onClick={rename}
        >
          Rename <Kbd>r</Kbd>
        </Button>
        <Button
          size="small"
          icon={<Delete16Regular />}
          disabled={writeProblem !== null}
          title={writeProblem ?? undefined}
          aria-keyshortcuts="Delete"
          onClick={() => void remove()}
        >
          Delete <Kbd>Del</Kbd>
        </Button>
      </div>
      {isRenaming ? <RenameDialog file={file} files={files} onClose={() => setRenaming(false)} /> : null}
    </aside>
  );
}

/** Stands above the button that was refused, until it is dismissed. */
function Refusal({ text, fileId, onClose }: { text: string; fileId: string; onClose(): void }): ReactNode {
  const isLocked = useLocks((state) => state.byFile.has(fileId));
  return (
    <div className="ws-refusal" role="alert">
      <p>
        {text}{' '}
        {isLocked ? (
          <a className="ws-link" href={`#${linkTo('/locks', { file: fileId })}`}>
            See the lock
          </a>
        ) : null}
      </p>
      <Button
        size="small"
        appearance="transparent"
        icon={<Dismiss16Regular />}
        aria-label="Dismiss"
        onClick={onClose}
      />
    </div>
  );
}

function Overview({ file }: { file: FileRow }): ReactNode {
  const publicBase = useHost(({ host }) => host?.publicBase ?? null);
  const wopiSrc = publicBase === null ? null : `${publicBase}/wopi/files/${file.id}`;
  return (
    <>
      <Card title="Open with">
        <OpenWith file={file} />
      </Card>
      <Card title="Facts">
        <Facts>
          <Fact label="Path">{file.path}</Fact>
          <Fact label="Id">
            <WithCopy text={file.id} what="file id" />
          </Fact>
          {wopiSrc === null ? null : (
            <Fact label="WOPISrc">
              <WithCopy text={wopiSrc} what="WOPISrc" />
            </Fact>
          )}
          <Fact label="Version">
            <Mono>{file.version}</Mono>
          </Fact>
          <Fact label="Size">
            <span className="ws-mono">{formatBytes(file.size)}</span>
            {file.size < 1024 ? null : <span className="ws-muted"> ({formatCount(file.size)} bytes)</span>}
            {file.size === 0 ? <span className="ws-muted"> (empty: open it with editnew)</span> : null}
          </Fact>
          <Fact label="Modified">
            <span className="ws-mono">{formatFull(file.modifiedAt)}</span>
          </Fact>
          <Fact label="Lock">
            <LockFact fileId={file.id} />
          </Fact>
        </Facts>
      </Card>
      <Card title="Ask">
        <Questions key={file.id} fileId={file.id} questions={['read-only', 'not-opened', 'still-locked', 'refused']} />
      </Card>
    </>
  );
}

function WithCopy({ text, what }: { text: string; what: string }): ReactNode {
  return (
    <span className="ws-with-copy">
      <Mono>{text}</Mono>
      <CopyButton text={text} what={what} />
    </span>
  );
}

function LockFact({ fileId }: { fileId: string }): ReactNode {
  const lock = useLocks((state) => state.byFile.get(fileId));
  const link = (
    <a className="ws-link" href={`#${linkTo('/locks', { file: fileId })}`}>
      {lock ? 'See the lock' : 'Lock history'}
    </a>
  );
  if (!lock) return <>not locked · {link}</>;
  return (
    <>
      held by {lock.personName ?? 'this screen'}, <ExpiresIn until={lock.expiresAt} /> · {link}
    </>
  );
}
