import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FindingExport } from '../../preload/contract.ts';
import { START, startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

const MINUTE = 60_000;
let host: TestHost;

/** A save without a lock every ten minutes, on two files. */
beforeEach(async () => {
  host = await startHost({ files: { '=cmd|a.txt': 'content', 'b|*.txt': 'content' } });
  for (const [index, path] of ['=cmd|a.txt', 'b|*.txt', 'b|*.txt'].entries()) {
    if (index > 0) host.clock.advance(10 * MINUTE);
    const token = await host.token(path);
    await host.wopi(token, {
      at: '/contents',
      override: 'PUT',
      body: 'x',
      headers: { 'X-WOPI-SessionId': `s-${index}` },
    });
  }
  await host.settled();
});
afterEach(() => host.stop());

const RULE = 'save-without-lock';

describe('findings within a scope', () => {
  it('are listed, counted and grouped by time, severity, file and session', async () => {
    const all = await host.api.listFindings({ rule: RULE, limit: 10 });
    expect(all.findings.map(({ sessionId }) => sessionId)).toEqual(['s-2', 's-1', 's-0']);
    const late = { since: START + 5 * MINUTE, until: START + 20 * MINUTE };
    expect(
      (await host.api.listFindings({ rule: RULE, ...late, limit: 10 })).findings.map(({ sessionId }) => sessionId),
    ).toEqual(['s-1']);
    expect((await host.api.listRules(late)).find(({ id }) => id === RULE)?.count).toBe(1);
    expect((await host.api.listRules()).find(({ id }) => id === RULE)?.count).toBe(3);
    expect((await host.api.listRules({ severity: 'error' })).find(({ id }) => id === RULE)?.count).toBe(0);
    const groups = await host.api.listFindingGroups({ by: 'session', ...late });
    expect(groups.map(({ key }) => key)).toEqual(['s-1']);
  });

  it('are spread over time; muted rules do not count', async () => {
    const trend = await host.api.getFindingTrend({ rule: RULE, parts: 4 });
    expect(trend).toMatchObject({ from: START, to: START + 20 * MINUTE + 1 });
    expect(trend.parts.map(({ warnings }) => warnings)).toEqual([1, 1, 0, 1]);
    const near = await host.api.getFindingTrend({ since: START, until: START + MINUTE, severity: 'warning', parts: 2 });
    expect(near.parts.map(({ warnings, errors, notes }) => [warnings, errors, notes])).toEqual([
      [1, 0, 0],
      [0, 0, 0],
    ]);
    await host.api.muteRule({ rule: RULE, reason: 'known' });
    const hushed = await host.api.getFindingTrend({ severity: 'warning', parts: 4 });
    expect(hushed.parts.every(({ warnings }) => warnings === 0)).toBe(true);
    expect((await host.api.getFindingTrend({ rule: RULE, parts: 1 })).parts[0]?.warnings).toBe(3);
  });

  it('with nothing kept, there is a trend of nothing', async () => {
    await host.api.clearExchanges();
    const { parts } = await host.api.getFindingTrend({ parts: 3 });
    expect(parts).toEqual(Array.from({ length: 3 }, () => ({ errors: 0, warnings: 0, notes: 0 })));
    const { text } = await host.api.exportFindings({ format: 'markdown' });
    expect(text).toContain('Nothing was found.');
  });
});

describe('findings written out', () => {
  const written = async (format: FindingExport, scope = {}): Promise<string> =>
    (await host.api.exportFindings({ format, ...scope })).text;

  it('as JSON hold rules with words, files, sessions and every finding', async () => {
    const { fileName, text } = await host.api.exportFindings({ format: 'json', severity: 'warning' });
    expect(fileName).toMatch(/^wopi-findings-2026-03-14T0946\.json$/);
    const report = JSON.parse(text) as Record<string, unknown>;
    expect(report).toMatchObject({
      writtenBy: 'WOPI Sandbox 0.0.0-test',
      scope: { severity: 'warning' },
      rules: [{ id: RULE, severity: 'warning', count: 3, firstAt: new Date(START).toISOString(), muted: null }],
      sessions: [{ sessionId: 's-0' }, { sessionId: 's-1' }, { sessionId: 's-2' }],
      leftOut: 0,
    });
    expect(report['findings']).toHaveLength(3);
    expect(text).toContain('https://learn.microsoft.com/');
  });

  it('as CSV are one line each, and no cell becomes a formula', async () => {
    const lines = (await written('csv', { severity: 'warning' })).trimEnd().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^time,severity,rule,/);
    expect(lines[3]).toContain(`"'=cmd|a.txt"`);
    expect(lines[3]).toContain('2026-03-14T09:26:53.000Z,warning,save-without-lock');
  });

  it('as Markdown say what to do, with evidence, and break no table', async () => {
    await host.api.muteRule({ rule: RULE, reason: 'known | since May' });
    const text = await written('markdown');
    expect(text).toContain('## Muted');
    expect(text).toContain(String.raw`known \| since May`);
    await host.api.unmuteRule({ rule: RULE });
    const loud = await written('markdown', { rule: RULE, since: START, until: START + 15 * MINUTE });
    expect(loud).toMatch(/Only rule save-without-lock, from 2026-03-14 09:26:53 UTC, until /);
    expect(loud).toContain('**What to do:**');
    expect(loud).toContain(String.raw`b\|\*.txt`);
    expect(loud).toMatch(/seen 2 times between 2026-03-14 09:26:53 UTC and 2026-03-14 09:36:53 UTC/);
  });

  it.each([
    [{ format: 'xml' }, /format/],
    [{ format: 'json', severity: 'fatal' }, /severity/],
    [{ format: 'json', source: 'nobody' }, /not open any more/],
  ])('%j is refused in words', async (input, message) => {
    await expect(host.api.exportFindings(input as never)).rejects.toThrow(message);
  });
});
