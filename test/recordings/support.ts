import Ajv from 'ajv';
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { OpenedCapture, Redaction, TrafficSelection } from '../../preload/contract.ts';
import { httpRequest } from '../support/http.ts';
import type { TestHost } from '../support/host.ts';

export const NOTHING_HIDDEN: Redaction = { proof: false, people: false, files: false, addresses: false, bodies: false };
export const ALL: TrafficSelection = { kind: 'all' };

/** Saves as a browser does: the call, then the download. */
export async function save(
  host: TestHost,
  format: 'har' | 'capture' | 'support',
  {
    selection = ALL,
    redaction = NOTHING_HIDDEN,
    source,
  }: { selection?: TrafficSelection; redaction?: Redaction; source?: string } = {},
): Promise<Buffer> {
  const saved = await host.api.saveRecording({ selection, format, redaction, ...(source ? { source } : {}) });
  const { status, body } = await httpRequest(host.admin, { method: 'GET', path: `/${saved.link}` });
  if (status !== 200) throw new Error(`The download was answered ${status}.`);
  return Buffer.from(body);
}

const SLICE = 512 * 1024;

/** Opens a file as the screen does: in slices. */
export async function openFile(host: TestHost, name: string, bytes: Uint8Array): Promise<OpenedCapture> {
  const { uploadId } = await host.api.beginCapture({ name, size: bytes.length });
  for (let start = 0; start < bytes.length; start += SLICE)
    await host.api.appendCapture({
      uploadId,
      base64: Buffer.from(bytes.subarray(start, start + SLICE)).toString('base64'),
    });
  return host.api.finishCapture({ uploadId });
}

const SCHEMAS = resolve(import.meta.dirname, '../fixtures/har-schema');

/** What the HAR 1.2 schemas of the har-schema package find wrong. */
export function harProblems(har: unknown): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.addMetaSchema(draft6);
  for (const name of readdirSync(SCHEMAS).filter((one) => one.endsWith('.json')))
    ajv.addSchema(JSON.parse(readFileSync(join(SCHEMAS, name), 'utf8')) as object);
  const validate = ajv.getSchema('har.json#');
  if (!validate) throw new Error('There is no schema har.json.');
  return validate(har)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

/** A little of everything: a session that saves, one that is refused, a wrong token, names that are hard, a picture. */
export async function makeTraffic(host: TestHost): Promise<{ sessionId: string; secret: string }> {
  await host.write('Budget.xlsx', randomBytes(3000));
  await host.write('Ünï code & plans.txt', 'plans');
  const sessionId = randomUUID();
  const headers = () => ({
    'X-WOPI-SessionId': sessionId,
    'X-WOPI-CorrelationId': randomUUID(),
    'X-WOPI-MachineName': 'WORDPROD17',
    'User-Agent': 'MSWAC (Word for the web)',
  });
  const token = await host.token('Budget.xlsx');
  await host.wopi(token, { headers: headers() });
  await host.wopi(token, { override: 'LOCK', headers: { ...headers(), 'X-WOPI-Lock': '{"S":"1","F":4}' } });
  await host.wopi(token, { at: '/contents', headers: headers() });
  await host.wopi(token, {
    override: 'PUT',
    at: '/contents',
    headers: { ...headers(), 'X-WOPI-Lock': '{"S":"1","F":4}' },
    body: randomBytes(4000),
  });
  const other = await host.token('Ünï code & plans.txt', 'editor');
  await host.wopi(other, { headers: headers() });
  await host.wopi(other, { override: 'PUT', at: '/contents', headers: headers(), body: 'without a lock' });
  await host.wopi(token, { override: 'LOCK', headers: { ...headers(), 'X-WOPI-Lock': 'another' } });
  await host.wopi(other, {
    override: 'PUT_RELATIVE',
    headers: { ...headers(), 'X-WOPI-SuggestedTarget': 'Budget f+APw-r 2027.xlsx' },
    body: 'copy',
  });
  const wrong = `${token.accessToken.slice(0, -6)}AAAAAA`;
  await host.wopi(token, { path: `${new URL(token.wopiSrc).pathname}?access_token=${wrong}`, headers: headers() });
  await host.settled();
  return { sessionId, secret: token.accessToken };
}
