// @ts-check
/** @param {{ sandbox: import('./traffic.mjs').Sandbox, note: import('./traffic.mjs').Note, say: (line: string) => void }} options */
export async function benchScreen({ say }) {
  say('screen: later');
}
