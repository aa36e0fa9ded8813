import type { ValidateFunction } from 'ajv';
import Ajv from 'ajv';
import { parseRelaxedJson } from './relaxed-json.ts';
import chunkedFile from './schemas/GetChunkedFileResponseSchema.json?raw';
import coauthTable from './schemas/CoauthTableSchema.json?raw';
import cspp from './schemas/CsppCheckFileInfoSchema.json?raw';
import csppPlus from './schemas/CsppPlusCheckFileInfoSchema.json?raw';

/** Microsoft's schemas as published (licence beside them): draft 4, with a byte order mark and with comments. */
const TEXTS: Readonly<Record<string, string>> = {
  CsppCheckFileInfoSchema: cspp,
  CsppPlusCheckFileInfoSchema: csppPlus,
  CoauthTableSchema: coauthTable,
  GetChunkedFileResponseSchema: chunkedFile,
};

const compiled = new Map<string, ValidateFunction>();

export function isSchemaName(name: string): boolean {
  return Object.hasOwn(TEXTS, name);
}

/**
 * What in a JSON text breaks a schema; empty when nothing does.
 * @throws JsonError when the text is no JSON at all
 */
export function schemaProblems(name: string, text: string): string[] {
  const validate = compiled.get(name) ?? compile(name);
  // `12.0` is no integer for upstream, though it is one for JavaScript.
  const value = parseRelaxedJson(text, (written) =>
    /[.eE]/.test(written) && Number.isInteger(Number(written)) ? Number(written) + 0.5 : Number(written),
  );
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const extra = 'additionalProperty' in params ? ` (“${String(params['additionalProperty'])}”)` : '';
    return `${instancePath === '' ? 'the object' : instancePath.slice(1).replaceAll('/', '.')} ${message ?? 'is not as expected'}${extra}`;
  });
}

function compile(name: string): ValidateFunction {
  const { $schema: _draft, ...schema } = parseRelaxedJson((TEXTS[name] ?? '').replace(/^\ufeff/, '')) as object & {
    $schema?: string;
  };
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    formats: {
      uri: (text: string) => isAbsoluteUrl(text),
      'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
    },
  });
  const validate = ajv.compile(schema);
  compiled.set(name, validate);
  return validate;
}

/** A scheme, and for http and https a host. Paths of a file system are none, though upstream on Linux takes them. */
export function isAbsoluteUrl(text: string): boolean {
  if (!/^[a-z][a-z0-9+.-]+:/i.test(text) || (/^https?:/i.test(text) && !/^https?:\/\/[^/?#\s]+/i.test(text)))
    return false;
  try {
    return new URL(text).href !== '';
  } catch {
    return false;
  }
}
