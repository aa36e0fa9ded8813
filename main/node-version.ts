/** better-sqlite3 crashes older versions while loading, so they are turned away in words. */
export function nodeProblem(version: string, hasOwnBinding: boolean): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (hasOwnBinding || major > 22 || (major === 22 && minor >= 14)) return null;
  return `Node ${version} is too old: 22.14 or newer is needed. Run it through "npm start" or bin/wopi-sandbox.js, which bring their own.`;
}
