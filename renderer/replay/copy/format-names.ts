/** What a request can be written out as; apart from the writers, which load when they are used. */
export const FORMAT_NAMES = [
  { id: 'curl', label: 'cURL' },
  { id: 'curl-token', label: 'cURL with a fresh token' },
  { id: 'powershell', label: 'PowerShell' },
  { id: 'fetch', label: 'fetch (JavaScript)' },
  { id: 'markdown', label: 'Markdown report' },
] as const;

export type FormatId = (typeof FORMAT_NAMES)[number]['id'];
