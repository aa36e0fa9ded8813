import type { ReactElement, ReactNode } from 'react';
import { Beaker16Regular } from '@fluentui/react-icons/svg/beaker';
import { Braces16Regular } from '@fluentui/react-icons/svg/braces';
import { Document16Regular } from '@fluentui/react-icons/svg/document';
import { DocumentPdf16Regular } from '@fluentui/react-icons/svg/document-pdf';
import { DocumentText16Regular } from '@fluentui/react-icons/svg/document-text';
import { Image16Regular } from '@fluentui/react-icons/svg/image';
import { SlideText16Regular } from '@fluentui/react-icons/svg/slide-text';
import { Table16Regular } from '@fluentui/react-icons/svg/table';
import { TextDescription16Regular } from '@fluentui/react-icons/svg/text-description';
import { extensionOf } from './names.ts';

type Kind = 'word' | 'sheet' | 'slides' | 'text' | 'data' | 'pdf' | 'image' | 'test' | 'other';

const EXTENSIONS: Record<Exclude<Kind, 'other'>, readonly string[]> = {
  word: ['doc', 'docx', 'docm', 'dot', 'dotx', 'dotm', 'odt', 'rtf'],
  sheet: ['xls', 'xlsx', 'xlsm', 'xlsb', 'ods', 'csv'],
  slides: ['ppt', 'pptx', 'pptm', 'pps', 'ppsx', 'pot', 'potx', 'odp'],
  text: ['txt', 'md', 'log'],
  data: ['json', 'xml', 'yaml', 'yml', 'html'],
  pdf: ['pdf'],
  image: ['png', 'jpg', 'jpeg', 'gif', 'svg', 'webp', 'bmp'],
  test: ['wopitest', 'wopitestx'],
};

const KINDS = new Map<string, Kind>(
  Object.entries(EXTENSIONS).flatMap(([kind, extensions]) => extensions.map((extension) => [extension, kind as Kind])),
);

const ICONS: Record<Kind, ReactElement> = {
  word: <DocumentText16Regular />,
  sheet: <Table16Regular />,
  slides: <SlideText16Regular />,
  text: <TextDescription16Regular />,
  data: <Braces16Regular />,
  pdf: <DocumentPdf16Regular />,
  image: <Image16Regular />,
  test: <Beaker16Regular />,
  other: <Document16Regular />,
};

/** Decoration: the extension stands in the name beside it. */
export function FileIcon({ name }: { name: string }): ReactNode {
  const kind = KINDS.get(extensionOf(name)) ?? 'other';
  return (
    <span className="ws-file-icon" data-kind={kind} aria-hidden="true">
      {ICONS[kind]}
    </span>
  );
}

export function FileName({ name }: { name: string }): ReactNode {
  return (
    <span className="ws-file-name" title={name}>
      <FileIcon name={name} />
      <span className="ws-clip">{name}</span>
    </span>
  );
}

interface NamedFile {
  fileId: string;
  /** The id where no file of the shared folder has it. */
  fileName: string;
}

export const NOT_HERE = 'The file is not in the shared folder: it was deleted, or it belongs to another folder.';

/** Locks and tokens outlive the files they are for: another folder may be shared by now. */
export function isElsewhere({ fileId, fileName }: NamedFile): boolean {
  return fileId !== '' && fileName === fileId;
}

/** The file of a lock or a token. */
export function FileOf({ fileId, fileName }: NamedFile): ReactNode {
  if (!isElsewhere({ fileId, fileName })) return <FileName name={fileName} />;
  return (
    <span className="ws-clip ws-muted" title={`${NOT_HERE} Its id: ${fileId}`}>
      not in this folder, <span className="ws-mono">{fileId}</span>
    </span>
  );
}
