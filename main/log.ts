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

/** One JSON line per entry on standard error: standard output belongs to the command line's results. */
export function createLog(level: string, to: LogDestination = pino.destination({ fd: 2, sync: true })): Log {
  return pino({ level, base: null, redact: SECRETS }, to);
}
