import type { AdminApi } from '../../preload/contract.ts';
import { toConfig } from '../config.ts';
import type { Instance } from '../instance.ts';
import { findInstance } from '../instance.ts';
import { CliError, EXIT } from './terminal.ts';

/** A call of the running instance, as the screen makes it. */
export type Call = <Method extends keyof AdminApi>(
  method: Method,
  ...input: Parameters<AdminApi[Method]>
) => ReturnType<AdminApi[Method]>;

/** Calls the running instance over its admin listener, as the screen does. */
export async function connect(data: string | undefined): Promise<{ instance: Instance; call: Call }> {
  const { dataDirectory } = toConfig(data === undefined ? {} : { data }, process.env, 'headless');
  const instance = findInstance(dataDirectory);
  if (!instance)
    throw new CliError(
      `WOPI Sandbox is not running with the data directory “${dataDirectory}”. Start it with "wopi-sandbox serve", or name its directory with --data.`,
      EXIT.notRunning,
    );
  const call = async (method: string, ...args: unknown[]): Promise<unknown> => {
    const response = await fetch(`${instance.admin}/api/call`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${instance.key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ method, args }),
    }).catch((error: unknown) => {
      throw new CliError(
        `WOPI Sandbox (process ${instance.pid}) does not answer any more. Start it again.`,
        EXIT.notRunning,
        { cause: error },
      );
    });
    const answer = await readAnswer(response);
    // After a crash its port, and its process id, may belong to another program by now.
    if (answer === undefined || response.status === 401)
      throw new CliError(
        `At ${instance.admin}, where WOPI Sandbox (process ${instance.pid}) was, something else answers. Start it again.`,
        EXIT.notRunning,
      );
    if (answer.error !== undefined) throw new CliError(answer.error, EXIT.failed);
    return answer.result;
  };
  return { instance, call: call as Call };
}

interface CallAnswer {
  result?: unknown;
  error?: string;
}

async function readAnswer(response: Response): Promise<CallAnswer | undefined> {
  try {
    const answer: unknown = await response.json();
    return typeof answer === 'object' && answer !== null && !Array.isArray(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}
