/** First match wins; read from User-Agent, or from X-WOPI-RequestingApplication where a client hides itself. */
const CLIENTS: readonly (readonly [RegExp, string])[] = [
  [/WOPI Sandbox Editor/i, 'Sandbox Editor'],
  [/WopiValidator|WOPI Validator/i, 'WOPI validator'],
  [/COOLWSD|LOOLWSD|Collabora/i, 'Collabora Online'],
  [/ONLYOFFICE|Node\.js\/document/i, 'ONLYOFFICE'],
  [/Word.*(?:iOS|iPad|iPhone)|(?:iOS|iPad|iPhone).*Word/i, 'Word for iOS'],
  [/Excel.*(?:iOS|iPad|iPhone)/i, 'Excel for iOS'],
  [/PowerPoint.*(?:iOS|iPad|iPhone)/i, 'PowerPoint for iOS'],
  [/(?:Word|Excel|PowerPoint|Office).*Android/i, 'Office for Android'],
  [/MSWAC|Microsoft Office Web|WordViewer|WAC/i, 'Office for the web'],
  [/^curl\//i, 'curl'],
  [/Mozilla\//i, 'browser'],
];

const known = new Map<string, string>();
const MAX_KNOWN = 500;

/** A short name for the client behind a request; its own User-Agent product when it is none we know. */
export function clientName(userAgent: string): string {
  const remembered = known.get(userAgent);
  if (remembered !== undefined) return remembered;
  const name =
    CLIENTS.find(([pattern]) => pattern.test(userAgent))?.[1] ?? (userAgent.split(/[/ ]/, 1)[0] || 'unknown');
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(userAgent, name.slice(0, 40));
  return name.slice(0, 40);
}
