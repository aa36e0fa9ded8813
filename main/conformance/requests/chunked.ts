import type { XmlElement } from '../../wopi/protocol/xml.ts';
import { WopiHeader } from '../../wopi/protocol/headers.ts';
import type { Attributes } from '../attributes.ts';
import { attributesOf } from '../attributes.ts';
import { chunkFrame, messageFrame, textChunks, writeFrames } from '../frames.ts';
import type { Resources } from '../model.ts';
import { CasesError, EngineError } from '../model.ts';
import { chunkId } from '../spooky-hash.ts';
import type { RequestInput, RequestKind } from './kind.ts';

const SCHEMES = ['FullFile', 'Zip'] as const;
const TO_RETURN = ['All', 'None', 'LastZipChunk'] as const;

/** Incremental file transfer (CSPP Plus). */
export const CHUNKED_REQUESTS: Readonly<Record<string, RequestKind>> = {
  GetSequenceNumber: { method: 'POST', override: 'GET_SEQUENCE_NUMBER', isBinary: true },
  GetChunkedFile: {
    method: 'POST',
    override: 'GET_CHUNKED_FILE',
    isBinary: true,
    check: (_attributes, element) => filtersOf(element).forEach(checkScheme),
    body: getBody,
  },
  PutChunkedFile: {
    method: 'POST',
    suffix: '/contents',
    override: 'PUT_CHUNKED_FILE',
    isBinary: true,
    check: (_attributes, element) => childrenOf(element, 'ContentStreams', 'ContentStream').forEach(checkScheme),
    headers: (input) => [
      [WopiHeader.SequenceNumber, sequenceNumber(input)],
      [WopiHeader.Lock, input.attributes.text('Lock')?.trim() ?? ''],
      [WopiHeader.CoauthLockId, input.attributes.text('CoauthLockId')?.trim() ?? ''],
      [WopiHeader.Editors, input.attributes.text('Editors')?.trim() ?? ''],
    ],
    body: putBody,
  },
};

function childrenOf(element: XmlElement, list: string, item: string): Attributes[] {
  const lists = element.children.filter(({ name }) => name === list);
  return lists.flatMap(({ children }) => children.filter(({ name }) => name === item).map(attributesOf));
}

const filtersOf = (element: XmlElement): Attributes[] => childrenOf(element, 'ContentFilters', 'ContentFilter');

function checkScheme(attributes: Attributes): void {
  if (attributes.choice('ChunkingScheme', SCHEMES) === undefined)
    throw new CasesError('a stream has no ChunkingScheme.');
  attributes.choice('ChunksToReturn', TO_RETURN);
  attributes.required('StreamId');
}

function getBody({ element, resources }: RequestInput): Buffer {
  const filters = filtersOf(element);
  if (filters.length === 0) throw new EngineError('GetChunkedFile names no content filter.');
  const properties = childrenOf(element, 'ContentPropertiesToReturn', 'ContentPropertyToReturn');
  const message = {
    ContentFilters: filters.map((filter) => ({
      AlreadyKnownChunks: [...new Set(contentChunks(filter, 'AlreadyExistingContent', resources).map(chunkId))],
      ChunkingScheme: filter.choice('ChunkingScheme', SCHEMES),
      ChunksToReturn: filter.choice('ChunksToReturn', TO_RETURN) ?? 'All',
      StreamId: filter.required('StreamId'),
    })),
    ContentPropertiesToReturn: properties.map((property) => property.text('Value') ?? ''),
  };
  return writeFrames([messageFrame(message)]);
}

function putBody({ element, resources }: RequestInput): Buffer {
  const streams = childrenOf(element, 'ContentStreams', 'ContentStream').map((stream) => {
    const known = new Set(contentChunks(stream, 'LastKnownHostContent', resources).map(chunkId));
    const chunks = contentChunks(stream, 'NewContent', resources).map((bytes) => ({ id: chunkId(bytes), bytes }));
    return { stream, chunks, isNew: (id: string) => !known.has(id) };
  });
  const properties = childrenOf(element, 'ContentProperties', 'ContentProperty');
  const message = {
    ContentProperties: properties.map((property) => ({
      Name: property.text('Name') ?? '',
      Retention: property.text('Retention') ?? '',
      Value: property.text('Value') ?? '',
    })),
    Signatures: streams.map(({ stream, chunks }) => ({
      ChunkSignatures: chunks.map(({ id, bytes }) => ({ ChunkId: id, Length: bytes.length })),
      ChunkingScheme: stream.choice('ChunkingScheme', SCHEMES),
      StreamId: stream.required('StreamId'),
    })),
    UploadSessionTokenToCommit: null,
  };
  const sent = new Map(
    streams.flatMap(({ chunks, isNew }) =>
      chunks.filter(({ id }) => isNew(id)).map(({ id, bytes }) => [id, bytes] as const),
    ),
  );
  return writeFrames([messageFrame(message), ...[...sent].map(([id, bytes]) => chunkFrame(id, bytes))]);
}

/** The chunks of a text or of a document: the attribute `name`, or the one that ends in ResourceId. */
function contentChunks(attributes: Attributes, name: string, resources: Resources): Buffer[] {
  if (attributes.choice('ChunkingScheme', SCHEMES) === 'FullFile') return textChunks(attributes.text(name) ?? '');
  const id = attributes.text(`${name}ResourceId`);
  return id === undefined || id === '' ? [] : resources.chunks(id);
}

function sequenceNumber({ attributes, state }: RequestInput): string {
  const key = attributes.text('SequenceNumberStateKey');
  const saved = key === undefined ? undefined : state.get(key);
  if (saved && /^\s*[+-]?\d+\s*$/.test(saved)) return saved.trim();
  const fixed = attributes.number('SequenceNumber');
  if (fixed === undefined) throw new EngineError('PutChunkedFile has no usable sequence number.');
  return String(fixed);
}
