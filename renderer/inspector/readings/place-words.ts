import { asked, nameIn, type Facts } from './facts.ts';
import type { OperationWords } from './operation-words.ts';

/** ' called “Reports”' */
function called(facts: Facts): string {
  const exact = nameIn(asked(facts, 'X-WOPI-RelativeTarget'));
  if (exact !== null) return ` called exactly “${exact}”`;
  const suggested = nameIn(asked(facts, 'X-WOPI-SuggestedTarget'));
  if (suggested === null) return '';
  return suggested.startsWith('.') ? ` of the kind ${suggested}` : ` called “${suggested}” or something like it`;
}

/** ', only those that end in .docx or .xlsx' */
function filtered(facts: Facts): string {
  const list = asked(facts, 'X-WOPI-FileExtensionFilterList');
  return list === null || list === '' ? '' : `, of its files only those ending in ${list.split(',').join(' or ')}`;
}

/** ' that lets people read' */
function linkKind(facts: Facts): string {
  const kind = asked(facts, 'X-WOPI-UrlType');
  if (kind === 'ReadOnly') return ' that lets people read it';
  return kind === 'ReadWrite' ? ' that lets people change it' : '';
}

function wantedAddress(facts: Facts): string {
  const address = asked(facts, 'X-WOPI-WopiSrc');
  return address === null || address === '' ? 'a file or folder' : address;
}

function newName(facts: Facts): string {
  const name = nameIn(asked(facts, 'X-WOPI-RequestedName'));
  return name === null ? '' : ` to “${name}”`;
}

function nativeName(facts: Facts): string {
  const name = asked(facts, 'X-WOPI-HostNativeFileName');
  return name === null || name === ''
    ? 'a file by the host’s own name'
    : `the file that the host itself calls “${name}”`;
}

/** Folders, the ecosystem and the way in for mobile apps. */
export const placeOperations: Readonly<Record<string, OperationWords>> = {
  CheckContainerInfo: {
    wish: ({ file }) => `know what ${file} is and what it may do in it`,
    done: ({ who, file }) => ({
      title: 'Folder properties read',
      words: `${who} asked what ${file} is and what it may do in it; the host told it.`,
    }),
  },
  EnumerateChildren: {
    wish: (facts) => `know what lies in ${facts.file}${filtered(facts)}`,
    done: (facts) => ({
      title: 'Folder listed',
      words: `${facts.who} asked what lies in ${facts.file}${filtered(facts)}; the host answered with its files and folders, each with an address and a token.`,
    }),
  },
  EnumerateAncestors: {
    wish: ({ file }) => `know which folders ${file} lies in`,
    done: ({ who, file }) => ({
      title: 'Way from the root told',
      words: `${who} asked which folders ${file} lies in; the host named them from the root down.`,
    }),
  },
  CreateChildContainer: {
    wish: (facts) => `make a folder${called(facts)} in ${facts.file}`,
    left: () => 'No folder was made.',
    done: (facts) => ({
      title: 'Folder made',
      words: `${facts.who} made a folder${called(facts)} in ${facts.file}.`,
    }),
  },
  CreateChildFile: {
    wish: (facts) => `make a file${called(facts)} in ${facts.file}`,
    left: () => 'No file was made.',
    done: (facts) => ({
      title: 'File made',
      words: `${facts.who} made a file${called(facts)} in ${facts.file}; it is empty until the first save.`,
    }),
  },
  RenameContainer: {
    wish: (facts) => `rename the folder ${facts.file}${newName(facts)}`,
    left: () => 'It keeps its name.',
    done: (facts) => ({
      title: 'Folder renamed',
      words: `${facts.who} renamed the folder ${facts.file}${newName(facts)}.`,
    }),
  },
  DeleteContainer: {
    wish: ({ file }) => `delete the folder ${file}`,
    left: () => 'It is still there.',
    done: ({ who, file }) => ({ title: 'Folder deleted', words: `${who} deleted the folder ${file}.` }),
  },
  GetShareUrl: {
    wish: (facts) => `have a link to ${facts.file}${linkKind(facts)}`,
    left: () => 'No link was made.',
    done: (facts) => ({
      title: 'Link to share made',
      words: `${facts.who} asked for a link to ${facts.file}${linkKind(facts)}; the host made one.`,
    }),
  },
  GetEcosystem: {
    wish: ({ file }) => `know the address of the ecosystem that ${file} belongs to`,
    done: ({ who, file }) => ({
      title: 'Ecosystem told',
      words: `${who} asked for the address of the ecosystem that ${file} belongs to: the way from it to everything else its person may see.`,
    }),
  },
  CheckEcosystem: {
    wish: () => 'know what this host offers beyond single files',
    done: ({ who }) => ({
      title: 'Ecosystem properties read',
      words: `${who} asked what this host offers beyond single files; the host told it.`,
    }),
  },
  GetRootContainer: {
    wish: () => 'know the folder at the top, where browsing begins',
    done: ({ who, row }) => ({
      title: 'Top folder told',
      words: /bootstrapper/i.test(row.path)
        ? `${who} asked who signed in and for the folder at the top in one go; the host gave the address of both, with tokens.`
        : `${who} asked for the folder at the top, where browsing begins; the host gave its address with a token.`,
    }),
  },
  Bootstrap: {
    wish: () => 'know who signed in and where browsing begins',
    done: ({ who }) => ({
      title: 'Signed in',
      words: `${who} showed its sign-in; the host told who it is and where the ecosystem begins. From here on WOPI tokens count.`,
    }),
  },
  GetNewAccessToken: {
    wish: (facts) => `have a fresh access token for ${wantedAddress(facts)}`,
    left: () => 'No token was issued.',
    done: (facts) => ({
      title: 'Fresh token issued',
      words: `${facts.who} asked for a fresh access token for ${wantedAddress(facts)}, with the sign-in as proof of who it is; the host issued one.`,
    }),
  },
  GetFileWopiSrc: {
    wish: (facts) => `know the address of ${nativeName(facts)}`,
    done: ({ who }) => ({
      title: 'Address of a file told',
      words: `${who} asked for the address of a file it knows by the host’s own name; the host gave it with a token.`,
    }),
  },
};
