import { useMemo, useState, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { LockClosed16Regular, LockClosed32Regular } from '@fluentui/react-icons/svg/lock-closed';
import { useFiles } from '../files/use-files.ts';
import { useLinkParam } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { useLocks } from '../state/locks.ts';
import { Kbd } from '../ui/badge.tsx';
import { useSortedRows } from '../ui/columns.ts';
import { FittedTable } from '../ui/fitted-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { Split } from '../ui/split.tsx';
import { lockColumns } from './columns.tsx';
import { LockDetail } from './detail.tsx';
import { TakeLockDialog } from './lock-dialog.tsx';
import '../files/files.css';
import '../ui/detail.css';
import './locks.css';

export function LocksPage(): ReactNode {
  const byFile = useLocks((state) => state.byFile);
  const { byId } = useFiles();
  const [fileId, setFileId] = useLinkParam('file');
  const [isTaking, setTaking] = useState(false);
  const locks = useMemo(() => [...byFile.values()], [byFile]);
  const table = useSortedRows(locks, lockColumns, { column: 'left', descending: false });
  const take = (): void => setTaking(true);
  useShortcuts('Locks', [{ keys: 't', label: 'Take a lock', run: take }]);

  const lock = fileId === null ? undefined : byFile.get(fileId);
  const fileName =
    fileId === null ? '' : (lock?.fileName ?? byId.get(fileId)?.name ?? 'A file that is not there any more');
  const takeButton = (
    <Button size="small" appearance="primary" icon={<LockClosed16Regular />} aria-keyshortcuts="t" onClick={take}>
      Take a lock <Kbd>t</Kbd>
    </Button>
  );

  return (
    <Page title="Locks" explanation="Who holds which file, for how long, and how it came to that." actions={takeButton}>
      <Split
        id="locks"
        label="detail pane"
        first={
          <FittedTable
            label="Locks"
            columns={lockColumns}
            {...table}
            rowKey={(row) => row.fileId}
            selectedKey={fileId}
            onSelect={(row) => setFileId(row.fileId)}
            empty={
              <Empty
                icon={<LockClosed32Regular />}
                title="Nothing is locked"
                actions={
                  <>
                    {takeButton}
                    <Button size="small" as="a" href="#/files">
                      Go to Files
                    </Button>
                  </>
                }
              >
                Open a document for editing from Files: its editor takes a lock, and it appears here. Or take one
                yourself to see how an editor copes with a file that another client holds.
              </Empty>
            }
          />
        }
        second={
          fileId === null ? null : (
            <LockDetail fileId={fileId} fileName={fileName} lock={lock} onTake={take} onClose={() => setFileId(null)} />
          )
        }
      />
      {isTaking ? (
        <TakeLockDialog
          fileId={lock === undefined ? fileId : null}
          onClose={() => setTaking(false)}
          onTaken={setFileId}
        />
      ) : null}
    </Page>
  );
}
