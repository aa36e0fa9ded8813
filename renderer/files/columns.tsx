import type { FileRow } from '../../preload/contract.ts';
import { CopyButton } from '../ui/copy.tsx';
import { formatBytes, formatFull, formatWhen } from '../ui/format.ts';
import { Mono } from '../ui/mono.tsx';
import type { FittedColumn } from '../ui/fitted-table.tsx';
import { FileName } from './file-icon.tsx';
import { LockBadge } from './lock-badge.tsx';
import { folderOf } from './names.ts';
import { compareNames } from './tree.ts';

export const fileColumns: readonly FittedColumn<FileRow>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(180px, 3fr)',
    cell: ({ name }) => <FileName name={name} />,
    sort: (left, right) => compareNames(left.name, right.name),
  },
  {
    id: 'lock',
    header: 'Lock',
    width: 76,
    cell: ({ id }) => <LockBadge fileId={id} />,
    hint: 'Time until the lock expires on the virtual clock',
  },
  {
    id: 'folder',
    header: 'Folder',
    width: 'minmax(88px, 1fr)',
    yields: 3,
    cell: ({ path }) => (
      <span className="ws-clip ws-muted" title={path}>
        {folderOf(path) === '' ? '/' : folderOf(path)}
      </span>
    ),
    sort: (left, right) => compareNames(left.path, right.path),
  },
  {
    id: 'id',
    header: 'Id',
    width: 128,
    yields: 2,
    cell: ({ id }) => (
      <span className="ws-with-copy">
        <Mono short={12}>{id}</Mono>
        <CopyButton text={id} what="file id" />
      </span>
    ),
    hint: 'Opaque and stable: survives rename, move and edits made outside',
  },
  {
    id: 'version',
    header: 'Version',
    width: 112,
    yields: 1,
    cell: ({ version }) => <Mono short={15}>{version}</Mono>,
    hint: 'The Version of CheckFileInfo and X-WOPI-ItemVersion',
  },
  {
    id: 'size',
    header: 'Size',
    width: 68,
    yields: 5,
    align: 'end',
    cell: ({ size }) => <span className="ws-mono">{formatBytes(size)}</span>,
    sort: (left, right) => left.size - right.size,
  },
  {
    id: 'modified',
    header: 'Modified',
    width: 144,
    yields: 4,
    align: 'end',
    cell: ({ modifiedAt }) => (
      <span className="ws-mono" title={formatFull(modifiedAt)}>
        {formatWhen(modifiedAt)}
      </span>
    ),
    sort: (left, right) => left.modifiedAt - right.modifiedAt,
  },
];
