import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createPageHandler, isOwnPage } from '../../main/shell/page.ts';

const outside = mkdtempSync(join(tmpdir(), 'wopi-sandbox-page-'));
const folder = join(outside, 'renderer');
mkdirSync(join(folder, 'assets'), { recursive: true });
writeFileSync(join(outside, 'secret.txt'), 'secret');
writeFileSync(join(folder, 'index.html'), '<meta name="csp-nonce" content="" /><script src="a.js"></script>');
writeFileSync(join(folder, 'assets', 'a b.js'), 'export {}');
writeFileSync(join(folder, 'assets', 'a.css'), 'a{}');
afterAll(() => rmSync(outside, { recursive: true }));

const serve = createPageHandler(folder);
const get = (url: string) => serve(new Request(url));

test('the page carries the nonce that its policy names, a new one at each load', async () => {
  const nonces = new Set<string>();
  for (const url of ['app://ui/', 'app://ui/index.html', 'app://ui/?x=1']) {
    const response = await get(url);
    const policy = response.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(await response.text()).toContain(`<meta name="csp-nonce" content="${nonce}" />`);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(3);
});

test('the policy allows scripts, styles and connections of the page itself only', async () => {
  const policy = (await get('app://ui/')).headers.get('content-security-policy') ?? '';
  const directives = new Map(policy.split('; ').map((directive) => [directive.split(' ')[0], directive]));
  expect(directives.get('default-src')).toBe("default-src 'none'");
  expect(directives.get('script-src')).toBe("script-src 'self'");
  expect(directives.get('connect-src')).toBe("connect-src 'self'");
  expect(directives.get('frame-src')).toBe("frame-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
});

// oxfmt-ignore
test.each([
  ['app://ui/assets/a%20b.js', 'text/javascript'],
  ['app://ui/assets/a.css',    'text/css'],
])('%s is served as %s', async (url, type) => {
  const response = await get(url);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe(type);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test.each([
  'app://ui/..%2fsecret.txt',
  'app://ui/%2e%2e/secret.txt',
  'app://ui/assets/..%2f..%2fsecret.txt',
  'app://ui/..%5csecret.txt',
  'app://ui/%00',
  'app://ui/%ff',
  'app://ui/assets',
  'app://ui/missing.js',
  'app://other/index.html',
])('%s is not found', async (url) => {
  expect((await get(url)).status).toBe(404);
});

// oxfmt-ignore
test.each([
  ['app://ui/',                    undefined,                true],
  ['app://ui/index.html#/traffic', undefined,                true],
  ['app://ui.example/',            undefined,                false],
  ['app://ui',                     undefined,                false],
  ['https://ui/',                  undefined,                false],
  ['file:///index.html',           undefined,                false],
  ['http://localhost:5173/',       undefined,                false],
  ['http://localhost:5173/#/x',    'http://localhost:5173/', true],
  ['http://localhost:51730/',      'http://localhost:5173/', false],
  ['http://localhost:5173@evil/',  'http://localhost:5173/', false],
  ['',                             undefined,                false],
])('%s with development server %s is our own page: %s', (url, devUrl, expected) => {
  expect(isOwnPage(url, devUrl)).toBe(expected);
});
