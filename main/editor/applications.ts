import type { DocumentKind, EditorAction } from '../../preload/editor-contract.ts';

/** One row per application: what discovery advertises and what the page opens. */
export interface Application {
  name: string;
  kind: DocumentKind;
  extensions: readonly string[];
  actions: readonly EditorAction[];
  /** Letter and colour of its icon. */
  letter: string;
  colour: string;
}

const EVERYTHING = ['view', 'edit', 'editnew', 'embedview'] as const;
const READING = ['view', 'embedview'] as const;

export const APPLICATIONS: readonly Application[] = [
  {
    name: 'Text',
    kind: 'text',
    extensions: ['txt', 'md', 'csv', 'json'],
    actions: EVERYTHING,
    letter: 'T',
    colour: '#5b5fc7',
  },
  { name: 'Word', kind: 'word', extensions: ['docx'], actions: EVERYTHING, letter: 'W', colour: '#185abd' },
  { name: 'Excel', kind: 'sheet', extensions: ['xlsx'], actions: EVERYTHING, letter: 'X', colour: '#107c41' },
  { name: 'PowerPoint', kind: 'slides', extensions: ['pptx'], actions: READING, letter: 'P', colour: '#c43e1c' },
  {
    name: 'Download',
    kind: 'download',
    extensions: ['doc', 'xls', 'ppt', 'odt', 'ods', 'odp', 'rtf', 'pdf'],
    actions: ['view'],
    letter: '↓',
    colour: '#6b6b76',
  },
];

export function applicationFor(extension: string): Application | undefined {
  return APPLICATIONS.find((application) => application.extensions.includes(extension.toLowerCase()));
}

/** Why a kind of file is only offered for download. */
export function downloadReason(extension: string): string {
  return (
    `The Sandbox Editor shows and edits .txt, .md, .csv, .json, .docx and .xlsx, and shows .pptx. ` +
    `It has no viewer for ${extension === '' ? 'files without an extension' : `.${extension}`}, so the file is offered for download, unchanged.`
  );
}
