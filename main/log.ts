import pino from 'pino';

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Paths whose values never reach the log; product rule "secrets stay in". */
const SECRETS = [
  'accessToken',
  'access_token',
  'key',
  'authorization',
  '*.accessToken',
  '*.access_token',
  '*.authorization',
];

export interface LogDestination {
  write(line: string): void;
}

/** Lines that are kept for a support bundle. */
const TAIL = 500;

/** Passes lines on and remembers the last ones. */
export function keepTail(to: LogDestination = standardError()): LogDestination & { lines(): readonly string[] } {
  const tail: string[] = [];
  return {
    lines: () => tail,
    write(line) {
      tail.push(line);
      if (tail.length > TAIL) tail.shift();
      to.write(line);
    },
  };
}

/** One JSON line per entry on standard error: standard output belongs to the command line's results. */
function standardError(): LogDestination {
  return pino.destination({ fd: 2, sync: true });
}

export function createLog(level: string, to: LogDestination = standardError()): Log {
  return pino({ level, base: null, redact: SECRETS }, to);
}
