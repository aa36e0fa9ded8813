/** The Word samples and the empty Word template. */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';

const NUMBERS = 'steps';
const font = 'Calibri';

const heading = (text) =>
  new Paragraph({
    heading: HeadingLevel.HEADING_1,
    spacing: { before: 280, after: 120 },
    children: [new TextRun(text)],
  });
const text = (...runs) =>
  new Paragraph({
    spacing: { after: 140 },
    children: runs.map((run) => (typeof run === 'string' ? new TextRun(run) : run)),
  });
const bold = (value) => new TextRun({ text: value, bold: true });
const code = (value) => new TextRun({ text: value, font: 'Consolas', size: 20 });
const bullet = (...runs) =>
  new Paragraph({
    bullet: { level: 0 },
    children: runs.map((run) => (typeof run === 'string' ? new TextRun(run) : run)),
  });
const step = (value) =>
  new Paragraph({
    numbering: { reference: NUMBERS, level: 0 },
    spacing: { after: 60 },
    children: [new TextRun(value)],
  });

/** Column widths are given in twips both for the table and for its cells: viewers lay a table without them out at zero width. */
function table(widths, rows) {
  const line = { style: BorderStyle.SINGLE, size: 4, color: 'C8C8CC' };
  const borders = { top: line, bottom: line, left: line, right: line };
  return new Table({
    columnWidths: widths,
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    rows: rows.map(
      (cells, index) =>
        new TableRow({
          tableHeader: index === 0,
          children: cells.map(
            (value, column) =>
              new TableCell({
                borders,
                width: { size: widths[column], type: WidthType.DXA },
                margins: { top: 60, bottom: 60, left: 100, right: 100 },
                ...(index === 0 ? { shading: { type: ShadingType.CLEAR, fill: 'E8F2FB', color: 'auto' } } : {}),
                children: [new Paragraph({ children: [new TextRun({ text: value, bold: index === 0 })] })],
              }),
          ),
        }),
    ),
  });
}

function pack(title, children, extra = {}) {
  return Packer.toBuffer(
    new Document({
      title,
      creator: 'WOPI Sandbox',
      lastModifiedBy: 'WOPI Sandbox',
      styles: { default: { document: { run: { font, size: 22 } } } },
      numbering: {
        config: [
          {
            reference: NUMBERS,
            levels: [
              {
                level: 0,
                format: LevelFormat.DECIMAL,
                text: '%1.',
                alignment: AlignmentType.START,
                style: { paragraph: { indent: { left: 500, hanging: 300 } } },
              },
            ],
          },
        ],
      },
      sections: [{ properties: { page: { size: { width: 11906, height: 16838 } } }, ...extra, children }],
    }),
  );
}

export function welcome() {
  return pack(
    'Welcome to WOPI Sandbox',
    [
      new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun('Welcome to WOPI Sandbox')] }),
      text(
        'This document is a real Word file in the folder you share. You opened it through ',
        bold('WOPI'),
        ', the protocol by which Office for the web opens, locks and saves files that live somewhere else.',
      ),
      heading('What just happened'),
      table(
        [1900, 2300, 4800],
        [
          ['Request', 'Who asked', 'Why'],
          [
            'CheckFileInfo',
            'the editor’s server',
            'to learn the name, size and version of the file and what you may do with it',
          ],
          ['Lock', 'the editor’s server', 'so that nobody else changes the file while you write'],
          ['GetFile', 'the editor’s server', 'to fetch the bytes of this document'],
        ],
      ),
      text(''),
      text(
        'All three are on the ',
        bold('Traffic'),
        ' page of WOPI Sandbox, with their headers, bodies and signatures.',
      ),
      heading('Now try this'),
      step('Change a word in this line and wait a second: PutFile appears in Traffic.'),
      step('Open the document as a second person: both of you hold the same lock.'),
      step('Open it as the reader: the editor explains why it is read-only.'),
      step('Jump the clock by 31 minutes: the lock expires, and the next save is refused.'),
      step('Close the editor: Unlock.'),
      heading('Good to know'),
      bullet('Every version is kept. ', bold('Files'), ' shows the history and restores any of them.'),
      bullet(
        'A lock id is a text like ',
        code('{"S":"4f1c22…","F":4}'),
        '. The host compares it letter by letter and never looks inside.',
      ),
      bullet('This copy is yours: delete it, and Settings can write the samples again.'),
    ],
    {
      headers: {
        default: new Header({
          children: [
            new Paragraph({
              alignment: AlignmentType.END,
              children: [new TextRun({ text: 'WOPI Sandbox · sample', color: '6B6B76', size: 18 })],
            }),
          ],
        }),
      },
      footers: {
        default: new Footer({
          children: [
            new Paragraph({
              alignment: AlignmentType.CENTER,
              children: [
                new TextRun({
                  size: 18,
                  color: '6B6B76',
                  children: ['Page ', PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES],
                }),
              ],
            }),
          ],
        }),
      },
    },
  );
}

export function report() {
  return pack('Report', [
    new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun('Report')] }),
    text(
      'This file lies in a folder inside the shared folder. Its WOPI id says nothing about that: rename or move the file, and the id stays the same.',
    ),
    heading('Quarter at a glance'),
    table(
      [3000, 2000, 2000],
      [
        ['Region', 'Plan', 'Actual'],
        ['North', '120', '131'],
        ['South', '95', '88'],
        ['Overseas', '60', '74'],
      ],
    ),
    text(''),
    text('Two of three regions are above plan.'),
  ]);
}

export function emptyDocument() {
  return pack('', [new Paragraph({ children: [] })]);
}
