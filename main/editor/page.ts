import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONFIG_ELEMENT } from '../../preload/editor-contract.ts';
import type { PageConfig, Problem } from '../../preload/editor-contract.ts';

/** The built page with its configuration inside. `<` is escaped, so that no file name can close the element. */
export async function editorPage(uiDirectory: string, config: PageConfig): Promise<string> {
  const html = await readFile(join(uiDirectory, 'sandbox.html'), 'utf8');
  const json = JSON.stringify(config).replaceAll('<', String.raw`\u003c`);
  const element = `<script type="application/json" id="${CONFIG_ELEMENT}">${json}</script>`;
  const title = `<title>${escapeHtml(config.fileName)}</title>`;
  return html.replace(/<title>[^<]*<\/title>/, () => `${title}${element}`);
}

/** What is shown when there is nothing to open: plain HTML that needs no script. */
export function problemPage(title: string, problems: readonly Problem[], nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; --bg: #fafafa; --panel: #fff; --line: #e4e4e7; --ink: #1b1b1f; --muted: #5f5f6a; --err: #b10e1e; }
@media (prefers-color-scheme: dark) { :root { --bg: #141416; --panel: #1b1b1f; --line: #2e2e34; --ink: #ececf0; --muted: #a2a2ad; --err: #ff8a93; } }
body { margin: 0; padding: 48px 24px; background: var(--bg); color: var(--ink); font: 14px/20px "Segoe UI", Inter, "DejaVu Sans", system-ui, sans-serif; }
main { max-width: 680px; margin: 0 auto; }
h1 { margin: 0 0 16px; font-size: 20px; line-height: 28px; font-weight: 600; }
section { margin: 0 0 12px; padding: 12px 16px; border: 1px solid var(--line); border-left: 3px solid var(--err); border-radius: 6px; background: var(--panel); }
h2 { margin: 0 0 4px; font-size: 14px; line-height: 20px; font-weight: 600; }
p { margin: 0; color: var(--muted); overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; margin: 8px 0 0; font: 12px/18px "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${problems.map(section).join('\n')}
</main>
</body>
</html>
`;
}

function section({ title, detail, call }: Problem): string {
  const facts =
    call === null
      ? []
      : [
          ['Call', call.operation],
          ['Status', call.status === null ? 'no answer' : String(call.status)],
          ...call.headers.map(({ name, value }) => [name, value]),
          ['Correlation id', call.correlationId],
        ];
  const list = facts
    .map(([name = '', value = '']) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`)
    .join('');
  return `<section><h2>${escapeHtml(title)}</h2><p>${escapeHtml(detail)}</p>${list === '' ? '' : `<dl>${list}</dl>`}</section>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
