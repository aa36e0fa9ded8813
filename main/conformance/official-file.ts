import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Suite } from './cases.ts';
import { CASES_PUBLISHED_AT, readCases } from './cases.ts';
import { CasesError } from './model.ts';

/** Microsoft's file is a few hundred kilobytes. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Reads Microsoft's file of test cases. @throws CasesError whose message is one sentence */
export function readOfficialFile(path: string | null): Suite {
  if (path === null || path === '')
    throw new CasesError(
      `Microsoft's test cases are not part of WOPI Sandbox: download ${CASES_PUBLISHED_AT} and name the file here.`,
    );
  let text: string;
  try {
    const { size } = statSync(path);
    if (size > MAX_BYTES) throw new Error(`it has ${size} bytes`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason =
      error instanceof Error && 'code' in error ? String(error.code) : error instanceof Error ? error.message : '';
    throw new CasesError(
      `The file of test cases “${path}” cannot be read (${reason}). It is published at ${CASES_PUBLISHED_AT}.`,
    );
  }
  try {
    return readCases(text, dirname(path));
  } catch (error) {
    if (error instanceof CasesError) throw new CasesError(`${error.message.replace(/\.$/, '')} (in “${path}”).`);
    throw error;
  }
}
