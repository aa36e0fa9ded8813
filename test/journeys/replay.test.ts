import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unavailable } from '../support/browser.ts';
import { serve, type Served } from '../support/serve.ts';
import { soon } from './main-job-pages.ts';
import { type PagesStage, raisePages } from './pages-stage.ts';

describe('recorded requests are sent again from the screen', () => {
  beforeEach((context) => {
    if (unavailable) context.skip(unavailable);
  });

  let stage: PagesStage;
  let other: Served;
  let home: string;
  beforeAll(async () => {
    if (unavailable) return;
    home = mkdtempSync(join(tmpdir(), 'wopi-sandbox-other-'));
    [stage, other] = await Promise.all([raisePages(), serve({ home })]);
  });
  afterAll(async () => {
    await Promise.all([stage?.stop(), other?.stop()]);
    if (home) rmSync(home, { recursive: true });
  });

  test('one key resends, both are linked, and the way goes there and back', async () => {
    const { page, bustle, complaints } = stage;
    await stage.visit(`/traffic?x=${bustle.saved}`);
    await page.getByRole('button', { name: /^Resend/ }).waitFor();
    await page.keyboard.press('r');
    await page.getByText('Sent again: 200, the same answer as recorded.').waitFor();
    const foot = page.getByRole('group', { name: 'Actions' });
    await foot.getByRole('button', { name: /^#\d+$/ }).click();
    await foot.getByText(`Repeats #${bustle.saved}.`).waitFor();
    await foot.getByRole('button', { name: `#${bustle.saved}` }).click();
    await foot.getByText(/Repeated by #\d+/).waitFor();
    expect(complaints.take()).toEqual([]);
  });

  test('a request is changed with the keyboard alone and compared with the recorded one', async () => {
    const { page, bustle, complaints } = stage;
    await stage.visit(`/traffic?x=${bustle.saved}`);
    await page.getByRole('button', { name: /^Edit and resend/ }).waitFor();
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog');
    const lock = dialog.getByRole('textbox', { name: 'Value of X-WOPI-Lock' });
    await lock.focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('another');
    await page.keyboard.press('Control+Enter');
    await dialog.getByText(/409 in place of 200/).waitFor();
    await dialog
      .getByRole('row', { name: /X-WOPI-Lock/ })
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(complaints.take()).toEqual([]);
  });

  test('a session goes to a second host, after its origin was agreed to, and the answers are compared', async () => {
    const { page, bustle, complaints } = stage;
    const { files } = await other.call('listFiles');
    const file = files.find(({ name }) => name === 'Notes.txt');
    const { accessToken } = await other.call('issueToken', {
      fileId: file?.id ?? '',
      personId: 'editor',
      ttlSeconds: 3600,
    });
    await stage.visit(`/traffic?x=${bustle.saved}`);
    await page.getByRole('button', { name: 'Replay session…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Replay the session' });
    await dialog.getByRole('radio', { name: 'another host' }).click();
    await dialog.getByRole('textbox', { name: 'Address' }).fill(`${other.host}/wopi`);
    await dialog.getByRole('textbox', { name: 'Access token' }).fill(accessToken);
    await dialog.getByRole('textbox', { name: 'Id of Notes.txt there' }).fill(file?.id ?? '');
    await dialog.getByRole('button', { name: /^Replay \d+ request/ }).click();
    const question = page.getByRole('alertdialog');
    await question.getByRole('heading', { name: `Send to ${other.host}?` }).waitFor();
    expect((await other.call('listExchanges', { limit: 10 })).rows).toEqual([]);
    await question.getByRole('button', { name: 'Send' }).click();

    await page.getByRole('heading', { name: `→ ${other.host}/wopi` }).waitFor();
    await page.getByText(/Took/).last().waitFor();
    const arrived = (await other.call('listExchanges', { limit: 10 })).rows.reverse();
    expect(arrived.map(({ operation }) => operation)).toEqual(['CheckFileInfo', 'GetFile', 'PutFile']);
    expect(arrived.every(({ outcome }) => outcome !== 'token-forged')).toBe(true);
    await page.getByRole('grid', { name: 'Replayed requests' }).getByRole('row').last().click();
    await page.getByRole('table', { name: 'The two answers' }).waitFor();
    await page.getByRole('button', { name: 'Close the replay' }).click();
    await page.getByRole('grid', { name: 'Requests' }).waitFor();
    expect(complaints.take()).toEqual([]);
  });

  test('a request is copied as a command, with markers unless a fresh token is asked for', async () => {
    const { page, context, bustle, served } = stage;
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(served.admin).origin });
    await stage.visit(`/traffic?x=${bustle.saved}`);
    const copies = async (name: string, text: RegExp): Promise<void> => {
      await page.getByRole('button', { name: 'Copy as' }).click();
      await page.getByRole('menuitem', { name, exact: true }).click();
      await soon(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(text);
    };
    await copies('cURL', /^curl -sS -i -X POST 'http.*access_token=‹token …/);
    await copies('Markdown report', /^## Document saved/);
    await copies('cURL with a fresh token', /^curl [^‹]*access_token=eyJ[^‹]*$/);
  });
});
