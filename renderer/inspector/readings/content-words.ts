import { formatBytes } from '../../ui/format.ts';
import { asked, nameIn, versionAndSize, type Facts } from './facts.ts';
import type { OperationWords } from './operation-words.ts';

/** ' as “Budget (2).xlsx”', from whichever header names the new file. */
function asWhich(facts: Facts): string {
  const exact = nameIn(asked(facts, 'X-WOPI-RelativeTarget'));
  if (exact !== null) return ` as “${exact}”`;
  const suggested = nameIn(asked(facts, 'X-WOPI-SuggestedTarget'));
  if (suggested === null) return '';
  return suggested.startsWith('.') ? ` as a ${suggested} file` : ` as “${suggested}” or a name like it`;
}

function saved({ detail, row }: Facts): string {
  const before = detail?.before?.version ?? null;
  const after = detail?.after?.version ?? null;
  const size = formatBytes(row.requestBytes);
  if (before === null || after === null) return ` (${size})`;
  return before === after
    ? `; the content was the same, so it is still version ${after}`
    : `: version ${before} became ${after}, ${size}`;
}

/** ' with changes by Ann and Ben' when more than the sender wrote. */
function byWhom(facts: Facts): string {
  const ids = (asked(facts, 'X-WOPI-Editors') ?? '').split(',').filter((id) => id.trim() !== '');
  if (ids.length < 2) return '';
  const names = ids.map((id) => facts.nameOf(id.trim()));
  return `, with changes by ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function newName(facts: Facts): string {
  const name = nameIn(asked(facts, 'X-WOPI-RequestedName'));
  return name === null ? '' : ` to “${name}”`;
}

/** Reading, writing and naming a file. */
export const contentOperations: Readonly<Record<string, OperationWords>> = {
  CheckFileInfo: {
    wish: ({ file }) => `know what ${file} is and what it may do with it`,
    done: (facts) => ({
      title: 'Properties read',
      words: `${facts.who} asked what ${facts.file} is and what it may do with it${versionAndSize(facts)}; the host told it.`,
    }),
  },
  GetFile: {
    wish: ({ file }) => `read ${file}`,
    done: (facts) => ({ title: 'Document read', words: `${facts.who} read ${facts.file}${versionAndSize(facts)}.` }),
  },
  FileUrl: {
    wish: ({ file }) => `read ${file} from the address that CheckFileInfo gave in FileUrl`,
    done: ({ who, file, row }) => ({
      title: 'Document read by FileUrl',
      words: `${who} read ${file} (${formatBytes(row.responseBytes)}) from the address that CheckFileInfo gave in FileUrl, as any web server would give it.`,
    }),
  },
  PutFile: {
    wish: ({ file, row }) => `save ${file} (${formatBytes(row.requestBytes)})`,
    left: () => 'Nothing was written.',
    done: (facts) => ({
      title: 'Document saved',
      words: `${facts.who} saved ${facts.file}${byWhom(facts)}${saved(facts)}.`,
    }),
  },
  PutRelativeFile: {
    wish: (facts) => `store a new file beside ${facts.file}${asWhich(facts)}`,
    left: () => 'No file was made.',
    done: (facts) => {
      const isConversion = asked(facts, 'X-WOPI-FileConversion') !== null;
      return {
        title: isConversion ? 'Converted copy stored' : 'Saved as another file',
        words: `${facts.who} stored ${formatBytes(facts.row.requestBytes)} as a new file beside ${facts.file}${asWhich(facts)}${isConversion ? '; it is a converted copy' : ''}.`,
      };
    },
  },
  RenameFile: {
    wish: (facts) => `rename ${facts.file}${newName(facts)}`,
    left: () => 'It keeps its name.',
    done: (facts) => ({ title: 'File renamed', words: `${facts.who} renamed ${facts.file}${newName(facts)}.` }),
  },
  DeleteFile: {
    wish: ({ file }) => `delete ${file}`,
    left: () => 'It is still there.',
    done: ({ who, file }) => ({ title: 'File deleted', words: `${who} deleted ${file}.` }),
  },
  PutUserInfo: {
    wish: () => 'store a note about its user',
    left: () => 'The note from before stays.',
    done: ({ who }) => ({
      title: 'User info kept',
      words: `${who} stored a note about its user; the host sends it back with every CheckFileInfo.`,
    }),
  },
  AddActivities: {
    wish: ({ file }) => `tell the host what people did in ${file}, such as comments and mentions`,
    left: () => 'No activity was stored.',
    done: ({ who, file }) => ({
      title: 'Activities told',
      words: `${who} told the host what people did in ${file}, such as comments and mentions; the answer says for each whether it was stored.`,
    }),
  },
};
