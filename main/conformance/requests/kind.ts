import type { XmlElement } from '../../wopi/protocol/xml.ts';
import type { Attributes } from '../attributes.ts';
import type { Resources } from '../model.ts';

export type HeaderPair = readonly [name: string, value: string];

/** What a request may use of the case it belongs to. */
export interface RequestInput {
  attributes: Attributes;
  element: XmlElement;
  state: ReadonlyMap<string, string | null>;
  resources: Resources;
}

/** One request element of the cases: how its HTTP request is made. */
export interface RequestKind {
  method: 'GET' | 'POST';
  /** Appended to the path of the address. */
  suffix?: string;
  /** X-WOPI-Override. */
  override?: string;
  /** The answer carries bytes and has no text. */
  isBinary?: boolean;
  /** Sent to the address it names and nowhere else: no token, no header, no signature. */
  isBare?: boolean;
  /** Destroys what it is sent to, so it never goes to the file under test. */
  neverOnWopiSrc?: boolean;
  /** Reads everything that can be wrong in the file before anything runs. @throws CasesError */
  check?(attributes: Attributes, element: XmlElement): void;
  headers?(input: RequestInput): HeaderPair[];
  body?(input: RequestInput): Buffer | undefined;
}

/** A header that is sent also when it is empty. */
export function always(header: string, attributes: Attributes, name: string): HeaderPair {
  return [header, attributes.text(name) ?? ''];
}

/** A header that is sent only with a value. */
export function whenSet(header: string, value: string | undefined): HeaderPair[] {
  return value === undefined || value === '' ? [] : [[header, value]];
}

/** A header that is sent when the attribute is there, even an empty one. */
export function whenGiven(header: string, attributes: Attributes, name: string): HeaderPair[] {
  const value = attributes.text(name);
  return value === undefined ? [] : [[header, value]];
}
