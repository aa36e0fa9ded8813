import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { Button, MessageBar, MessageBarBody, Select } from '@fluentui/react-components';
import type { FileRow } from '../../preload/contract.ts';
import { useSortedRows } from '../ui/columns.ts';
import { FittedTable } from '../ui/fitted-table.tsx';
import { Empty, Loading, Problem } from '../ui/empty.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { SearchField } from '../ui/search-field.tsx';
import { fileColumns } from './columns.tsx';
import { isWithin } from './tree.ts';
import type { Files } from './use-files.ts';

interface FileListProps {
  listing: Files;
  rootName: string;
  folder: string;
  onFolder(folder: string): void;
  selectedId: string | null;
  onSelect(fileId: string): void;
  /** What to do first in an empty folder. */
  firstActions: ReactNode;
}

/** The files of the chosen folder and below, narrowed by what is searched. */
export function FileList({
  listing,
  rootName,
  folder,
  onFolder,
  selectedId,
  onSelect,
  firstActions,
}: FileListProps): ReactNode {
  const { files, folders, status, problem, reload } = listing;
  const [search, setSearch] = useState('');
  const sought = useDeferredValue(search).trim().toLowerCase();
  const found = useMemo(() => files.filter((file) => isFound(file, folder, sought)), [files, folder, sought]);
  const table = useSortedRows(found, fileColumns, { column: 'name', descending: false });

  return (
    <div className="ws-files-list">
      <div className="ws-files-bar">
        <SearchField
          label="Search files by name"
          placeholder="Search by name or path"
          value={search}
          onChange={setSearch}
        />
        <Select
          size="small"
          className="ws-files-folder"
          aria-label="Folder"
          value={folder}
          onChange={(_event, { value }) => onFolder(value)}
        >
          <option value="">{rootName}</option>
          {folders.map((path) => (
            <option key={path}>{path}</option>
          ))}
        </Select>
        <span className="ws-muted" role="status">
          {found.length === files.length ? '' : `${formatCount(found.length)} of `}
          {plural(files.length, 'file')}
        </span>
      </div>
      {status === 'failed' && files.length > 0 ? (
        <MessageBar intent="error" layout="singleline">
          <MessageBarBody>
            The folder could not be read again, so this may be old: {problem}{' '}
            <button type="button" className="ws-link" onClick={reload}>
              Try again
            </button>
          </MessageBarBody>
        </MessageBar>
      ) : null}
      <div className="ws-files-table">
        {status === 'failed' && files.length === 0 ? (
          <Problem
            title="The folder could not be read"
            message={problem ?? ''}
            actions={<Button onClick={reload}>Try again</Button>}
          />
        ) : status !== 'loaded' && files.length === 0 ? (
          <Loading what="the folder" />
        ) : (
          <FittedTable
            label="Files"
            columns={fileColumns}
            {...table}
            rowKey={({ id }) => id}
            selectedKey={selectedId}
            onSelect={({ id }) => onSelect(id)}
            empty={
              files.length === 0 ? (
                <Empty title="The folder is empty" actions={firstActions}>
                  Add the sample documents (Word, Excel, PowerPoint, text, hard names, a test file) or drop files here.
                  Every file becomes a WOPI file at once.
                </Empty>
              ) : (
                <NothingFound
                  search={search.trim()}
                  folder={folder}
                  onEverything={() => {
                    setSearch('');
                    onFolder('');
                  }}
                />
              )
            }
          />
        )}
      </div>
    </div>
  );
}

function NothingFound({
  search,
  folder,
  onEverything,
}: {
  search: string;
  folder: string;
  onEverything(): void;
}): ReactNode {
  const where = folder === '' ? 'the shared folder' : folder;
  return (
    <Empty
      title={search === '' ? `${where} has no files` : `Nothing in ${where} has "${search}" in its name`}
      actions={<Button onClick={onEverything}>Show all files</Button>}
    >
      {search === '' ? 'Drop files here, or use Upload and New above: what you add goes into this folder.' : undefined}
    </Empty>
  );
}

function isFound({ path }: FileRow, folder: string, sought: string): boolean {
  return isWithin(path, folder) && (sought === '' || path.toLowerCase().includes(sought));
}
