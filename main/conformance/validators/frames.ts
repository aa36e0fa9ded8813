import type { XmlElement } from '../../wopi/protocol/xml.ts';
import type { Attributes } from '../attributes.ts';
import { attributesOf } from '../attributes.ts';
import type { Frame } from '../frames.ts';
import { FRAME, readFrames, textChunks } from '../frames.ts';
import type { CheckContext, Resources, Validator, Verdict } from '../model.ts';
import { CasesError, EngineError, failure, PASS } from '../model.ts';
import { JsonError } from '../relaxed-json.ts';
import { isSchemaName, schemaProblems } from '../schemas.ts';
import { chunkId } from '../spooky-hash.ts';

const SCHEMA = 'GetChunkedFileResponseSchema';

interface Message {
  ContentProperties?: { Name: string; Value: string; Retention: string }[];
  Signatures?: { StreamId: string; ChunkingScheme: string; ChunkSignatures: { ChunkId: string }[] }[];
}

interface Received {
  message: Message;
  chunks: ReadonlyMap<string, Buffer>;
}

type Check = (received: Received, resources: Resources) => Verdict;

/** A body of frames: their form, then streams and properties, up to the first thing that is wrong. */
export function readFramesValidator(element: XmlElement): Validator {
  const attributes = attributesOf(element);
  const schema = attributes.text('MessageJsonPayloadSchema') ?? SCHEMA;
  if (!isSchemaName(schema)) throw new CasesError(`there is no schema “${schema}”.`);
  const count = attributes.number('ExpectedHostBlobsCount');
  const checks: Check[] = [
    ...(count === undefined ? [] : [countCheck(count)]),
    ...only(element, 'ContentStreamValidator').map(streamCheck),
    ...only(element, 'ContentPropertyValidator').map(propertyCheck),
  ];
  return {
    looksAtStatus: false,
    check(answer, { resources }: CheckContext) {
      const read = readBody(answer.body);
      if ('failures' in read) return read;
      for (const check of checks) {
        const verdict = check(read, resources);
        if (verdict.failures.length > 0) return verdict;
      }
      return PASS;
    },
  };
}

function only({ children }: XmlElement, name: string): Attributes[] {
  return children.filter((child) => child.name === name).map(attributesOf);
}

function readBody(body: Buffer): Received | Verdict {
  if (body.length === 0) return failure('The body is empty.', 'frames', '(empty)');
  const frames = readFrames(body);
  const [first] = frames;
  if (first?.type !== FRAME.message)
    return failure('The first frame is no message.', `type ${FRAME.message}`, `type ${first?.type ?? FRAME.end}`);
  for (const frame of frames) {
    const problem = frameProblem(frame);
    if (problem) return problem;
  }
  const chunks = frames.filter(({ type }) => type === FRAME.chunk);
  return {
    message: JSON.parse(first.payload.toString('utf8').replace(/^\ufeff/, '')) as Message,
    chunks: new Map(chunks.map(({ extension, payload }) => [extension.toString('base64'), payload])),
  };
}

function frameProblem({ type, extension, payload }: Frame): Verdict | undefined {
  if (type === FRAME.message) {
    if (extension.length > 0)
      return failure('A message frame has an extended header.', '0 bytes', `${extension.length} bytes`);
    if (payload.length === 0) return failure('A message frame is empty.', 'JSON', '(empty)');
    return messageProblem(payload.toString('utf8'));
  }
  if (type !== FRAME.chunk) return undefined;
  if (extension.length !== 16)
    return failure('A chunk id has another length.', '16 bytes', `${extension.length} bytes`);
  const id = chunkId(payload);
  const given = extension.toString('base64');
  return id === given ? undefined : failure('A chunk id is not the hash of its chunk.', id, given);
}

function messageProblem(text: string): Verdict | undefined {
  try {
    const [problem] = schemaProblems(SCHEMA, text.replace(/^\ufeff/, ''));
    return problem === undefined ? undefined : failure(`The message does not satisfy ${SCHEMA}.`, SCHEMA, problem);
  } catch (error) {
    if (error instanceof JsonError)
      throw new EngineError(`The message frame is not JSON: ${error.message}`, { cause: error });
    throw error;
  }
}

function countCheck(expected: number): Check {
  return ({ chunks }) =>
    chunks.size === expected
      ? PASS
      : failure('Another number of chunks was sent.', String(expected), String(chunks.size));
}

function streamCheck(attributes: Attributes): Check {
  const id = attributes.required('StreamId');
  const scheme = attributes.required('ExpectedChunkingScheme');
  const [text, knownText] = [attributes.text('ExpectedContent'), attributes.text('AlreadyExistingContent')];
  const [resource, knownResource] = [
    attributes.text('ExpectedContentResourceId'),
    attributes.text('AlreadyExistingContentResourceId'),
  ];
  return ({ message, chunks }, resources) => {
    const stream = message.Signatures?.find(({ StreamId }) => StreamId === id);
    if (!stream) throw new EngineError(`The answer has no stream “${id}”.`);
    if (stream.ChunkingScheme !== scheme)
      return failure(`Stream ${id} has another chunking scheme.`, scheme, stream.ChunkingScheme);
    const isText = stream.ChunkingScheme === 'FullFile';
    const expected = isText ? text : resource;
    if (expected === undefined) return PASS;
    const known = isText
      ? textChunks(knownText ?? '')
      : knownResource === undefined
        ? []
        : resources.chunks(knownResource);
    const byId = new Map([...known.map((chunk) => [chunkId(chunk), chunk] as const), ...chunks]);
    const parts = stream.ChunkSignatures.map(({ ChunkId }) => {
      const chunk = byId.get(ChunkId);
      if (!chunk) throw new EngineError(`Chunk ${ChunkId} of stream ${id} was neither sent nor known before.`);
      return chunk;
    });
    const actual = Buffer.concat(parts);
    const wanted = isText ? Buffer.from(expected) : resources.content(expected);
    return actual.equals(wanted)
      ? PASS
      : failure(`Stream ${id} has another content.`, `${wanted.length} bytes of ${expected}`, `${actual.length} bytes`);
  };
}

function propertyCheck(attributes: Attributes): Check {
  const name = attributes.required('Name');
  const value = attributes.text('ExpectedValue') ?? '';
  const retention = attributes.text('ExpectedRetention') ?? '';
  const shouldBeReturned = attributes.flag('ShouldBeReturned', true);
  return ({ message }) => {
    const found = message.ContentProperties?.findLast((property) => property.Name === name);
    if (!shouldBeReturned)
      return found ? failure(`Content property ${name} must not be returned.`, '(absent)', found.Value) : PASS;
    if (!found) return failure(`Content property ${name} is missing.`, value, '(absent)');
    if (found.Value !== value) return failure(`Content property ${name} has another value.`, value, found.Value);
    return found.Retention === retention
      ? PASS
      : failure(`Content property ${name} has another retention.`, retention, found.Retention);
  };
}
