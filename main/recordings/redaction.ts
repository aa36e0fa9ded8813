import type {
  ExchangeDetail,
  FileMoment,
  Header,
  Redaction,
  RedactionKind,
  RedactionPart,
} from '../../preload/contract.ts';
import { decodeUtf7 } from '../wopi/protocol/names.ts';
import { Aliases } from './aliases.ts';
import { LARGEST_SEARCHED, sizeWords } from './limits.ts';
import { NameFinder } from './name-finder.ts';
import { isDocument, isTextual } from './body-nature.ts';
import type { Side } from './body-nature.ts';

export const REDACTION_KINDS: readonly RedactionKind[] = ['tokens', 'proof', 'people', 'files', 'addresses', 'bodies'];

/** What is hidden when nobody says otherwise: signatures open nothing, and support asks for them. */
const DEFAULTS: Record<RedactionKind, boolean> = {
  tokens: true,
  proof: false,
  people: true,
  files: true,
  addresses: true,
  bodies: true,
};

export function fullRedaction(redaction: Redaction = {}): Record<RedactionKind, boolean> {
  return { ...DEFAULTS, ...redaction, tokens: true };
}

/** Names that are known before the first exchange is looked at. */
export interface KnownNames {
  files: readonly string[];
  people: readonly { id: string; name: string | null }[];
}

export interface RedactedBody {
  /** null: left out. */
  bytes: Uint8Array | null;
  /** Why bytes are left out; null when nothing is. */
  missing: string | null;
  hidden: number;
}

export interface Redactor {
  /** The exchange without what is to be hidden; its bodies are asked for apart, before or after. */
  exchange(exchange: ExchangeDetail): ExchangeDetail;
  /** @param bytes all that is kept of it, null where it is too large to be looked at */
  body(exchange: ExchangeDetail, side: Side, bytes: Uint8Array | null): RedactedBody;
  /** A sentence of the app about an exchange: evidence, a note. */
  text(text: string): string;
  /** Whether anything in a text could change. */
  touchesText: boolean;
  parts(): RedactionPart[];
}

const PROOF = /^x-wopi-(proof|proofold)$/i;
const PLACES = /^(host|forwarded|x-forwarded-(for|host|server)|x-real-ip|x-wopi-machinename|:authority|via)$/i;
const FILE_NAMES = /^x-wopi-(suggestedtarget|relativetarget|requestedname|validrelativetarget)$/i;
const EDITORS = /^x-wopi-editors$/i;

// oxfmt-ignore
const JSON_NAMES: readonly (readonly [RedactionKind, RegExp])[] = [
  ['people', /("(?:UserFriendlyName|UserPrincipalName|UserName|UserId|OwnerId|HostAuthenticationId|UserInfo)"\s*:\s*")((?:[^"\\]|\\.)+)(?=")/g],
  ['files',  /("(?:BaseFileName|Name|FileName|BreadcrumbDocName|BreadcrumbFolderName|ContainerName)"\s*:\s*")((?:[^"\\]|\\.)+)(?=")/g],
];
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const ORIGIN = /(https?(?::|%3A)(?:\/\/|\\\/\\\/|%2F%2F))((?:[\w.-]+|\[[\da-f:]+\])(?:(?::|%3A)\d+)?)/gi;
const MARKER = /‹(?:token …[^›]*|hidden)›/g;
const EXAMPLES = 3;
const EXAMPLE_LENGTH = 160;

