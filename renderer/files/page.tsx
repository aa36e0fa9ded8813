import { useMemo, useRef, useState, type ReactNode } from 'react';
import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { Add16Regular } from '@fluentui/react-icons/svg/add';
import { ArrowUpload16Regular } from '@fluentui/react-icons/svg/arrow-upload';
import { Sparkle16Regular } from '@fluentui/react-icons/svg/sparkle';
import type { HostState } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { go, useLinkParam } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { useHost } from '../state/host.ts';
import { Kbd } from '../ui/badge.tsx';
import { Loading, Problem } from '../ui/empty.tsx';
import { plural } from '../ui/format.ts';
import { Page } from '../ui/page.tsx';
import { Split } from '../ui/split.tsx';
import { fail, say } from '../ui/toasts.tsx';
import { FileDetail } from './detail.tsx';
import { DropZone } from '../ui/drop-zone.tsx';
import { FileList } from './file-list.tsx';
import { FolderTree } from './folder-tree.tsx';
import { NewDialog } from './new-dialog.tsx';
import { folderTree } from './tree.ts';
import { UploadPanel } from './upload-panel.tsx';
import { startUploads } from './uploads.ts';
import { useFiles, type Files } from './use-files.ts';
import '../ui/detail.css';
import './files.css';

export function FilesPage(): ReactNode {
  const api = useApi();
  const host = useHost((state) => state.host);
  const listing = useFiles();
  const [fileId, setFileId] = useLinkParam('id');
  const [folderParam, setFolder] = useLinkParam('folder');
  const [isCreating, setCreating] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const folder = folderParam ?? '';
  const rootName = baseName(host?.folder ?? '') || 'Shared folder';
  const writeProblem = writeProblemOf(host);
  const upload = (chosen: readonly File[]): void => startUploads(api, chosen, folder);

  useShortcuts('Files', [
    { keys: 'n', label: 'New file', run: () => writeProblem === null && setCreating(true) },
    { keys: 'u', label: 'Upload files', run: () => writeProblem === null && chooser.current?.click() },
  ]);
  const uploadButton = (
    <Button
      size="small"
      icon={<ArrowUpload16Regular />}
      disabled={writeProblem !== null}
      title={writeProblem ?? 'Or drop files anywhere on this page'}
      aria-keyshortcuts="u"
      onClick={() => chooser.current?.click()}
    >
      Upload <Kbd>u</Kbd>
    </Button>
  );

  return (
    <Page
      title="Files"
      explanation={host === null ? 'The shared folder' : <span className="ws-mono">{host.folder}</span>}
      actions={
        <>
          <AddSamples writeProblem={writeProblem} />
          {uploadButton}
          <Button
            size="small"
            appearance="primary"
            icon={<Add16Regular />}
            disabled={writeProblem !== null}
            title={writeProblem ?? undefined}
            aria-keyshortcuts="n"
            onClick={() => setCreating(true)}
          >
            New <Kbd>n</Kbd>
          </Button>
        </>
      }
    >
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        aria-label="Files to upload"
        onChange={(event) => {
          upload([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      {host?.folderProblem != null ? (
        <Problem
          title="The shared folder cannot be used"
          message={host.folderProblem}
          actions={
            <>
              <Button appearance="primary" onClick={() => go('/settings')}>
                Choose another folder
              </Button>
              <Button onClick={listing.reload}>Look again</Button>
            </>
          }
        />
      ) : (
        <DropZone
          invitation={`Drop to upload into ${folder === '' ? rootName : `${rootName}/${folder}`}`}
          refusal={writeProblem}
          onFiles={upload}
        >
          {host?.folderIsReadOnly === true ? <ReadOnlyBar /> : null}
          <div className="ws-files">
            <Folders listing={listing} rootName={rootName} folder={folder} onFolder={setFolder} />
            <Split
              id="files"
              label="detail pane"
              first={
                <div className="ws-files-first">
                  <FileList
                    listing={listing}
                    rootName={rootName}
                    folder={folder}
                    onFolder={setFolder}
                    selectedId={fileId}
                    onSelect={setFileId}
                    firstActions={
                      <>
                        <AddSamples writeProblem={writeProblem} isMain />
                        {uploadButton}
                      </>
                    }
                  />
                  <UploadPanel onShow={setFileId} />
                </div>
              }
              second={
                fileId === null ? null : (
                  <Selected
                    listing={listing}
                    fileId={fileId}
                    writeProblem={writeProblem}
                    onClose={() => setFileId(null)}
                  />
                )
              }
            />
          </div>
        </DropZone>
      )}
      {isCreating ? (
        <NewDialog
          folder={folder}
          folders={listing.folders}
          files={listing.files}
          rootName={rootName}
          onClose={() => setCreating(false)}
          onCreated={({ id }) => setFileId(id)}
        />
      ) : null}
    </Page>
  );
}

function AddSamples({ writeProblem, isMain = false }: { writeProblem: string | null; isMain?: boolean }): ReactNode {
  const api = useApi();
  async function addSamples(): Promise<void> {
    try {
      const { added } = await api.addSamples();
      say(added === 0 ? 'All sample documents are there already.' : `${plural(added, 'sample document')} added.`);
    } catch (error) {
      fail(error);
    }
  }
  return (
    <Button
      size="small"
      appearance={isMain ? 'primary' : 'secondary'}
      icon={<Sparkle16Regular />}
      disabled={writeProblem !== null}
      title={writeProblem ?? 'Writes the sample documents that are not there yet'}
      onClick={() => void addSamples()}
    >
      Add sample documents
    </Button>
  );
}

interface FoldersProps {
  listing: Files;
  rootName: string;
  folder: string;
  onFolder(folder: string): void;
}

function Folders({ listing: { folders, files }, rootName, folder, onFolder }: FoldersProps): ReactNode {
  const tree = useMemo(() => folderTree(folders, files, rootName), [folders, files, rootName]);
  return (
    <div className="ws-files-side">
      <FolderTree root={tree} folder={folder} onChoose={onFolder} />
    </div>
  );
}

interface SelectedProps {
  listing: Files;
  fileId: string;
  writeProblem: string | null;
  onClose(): void;
}

function Selected({ listing: { byId, files, status }, fileId, writeProblem, onClose }: SelectedProps): ReactNode {
  const file = byId.get(fileId);
  if (file) return <FileDetail key={fileId} file={file} files={files} writeProblem={writeProblem} onClose={onClose} />;
  if (status !== 'loaded') return <Loading what="the file" />;
  return (
    <Problem
      title="This file is not there"
      message={`No file of the shared folder has the id ${fileId}. It was deleted, or the link belongs to another folder.`}
      actions={<Button onClick={onClose}>Close</Button>}
    />
  );
}

function ReadOnlyBar(): ReactNode {
  return (
    <MessageBar intent="warning" layout="singleline">
      <MessageBarBody>
        This folder is read-only: documents open for reading, and saving is refused. Give this account write access to
        the folder, or share another one in <a href="#/settings">Settings</a>.
      </MessageBarBody>
    </MessageBar>
  );
}

function writeProblemOf(host: HostState | null): string | null {
  if (host === null) return 'The host is not known yet.';
  if (host.folderProblem !== null) return host.folderProblem;
  return host.folderIsReadOnly ? 'The folder is read-only.' : null;
}

function baseName(path: string): string {
  return path.replace(/[/\\]+$/, '').replace(/^.*[/\\]/, '');
}
