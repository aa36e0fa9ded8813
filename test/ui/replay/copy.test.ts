import { describe, expect, test } from 'vitest';
import { decodeUtf7 } from '../../../renderer/inspector/utf7.ts';
import { copiedRequest, type CopiedRequest } from '../../../renderer/replay/copy/copied-request.ts';
import { writeCurl } from '../../../renderer/replay/copy/curl.ts';
import { writeFetch } from '../../../renderer/replay/copy/fetch-code.ts';
import { writeMarkdown } from '../../../renderer/replay/copy/markdown.ts';
import { writePowerShell } from '../../../renderer/replay/copy/power-shell.ts';
import { specLinkOf } from '../../../renderer/replay/copy/spec-links.ts';
import { encodeUtf7 } from '../../../renderer/replay/utf7.ts';
import { exchangeDetail } from '../support/fixtures.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function request(differs: Partial<CopiedRequest> = {}): CopiedRequest {
  return {
    method: 'POST',
    url: 'http://h/wopi/files/1?access_token=‹token …abc›',
    headers: [],
    body: { kind: 'none' },
    ...differs,
  };
}

describe('what is copied of a request', () => {
  const detail = exchangeDetail({
    id: 7,
    url: '/wopi/files/1/contents?access_token=‹token …abc123›&access_token_ttl=12',
    requestHeaders: [
      { name: 'Host', value: '127.0.0.1' },
      { name: 'Connection', value: 'keep-alive' },
      { name: 'X-WOPI-Proof', value: 'AAAA' },
      { name: 'Authorization', value: 'Bearer ‹token …abc123›', hidden: true },
      { name: 'Cookie', value: '‹hidden›', hidden: true },
      { name: 'X-WOPI-Lock', value: '' },
    ],
    requestBody: { size: 3, contentType: null, kept: 3, missing: null },
  });

  test('markers stay where secrets were; what each program makes itself is left out', () => {
    const copied = copiedRequest(detail, { base: 'https://host.example/', bytes: bytes('a\nb') });
    expect(copied.url).toBe(
      'https://host.example/wopi/files/1/contents?access_token=‹token …abc123›&access_token_ttl=12',
    );
    expect(copied.headers.map(({ name }) => name)).toEqual(['Authorization', 'Cookie', 'X-WOPI-Lock']);
    expect(copied.body).toEqual({ kind: 'text', text: 'a\nb' });
  });

  test('a fresh token takes the place of the marker in address and header', () => {
    const token = { accessToken: 'eyJ+new', accessTokenTtl: 99 };
    const copied = copiedRequest(detail, { base: 'http://h', bytes: bytes('a\nb'), token });
    expect(copied.url).toBe('http://h/wopi/files/1/contents?access_token=eyJ%2Bnew&access_token_ttl=99');
    expect(copied.headers).toEqual([
      { name: 'Authorization', value: 'Bearer eyJ+new' },
      { name: 'X-WOPI-Lock', value: '' },
    ]);
  });

  test.each([
    ['bytes', new Uint8Array([1, 2, 255]), 3, 'bytes'],
    ['text that would act on a terminal', bytes('\u001b[2J'), 4, 'bytes'],
    ['a body that is not kept whole', bytes('ab'), 9, 'missing'],
  ])('%s become a file', (_what, body, size, reason) => {
    const requestBody = { size, contentType: null, kept: body.length, missing: null };
    expect(copiedRequest({ ...detail, requestBody }, { base: '', bytes: body }).body).toMatchObject({
      kind: 'file',
      name: 'exchange-7-request.bin',
      reason,
    });
  });
});

describe('cURL', () => {
  test.each<[string, Partial<CopiedRequest>, string[]]>([
    ['a GET', { method: 'GET' }, ["curl -sS -i -X GET 'http://h/", "-H 'User-Agent:'", "-H 'Accept:'"]],
    ['a HEAD', { method: 'HEAD' }, ["curl -sS -i --head 'http://h/"]],
    ['an empty header', { headers: [{ name: 'X-WOPI-Lock', value: '' }] }, ["-H 'X-WOPI-Lock;'"]],
    ['a quote', { headers: [{ name: 'X-A', value: "it's" }] }, ["-H 'X-A: it'\\''s'"]],
    ['a body that begins like a file name', { body: { kind: 'text', text: '@x' } }, ["--data-raw '@x'"]],
    ['a POST without a body', {}, ["--data-raw ''", "-H 'Content-Type:'"]],
    [
      'bytes',
      { body: { kind: 'file', name: 'b.bin', size: 5, reason: 'bytes' } },
      ['# Save the request body (5 bytes) as b.bin first.\ncurl', "--data-binary '@b.bin'"],
    ],
  ])('%s', (_what, differs, parts) => {
    for (const part of parts) expect(writeCurl(request(differs))).toContain(part);
  });
});

