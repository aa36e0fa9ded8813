import { strToU8, zipSync } from 'fflate';

export const MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';

/** A small Word document; name what differs. */
export function document({ text = 'Hello', parts = {} }: { text?: string; parts?: Record<string, string> } = {}) {
  const files: Record<string, string> = {
    '[Content_Types].xml': `<?xml version="1.0"?><Types><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${MAIN}"/></Types>`,
    '_rels/.rels':
      '<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>',
    'word/document.xml': `<w:document><w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:body></w:document>`,
    'word/_rels/document.xml.rels':
      '<Relationships><Relationship Id="r1" Type="http://x/styles" Target="styles.xml"/></Relationships>',
    'word/styles.xml': '<w:styles/>',
    ...parts,
  };
  const bytes = zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, strToU8(content)])));
  return new Uint8Array(bytes);
}
