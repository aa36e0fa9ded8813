import { formatBytes } from '../../ui/format.ts';
import type { OperationWords } from './operation-words.ts';

const OBSOLETE = 'This operation is obsolete; Office for the web does not use it any more.';
const DESKTOP = 'It belongs to the extension for co-authoring with the desktop apps.';

/** Told alike: who did what, and what the operation is. */
function rare(wish: string, title: string, past: string, about: string): OperationWords {
  return {
    wish: ({ file }) => wish.replaceAll('FILE', file),
    done: ({ who, file }) => ({ title, words: `${who} ${past.replaceAll('FILE', file)}. ${about}` }),
  };
}

/** What this host does not offer, and imported captures or other hosts may still show. */
// oxfmt-ignore
export const rareOperations: Readonly<Record<string, OperationWords>> = {
  ExecuteCellStorageRequest:         rare('change FILE by the cell storage protocol (“cobalt”)', 'Cell storage request answered', 'spoke the cell storage protocol (“cobalt”) about FILE', OBSOLETE),
  ExecuteCellStorageRelativeRequest: rare('change a file beside FILE by the cell storage protocol (“cobalt”)', 'Cell storage request answered', 'spoke the cell storage protocol (“cobalt”) about a file beside FILE', OBSOLETE),
  ReadSecureStore:                   rare('have credentials for a data source of FILE', 'Credentials told', 'asked for credentials of a data source that FILE uses', OBSOLETE),
  GetRestrictedLink:                 rare('have a restricted link to FILE', 'Restricted link told', 'asked for a link to FILE that opens it as a form', OBSOLETE),
  RevokeRestrictedLink:              rare('take back the restricted links to FILE', 'Restricted links taken back', 'took back the links that open FILE as a form', OBSOLETE),
  CheckFolderInfo:                   rare('know what the folder FILE is', 'Folder properties read', 'asked what the folder FILE is and what it may do in it', 'Only OneNote for the web works with folders in this way.'),
  GetCoauthLock:                     rare('take a co-authoring lock on FILE', 'Co-authoring lock taken', 'took a lock on FILE that several people can hold at once', DESKTOP),
  RefreshCoauthLock:                 rare('extend its co-authoring lock on FILE', 'Co-authoring lock extended', 'extended its co-authoring lock on FILE', DESKTOP),
  UnlockCoauthLock:                  rare('release its co-authoring lock on FILE', 'Co-authoring lock released', 'released its co-authoring lock on FILE', DESKTOP),
  GetCoauthTable:                    rare('know who else works on FILE', 'Co-authors told', 'asked who else works on FILE', DESKTOP),
  GetSequenceNumber:                 rare('know the sequence number of FILE', 'Sequence number told', 'asked how often the content of FILE has changed', DESKTOP),
  GetChunkedFile:                    rare('read the parts of FILE that it does not have yet', 'Document read in parts', 'read the parts of FILE that it did not have yet', DESKTOP),
  PutChunkedFile: {
    wish: ({ file, row }) => `save the changed parts of ${file} (${formatBytes(row.requestBytes)})`,
    left: () => 'Nothing was written.',
    done: ({ who, file, row }) => ({
      title: 'Document saved in parts',
      words: `${who} saved the changed parts of ${file} (${formatBytes(row.requestBytes)}). ${DESKTOP}`,
    }),
  },
};