test('PowerShell takes typographic quotes for plain ones, so all are doubled', () => {
  const text = writePowerShell(
    request({ headers: [{ name: 'X-A', value: "it's ‘so’ $(x)" }], body: { kind: 'text', text: "a'b" } }),
  );
  expect(text).toContain("'X-A' = 'it''s ‘‘so’’ $(x)'");
  expect(text).toContain("-Body ([Text.Encoding]::UTF8.GetBytes('a''b'))");
  expect(text).toContain('-Method POST');
});

test('fetch names every header, in order', () => {
  const text = writeFetch(
    request({
      headers: [
        { name: 'X-A', value: '1' },
        { name: 'X-A', value: '"`\\' },
      ],
      body: { kind: 'text', text: 'line\n"two"' },
    }),
  );
  expect(text).toContain('["X-A", "\\"`\\\\"],');
  expect(text).toContain('body: "line\\n\\"two\\"",');
});

describe('Markdown', () => {
  const report = (
    differs: Parameters<typeof exchangeDetail>[0] = {},
    texts: { requestText?: string; responseText?: string } = {},
  ) =>
    writeMarkdown({
      detail: exchangeDetail(differs),
      title: 'Lock refused',
      words: 'Olivia asked.',
      findings: [],
      rules: [],
      requestText: null,
      responseText: null,
      ...texts,
    });

  test('tells request, answer and where the specification is', () => {
    const text = report({ operation: 'Lock', method: 'POST', status: 409, outcome: 'locked-by-other' });
    expect(text).toContain('## Lock refused\n\nOlivia asked.');
    expect(text).toContain('| Operation | [Lock](https://learn.microsoft.com/');
    expect(text).toContain('```http\nPOST /wopi/files/f-budget');
    expect(text).toContain('HTTP/1.1 409\n');
  });

  test('nothing a client sent can end its block or begin an element', () => {
    const text = report(
      {
        explanation: 'a | b <script>',
        fileName: '[x](javascript:1)',
        responseBody: { size: 9, contentType: null, kept: 9, missing: null },
      },
      { responseText: '```\n# out' },
    );
    expect(text).toContain('````http');
    expect(text).toContain('a \\| b \\<script\\>');
    expect(text).toContain('\\[x\\](javascript:1)');
  });

  test('names in UTF-7 are read, bodies that are no text are told', () => {
    const text = report({
      requestHeaders: [{ name: 'X-WOPI-RequestedName', value: '+ZYdm+A-' }],
      responseBody: { size: 2048, contentType: null, kept: 2048, missing: null },
    });
    expect(text).toContain('X-WOPI-RequestedName says “');
    expect(text).toContain('(2.0 KB that are no text)');
  });

  test('findings come with fix and link', () => {
    const text = writeMarkdown({
      detail: exchangeDetail(),
      title: 't',
      words: 'w',
      requestText: null,
      responseText: null,
      findings: [
        {
          exchangeId: 1,
          rule: 'r',
          severity: 'error',
          evidence: 'Seen.',
          realAt: 0,
          operation: null,
          fileId: null,
          fileName: null,
          sessionId: null,
        },
      ],
      rules: [
        {
          id: 'r',
          severity: 'error',
          topic: 'locks',
          side: 'host',
          title: 'A rule',
          what: '',
          why: '',
          fix: 'Mend it.',
          spec: 'https://spec',
          count: 1,
          lastSeenAt: null,
          trend: [],
          muted: null,
        },
      ],
    });
    expect(text).toContain('- **error** [A rule](https://spec): Seen. Mend it.');
  });
});

test.each([
  ['GetEcosystem', '/wopi/containers/1/ecosystem_pointer', '/rest/containers/getecosystem'],
  ['GetEcosystem', '/wopi/files/1/ecosystem_pointer', '/rest/files/getecosystem'],
  ['Bootstrap', '/wopibootstrapper', '/rest/bootstrapper/bootstrap'],
])('%s at %s is explained at %s', (operation, path, end) => {
  expect(specLinkOf({ operation, path })).toMatch(new RegExp(`${end}$`));
});

test.each(['Plan.docx', 'Ü+ber – “Plan”.docx', '文書 😀.xlsx', '', '~\\', 'a+b'])(
  'UTF-7 of %j can be read again',
  (name) => {
    const encoded = encodeUtf7(name);
    expect(encoded).toMatch(/^[\x20-\x7e]*$/);
    expect(decodeUtf7(encoded)).toBe(name);
  },
);
