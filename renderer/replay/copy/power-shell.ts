import { fileNote, type CopiedRequest } from './copied-request.ts';

/** One command for PowerShell. */
export function writePowerShell({ method, url, headers, body }: CopiedRequest): string {
  const note = fileNote(body);
  const single = new Map<string, { name: string; value: string }>();
  for (const { name, value } of headers) {
    const known = single.get(name.toLowerCase());
    // A table has each name once; values that came apart are one list.
    single.set(name.toLowerCase(), { name, value: known ? `${known.value}, ${value}` : value });
  }
  const table = [...single.values()].map(({ name, value }) => `  ${quote(name)} = ${quote(value)}`);
  const parts = [
    `Invoke-WebRequest -Uri ${quote(url)} -Method ${method} -SkipHttpErrorCheck`,
    ...(table.length === 0 ? [] : [`-SkipHeaderValidation -Headers @{\n${table.join('\n')}\n}`]),
    ...(body.kind === 'text' ? [`-Body ([Text.Encoding]::UTF8.GetBytes(${quote(body.text)}))`] : []),
    ...(body.kind === 'file' ? [`-InFile ${quote(body.name)}`] : []),
  ];
  return `${note === null ? '' : `# ${note}\n`}${parts.join(' ')}`;
}

/** PowerShell takes typographic quotes for plain ones: all of them are doubled. */
function quote(text: string): string {
  return `'${text.replaceAll(/['‘’‚‛]/g, '$&$&')}'`;
}
