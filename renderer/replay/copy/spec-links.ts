const REST = 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest';

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^\/wopi\/files\//, 'files'],
  [/^\/wopi\/containers\//, 'containers'],
  [/^\/wopi\/ecosystem(\/|$)/, 'ecosystem'],
  [/^\/wopibootstrapper/, 'bootstrapper'],
];

/** The page of the public specification about an operation. */
export function specLinkOf({ operation, path }: { operation: string | null; path: string }): string | null {
  const kind = KINDS.find(([pattern]) => pattern.test(path))?.[1];
  if (operation === null || kind === undefined) return null;
  return operation === 'AddActivities'
    ? 'https://learn.microsoft.com/openspecs/office_protocols/ms-wopi/'
    : `${REST}/${kind}/${operation.toLowerCase()}`;
}
