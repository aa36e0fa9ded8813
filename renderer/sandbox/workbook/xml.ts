const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export function parseXml(text: string): Document {
  const document = new DOMParser().parseFromString(text.replace(/^\ufeff/, ''), 'application/xml');
  if (document.getElementsByTagName('parsererror').length > 0)
    throw new Error('A part of the workbook is not well-formed XML, so it cannot be written.');
  return document;
}

export function writeXml(document: Document): string {
  const body = new XMLSerializer().serializeToString(document);
  return body.startsWith('<?xml') ? body : `${DECLARATION}${body}`;
}

/** Child elements of that name, whatever prefix the file gives its namespace. */
export function children(parent: Element, name: string): Element[] {
  return [...parent.children].filter(({ localName }) => localName === name);
}

/** A new element of the same namespace and prefix as its parent-to-be. */
export function create(parent: Element, name: string, attributes: Record<string, string> = {}): Element {
  const qualified = parent.prefix === null ? name : `${parent.prefix}:${name}`;
  const element = parent.ownerDocument.createElementNS(parent.namespaceURI, qualified);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
