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

/** What Microsoft's test cases work on. */
const TEST_CASES = ['wopitest', 'wopitestx'];
const EVERYTHING = ['view', 'edit', 'editnew', 'embedview'] as const;
const READING = ['view', 'embedview'] as const;

// oxfmt-ignore
export const APPLICATIONS: readonly Application[] = [
  { name: 'Text',       kind: 'text',     actions: EVERYTHING, letter: 'T', colour: '#5b5fc7', extensions: ['txt', 'md', 'csv', 'json', ...TEST_CASES] },
  { name: 'Word',       kind: 'word',     actions: EVERYTHING, letter: 'W', colour: '#185abd', extensions: ['docx'] },
  { name: 'Excel',      kind: 'sheet',    actions: EVERYTHING, letter: 'X', colour: '#107c41', extensions: ['xlsx'] },
  { name: 'PowerPoint', kind: 'slides',   actions: READING,    letter: 'P', colour: '#c43e1c', extensions: ['pptx'] },
  { name: 'Download',   kind: 'download', actions: ['view'],   letter: '↓', colour: '#6b6b76', extensions: ['doc', 'xls', 'ppt', 'odt', 'ods', 'odp', 'rtf', 'pdf'] },
];

export function applicationFor(extension: string): Application | undefined {
  return APPLICATIONS.find((application) => application.extensions.includes(extension.toLowerCase()));
}
