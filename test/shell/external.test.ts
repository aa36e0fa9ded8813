import { expect, test } from 'vitest';
import { guardedOpenExternal } from '../../main/shell/external.ts';

function recorded() {
  const opened: string[] = [];
  const open = guardedOpenExternal(async (url) => void opened.push(url));
  return { opened, open };
}

test.each(['https://example.com/x?a=1#b', 'http://127.0.0.1:8880/host-page?ticket=1'])(
  '%s goes to the browser',
  async (url) => {
    const { opened, open } = recorded();
    await open(url);
    expect(opened).toEqual([url]);
  },
);

test.each([
  'file:///etc/passwd',
  'javascript:alert(1)',
  'ms-word:ofe|u|https://example.com/a.docx',
  'smb://server/share',
  'app://ui/',
  'HTTPS//example.com',
  '/relative',
  '',
])('%s is refused with the address in the message', async (url) => {
  const { opened, open } = recorded();
  await expect(open(url)).rejects.toThrow(`"${url}" was not opened`);
  expect(opened).toEqual([]);
});
