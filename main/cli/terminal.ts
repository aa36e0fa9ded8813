/** Documented in docs/command-line.md. */
export const EXIT = { ok: 0, failed: 1, usage: 2, notRunning: 3 } as const;

/** An error with the exit code it ends the program with. */
export class CliError extends Error {
  constructor(
    message: string,
    readonly code: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** For people: progress and errors. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`);
/** The result. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`);
