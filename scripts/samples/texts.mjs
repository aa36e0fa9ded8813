/** The plain text samples. Each one says what it is good for. */

const lines = (...text) => `${text.join('\n')}\n`;

export const notes = lines(
  'Notes',
  '',
  'This file is the quickest way to see WOPI at work:',
  '',
  '1. Open it as Olivia, the owner, with the action "edit".',
  '2. Type something. A second later the editor saves it.',
  '3. Look at Traffic: CheckFileInfo, Lock, GetFile, PutFile.',
  '4. Open it once more as Emil, the editor. Both of you now type in the same document, under the same lock.',
  '5. Open it as Rita, the reader. She sees why she may not write.',
  '6. Close both editors. The last one to leave releases the lock: Unlock.',
  '',
  'Write your own notes here:',
  '',
);

export const readMe = lines(
  '# Read me first',
  '',
  'WOPI is the protocol between a place that **stores** documents (the *host*) and a program that **edits** them in a',
  'browser (the *client*: Office for the web, Collabora, ONLYOFFICE or the Sandbox Editor you are looking at).',
  '',
  'WOPI Sandbox is a host. It shares this folder and shows every request a client makes.',
  '',
  '## One editing session',
  '',
  '| Step | Request | What it is for |',
  '| --- | --- | --- |',
  '| 1 | `CheckFileInfo` | Who is this person, and what may they do with this file? |',
  '| 2 | `Lock` | Nobody else may change the file for the next 30 minutes. |',
  '| 3 | `GetFile` | The bytes of the document. |',
  '| 4 | `PutFile` | The new bytes, as often as the client likes to save. |',
  '| 5 | `RefreshLock` | Another 30 minutes, please. |',
  '| 6 | `Unlock` | The last person has left. |',
  '',
  '## Three things to try',
  '',
  '- **Lock** page: take a lock by hand, then try to edit that file. The client is told who stands in its way.',
  '- **Clock** in the top bar: jump 31 minutes ahead and watch the lock expire while somebody is typing.',
  '- **People and tokens** page: revoke a token. The next call is answered `401`, and the editor says so.',
  '',
  '> Nothing in this folder is special. Delete what you do not need, or share another folder in Settings.',
);

export const contacts = lines(
  'Name,Role,E-mail,City,Since',
  'Olivia Okafor,Owner,olivia@example.com,Lagos,2019-04-01',
  'Emil Eriksson,Editor,emil@example.com,Malmö,2021-09-15',
  'Rita Rossi,Reader,rita@example.com,Torino,2022-02-28',
  '"Gómez, Guillermo",Guest,guillermo@example.com,Córdoba,2023-11-05',
  '"Zoë ""Zed"" Zhang",Editor,zoe@example.com,成都,2024-06-30',
);

export const settings = `${JSON.stringify(
  {
    title: 'Settings of an imaginary integration',
    host: { publicUrl: 'https://wopi.example.com', lockMinutes: 30, maximumUploadBytes: 104857600 },
    features: ['SupportsLocks', 'SupportsUpdate', 'SupportsRename', 'SupportsExtendedLockLength'],
    clients: [
      { name: 'Sandbox Editor', isEnabled: true },
      { name: 'Office for the web', isEnabled: false, why: 'needs a public address' },
    ],
  },
  null,
  2,
)}\n`;

export const hardName = lines(
  'The name of this file has letters with marks, a space, an ampersand, a comma, a per cent sign, a dash and two',
  'Chinese characters. It finds mistakes in percent-encoding and in UTF-7 headers:',
  'rename it in the editor, or save a copy, and look at X-WOPI-RequestedName in Traffic.',
);

export const longName = lines(
  'The name of this file is long but legal. Look for places where it is cut off without a way to read all of it.',
);

export const lockTest = lines(
  "Microsoft's interactive validator opens files with the extension .wopitest and runs its test cases against them.",
  'The tests overwrite this file. Nothing else may depend on what is in it.',
);
