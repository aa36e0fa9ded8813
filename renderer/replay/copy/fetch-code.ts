import { fileNote, type CopiedRequest } from './copied-request.ts';

/** A statement for Node, Deno, Bun or a script of one's own; pages of other origins may not set all these headers. */
export function writeFetch({ method, url, headers, body }: CopiedRequest): string {
  const note = fileNote(body);
  const lines = [
    `  method: ${JSON.stringify(method)},`,
    ...(headers.length === 0
      ? []
      : [
          '  headers: [',
          ...headers.map(({ name, value }) => `    [${JSON.stringify(name)}, ${JSON.stringify(value)}],`),
          '  ],',
        ]),
    ...(body.kind === 'text' ? [`  body: ${JSON.stringify(body.text)},`] : []),
    ...(body.kind === 'file' ? [`  body: await readFile(${JSON.stringify(body.name)}),`] : []),
  ];
  return [
    ...(note === null ? [] : [`// ${note}`, "import { readFile } from 'node:fs/promises';", '']),
    `const response = await fetch(${JSON.stringify(url)}, {`,
    ...lines,
    '});',
    'console.log(response.status, await response.text());',
  ].join('\n');
}