/** Replaces by names that tell the same from the different and nothing else. Pure: the same sequence gives the same. */
export function createRedactor(redaction: Redaction, known: KnownNames = { files: [], people: [] }): Redactor {
  const hides = fullRedaction(redaction);
  const aliases = new Aliases();
  const names = new NameFinder();
  const counts = new Map<RedactionKind, RedactionPart>(
    REDACTION_KINDS.map((kind) => [kind, { kind, isOn: hides[kind], count: 0, examples: [] }]),
  );

  const note = (kind: RedactionKind, before: string, after: string): void => {
    const part = counts.get(kind);
    if (!part) return;
    part.count += 1;
    const example = { before: before.slice(0, EXAMPLE_LENGTH), after: after.slice(0, EXAMPLE_LENGTH) };
    const isNew = part.examples.every((one) => one.before !== example.before);
    if (isNew && part.examples.length < EXAMPLES) part.examples.push(example);
  };
  /** Counts what would be hidden also where it is not: the preview tells both. */
  const swap = (kind: RedactionKind, before: string, after: string): string => {
    // What is a stand-in already stays one.
    if (before !== after) note(kind, before, after);
    return hides[kind] ? after : before;
  };
  const learnFile = (name: string): string => {
    const alias = aliases.file(name);
    names.add(name, 'files', alias);
    return alias;
  };
  const learnPerson = (name: string): string => {
    const alias = aliases.person(name);
    names.add(name, 'people', alias);
    return alias;
  };
  const fileName = (name: string | null): string | null =>
    name === null ? null : swap('files', name, learnFile(name));
  const personName = (name: string | null): string | null =>
    name === null || name === '' ? name : swap('people', name, learnPerson(name));
  const personId = (id: string | null): string | null =>
    id === null || id === '' ? id : swap('people', id, aliases.personId(id));

  const text = (written: string): string => {
    for (const [marker] of written.matchAll(MARKER)) note('tokens', NEVER_KEPT, marker);
    return names
      .replace(written, ({ name, kind, alias }) => swap(kind, name, alias))
      .replaceAll(MAIL, (mail) => swap('people', mail, aliases.mail(mail)))
      .replaceAll(ORIGIN, (all, scheme: string, place: string) =>
        swap('addresses', all, scheme + aliases.place(place)),
      );
  };

  const header = (one: Header): Header => {
    const { name, value } = one;
    if (one.hidden) {
      note('tokens', NEVER_KEPT, `${name}: ${value}`);
      return one;
    }
    if (PROOF.test(name) && value !== '') return changed(one, swap('proof', value, '‹proof hidden›'));
    if (PLACES.test(name)) return changed(one, swap('addresses', value, aliases.place(value)));
    if (EDITORS.test(name))
      return changed(
        one,
        value
          .split(',')
          .map((id) => personId(id.trim()))
          .join(','),
      );
    if (FILE_NAMES.test(name) && value !== '' && !value.startsWith('.')) {
      const decoded = decodeUtf7(value);
      const alias = swap('files', decoded, learnFile(decoded));
      return alias === decoded ? one : { ...one, value: alias };
    }
    return changed(one, text(value));
  };
  const moment = (one: FileMoment | null): FileMoment | null =>
    one === null || one.lockId === null ? one : { ...one, lockId: text(one.lockId) };
  const json = (written: string): string => {
    let shown = written;
    for (const [kind, pattern] of JSON_NAMES)
      shown = shown.replaceAll(pattern, (_, lead: string, raw: string) => {
        const value = unescaped(raw);
        const alias = kind === 'people' ? aliasOfPerson(lead, value) : aliases.file(value);
        const next = swap(kind, value, alias);
        return lead + (next === value ? raw : next);
      });
    return text(shown);
  };
  const aliasOfPerson = (lead: string, value: string): string => {
    if (/UserInfo"/.test(lead)) return '‹hidden›';
    if (/(?:Id)"/.test(lead)) return aliases.personId(value);
    return /@/.test(value) ? aliases.mail(value) : learnPerson(value);
  };

  for (const name of known.files) learnFile(name);
  for (const { name } of known.people) if (name !== null && name !== '') learnPerson(name);

  return {
    touchesText: hides.people || hides.files || hides.addresses,
    text,
    exchange(exchange) {
      if (exchange.fileName !== null) learnFile(exchange.fileName);
      if (exchange.personName) learnPerson(exchange.personName);
      const { remoteAddress } = exchange;
      const hiddenInBodies = (exchange.requestBody.hidden ?? 0) + (exchange.responseBody.hidden ?? 0);
      for (let index = 0; index < hiddenInBodies; index += 1) note('tokens', NEVER_KEPT, '‹token …›');
      return {
        ...exchange,
        path: text(exchange.path),
        url: text(exchange.url),
        fileName: fileName(exchange.fileName),
        personId: personId(exchange.personId),
        personName: personName(exchange.personName),
        remoteAddress: remoteAddress === '' ? '' : swap('addresses', remoteAddress, aliases.place(remoteAddress)),
        requestHeaders: exchange.requestHeaders.map(header),
        responseHeaders: exchange.responseHeaders.map(header),
        proof: { ...exchange.proof, explanation: text(exchange.proof.explanation) },
        explanation: exchange.explanation === null ? null : text(exchange.explanation),
        lockId: exchange.lockId === null ? null : text(exchange.lockId),
        before: moment(exchange.before),
        after: moment(exchange.after),
      };
    },
    body(exchange, side, bytes) {
      const info = side === 'request' ? exchange.requestBody : exchange.responseBody;
      if (info.size === 0) return { bytes, missing: null, hidden: 0 };
      const textual = bytes !== null && isTextual(info.contentType, bytes);
      if (info.kept > 0 && isDocument(exchange, side, bytes, textual)) {
        const words = `The content of the document was left out when this was saved (${sizeWords(info.size)}).`;
        note('bodies', `${exchange.operation ?? exchange.method} ${side}: ${sizeWords(info.size)}`, 'left out');
        return hides.bodies ? { bytes: null, missing: words, hidden: 0 } : { bytes, missing: null, hidden: 0 };
      }
      if (bytes === null) {
        if (!hides.people && !hides.files && !hides.addresses) return { bytes, missing: null, hidden: 0 };
        return { bytes, missing: tooLarge(info.size), hidden: 0 };
      }
      if (!textual) return { bytes, missing: null, hidden: 0 };
      const written = Buffer.from(bytes).toString('utf8');
      const shown = json(written);
      if (shown === written) return { bytes, missing: null, hidden: 0 };
      return { bytes: Buffer.from(shown), missing: null, hidden: 1 };
    },
    parts: () => [...counts.values()],
  };
}

const NEVER_KEPT = '(was never stored)';
function changed(header: Header, value: string): Header {
  return value === header.value ? header : { ...header, value };
}

function unescaped(raw: string): string {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw;
  }
}

function tooLarge(size: number): string {
  return `This body (${sizeWords(size)}) was left out when this was saved: names can be looked for only in bodies of at most ${sizeWords(LARGEST_SEARCHED)}.`;
}
