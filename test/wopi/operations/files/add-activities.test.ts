import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHost } from '../../../support/host.ts';
import type { TestHost } from '../../../support/host.ts';
import { fileUrl, follow, json } from '../walk.ts';

let host: TestHost;
let file: string;
beforeAll(async () => {
  host = await startHost({ files: { 'plan.docx': 'plan' } });
  file = await fileUrl(host, 'plan.docx');
});
afterAll(() => host.stop());

const ID = 'C1D4E5F6-0718-293A-4B5C-6D7E8F901234';
const comment = (differs: object = {}) => ({
  Type: 'comment',
  Id: ID,
  Timestamp: '2017-03-15T13:47:13000000Z',
  Data: { ContentId: 'x'.repeat(1024), ContentAction: 'created', CommentText: 'Grüße', IsReply: false },
  People: [{ Name: 'Emil', Id: 'editor', Provider: 'elsewhere', Mentioned: true }],
  ...differs,
});
const report = (body: unknown, url = file) =>
  follow(host, url, '', { override: 'ADD_ACTIVITIES', body: typeof body === 'string' ? body : JSON.stringify(body) });
const versionsPage = async (): Promise<string> => {
  const { FileVersionUrl } = await json<{ FileVersionUrl: string }>(follow(host, file));
  return (await follow(host, FileVersionUrl)).text();
};

describe('AddActivities', () => {
  it('takes comments, declines other types one by one, and keeps ids as they are written', async () => {
    const lower = ID.toLowerCase().replace('c1d4', '0000');
    const answer = await json(
      report({ Activities: [comment(), { Type: 'future', Id: lower, Unknown: [1] }], More: true }),
    );
    expect(answer).toEqual({
      ActivityResponses: [
        { Id: ID, Status: 0 },
        { Id: lower, Status: 3 },
      ],
    });
    expect(await versionsPage()).toContain('Activity: comment');
  });

  it('takes the same report twice and keeps it once', async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await json(report({ Activities: [comment()] }))).toEqual({ ActivityResponses: [{ Id: ID, Status: 0 }] });
    }
    expect((await versionsPage()).split('Activity: comment')).toHaveLength(2);
  });

  // oxfmt-ignore
  it.each<[string, unknown]>([
    ['nothing',                   ''],
    ['no JSON',                   '{"Activities":['],
    ['null',                      'null'],
    ['a list',                    []],
    ['no list of activities',     { Activities: {} }],
    ['an empty list',             { Activities: [] }],
    ['an activity without id',    { Activities: [{ Type: 'comment' }] }],
    ['an id that is no GUID',     { Activities: [comment({ Id: '__proto__' })] }],
    ['an activity without type',  { Activities: [comment({ Type: undefined })] }],
    ['null for an activity',      { Activities: [null] }],
  ])('answers %s with 400', async (_, body) => {
    expect((await report(body)).status).toBe(400);
  });

  it('answers more than a mebibyte with 413', async () => {
    const answer = await report({ Activities: [comment({ Data: { CommentText: 'x'.repeat(1024 * 1024) } })] });
    expect(answer.status).toBe(413);
  });

  it('of a reader answers 404', async () => {
    expect((await report({ Activities: [comment()] }, await fileUrl(host, 'plan.docx', 'reader'))).status).toBe(404);
  });
});
