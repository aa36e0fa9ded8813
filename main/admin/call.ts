import type { AdminApi } from '../../preload/contract.ts';
import { nearest } from '../nearest.ts';
import { isDiskFull, isForbidden } from '../store/errors.ts';
import { INPUTS } from './inputs.ts';

/** A call that cannot be carried out as it was sent; the message says what was expected. */
export class BadCall extends Error {
  override name = 'BadCall';
}

type Method = keyof AdminApi;

/** The one door: runs only the API's own functions, with inputs that were checked. */
export async function callApi(api: AdminApi, method: unknown, args: unknown): Promise<unknown> {
  if (typeof method !== 'string' || !Object.hasOwn(INPUTS, method) || !Object.hasOwn(api, method)) {
    throw new BadCall(noSuchCall(method));
  }
  const name = method as Method;
  const [input] = Array.isArray(args) ? (args as unknown[]) : [args];
  const checked = INPUTS[name].safeParse(input ?? undefined);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const where = issue?.path.join('.') ?? '';
    if (where === '' && issue?.code === 'invalid_type' && issue.expected === 'undefined')
      throw new BadCall(`${name} takes no argument. Leave it out, or send an empty list.`);
    throw new BadCall(
      where === '' ? (issue?.message ?? 'The call is malformed.') : `${where}: ${issue?.message ?? 'not understood.'}`,
    );
  }
  const run = api[name] as (input: unknown) => Promise<unknown>;
  try {
    return await run(checked.data);
  } catch (error) {
    throw inWords(error);
  }
}

function noSuchCall(method: unknown): string {
  if (typeof method !== 'string') return 'A call is named by the text in “method”, and there is none.';
  const named = method.slice(0, 80);
  return `There is no call “${named}”. Did you mean “${nearest(named, Object.keys(INPUTS)) ?? ''}”?`;
}

/** What the system says in codes, as a sentence; everything else is one already. */
function inWords(error: unknown): unknown {
  if (isDiskFull(error))
    return new Error('The disk is full; nothing was changed. Free some space and try again.', { cause: error });
  if (isForbidden(error)) {
    return new Error('This user may not read or write there. Change the permissions of the file or folder.', {
      cause: error,
    });
  }
  return error;
}
