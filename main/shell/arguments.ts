import { resolve } from 'node:path';

/**
 * Switches that Chromium, Node or a launcher put between the program and its own options.
 * Electron leaves them in process.argv, where they must not be taken for misspelled options of ours.
 */
const FOREIGN = [
  /^--(no-sandbox|disable-|enable-|force-|use-|ignore-|allow-|ozone-|gtk-version|lang=|proxy-|host-rules|js-flags)/,
  /^--(inspect|inspect-brk|remote-debugging-|trace-|log-|v=|vmodule|user-data-dir=|original-process-start-time)/,
  /^-psn_/,
];

/** The options meant for this program: what follows the app's folder, without the switches of the runtime. */
export function ownArguments(argv: string[], appPath: string): string[] {
  const folder = argv.findIndex((argument, index) => index > 0 && resolve(argument) === appPath);
  return argv.slice(Math.max(folder, 0) + 1).filter((argument) => !FOREIGN.some((pattern) => pattern.test(argument)));
}
