import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeDocument, documentIn, lockIdOf, screenOf, seesSaved, soon, textOf, typeAtEnd } from './main-job-pages.ts';
import type { OpenDocument } from './main-job-pages.ts';
import type { Shell, Stage } from './main-job-stage.ts';

const OWNER = 'Olivia Owner';
const EDITOR = 'Emil Editor';
const READER = 'Rita Reader';
const NOTES = 'Notes.txt';

/** From an empty machine to a document that two people edited, a lock that expired and a token that was revoked. */
export function mainJob(shell: Shell): void {
  describe(`the main job in ${shell.name}`, () => {
    beforeEach((context) => {
      if (shell.unavailable) context.skip(shell.unavailable);
    });

    let stage: Stage;
    let screen: ReturnType<typeof screenOf>;
    let olivia: OpenDocument;
    let emil: OpenDocument;
    let rita: OpenDocument;

    const notes = (): string => stage.onDisk(NOTES).toString('utf8');
    const seesRequest = async (operation: string, person: string, answer: string, file = NOTES): Promise<void> => {
      await screen.request(operation, file, person, answer).last().waitFor();
    };

    beforeAll(async () => {
      if (shell.unavailable) return;
      stage = await shell.raise();
      screen = screenOf(stage);
    });
    afterAll(() => stage?.stop());

    test('starts on nothing: a folder with samples, and three steps to take', async () => {
      await stage.screen.getByRole('heading', { name: /See it work in three steps/ }).waitFor();
      for (const step of ['Pick a document', 'Open it as its owner', 'Watch the traffic']) {
        await stage.screen.getByRole('heading', { name: step }).waitFor();
      }
      expect(notes()).toContain('Write your own notes here');
      await stage.screen.evaluate(() => document.body.setAttribute('data-loaded-once', ''));
    });

    test('the owner opens a document from the steps, types, and it is in the folder', async () => {
      await stage.screen.getByRole('radio', { name: NOTES }).click();
      olivia = documentIn(await stage.tabOf(() => stage.screen.getByRole('button', { name: `Open ${NOTES}` }).click()));
      await typeAtEnd(olivia, 'Olivia writes. ');
      await soon(notes).toContain('Olivia writes.');
      await seesSaved(olivia);
      for (const [operation, answer] of [
        ['CheckFileInfo', '200 described'],
        ['Lock', '200 locked'],
        ['GetFile', '200 read'],
        ['PutFile', '200 saved'],
      ] as const) {
        await seesRequest(operation, OWNER, answer);
      }
    });

    test('a second person joins under the same lock, and each sees what the other types', async () => {
      emil = await screen.open(NOTES, EDITOR);
      await soon(() => textOf(emil)).toContain('Olivia writes.');
      await typeAtEnd(emil, 'Emil writes. ');
      await soon(() => textOf(olivia)).toContain('Olivia writes. Emil writes.');
      await typeAtEnd(olivia, 'Both write. ');
      await soon(() => textOf(emil)).toContain('Emil writes. Both write.');
      await soon(notes).toContain('Olivia writes. Emil writes. Both write.');
      for (const { frame } of [olivia, emil]) {
        const people = frame.getByRole('list', { name: 'People in this document' }).getByRole('listitem');
        await soon(() => people.allInnerTexts()).toHaveLength(2);
      }
      await screen.goTo('Locks');
      await soon(() => screen.rowsOf('Locks').count()).toBe(1);
      expect(await lockIdOf(emil)).toBe(await lockIdOf(olivia));
    });

    test('a reader sees why nothing can be typed', async () => {
      rita = await screen.open(NOTES, READER);
      const reason = rita.frame.getByRole('status', { name: /^Read-only/ });
      await soon(() => reason.innerText()).toContain(
        'Rita Reader may only read: CheckFileInfo said UserCanWrite=false',
      );
      await soon(() => textOf(rita)).toContain('Both write.');
      expect(await rita.text.getAttribute('contenteditable')).toBe('false');
      await typeAtEnd(rita, 'Rita writes. ');
      expect(await textOf(rita)).not.toContain('Rita writes.');
    });

    test('the lock is refreshed on request', async () => {
      await screen.goTo('Traffic');
      await olivia.frame.getByRole('button', { name: 'Refresh lock now' }).click();
      await seesRequest('RefreshLock', OWNER, '200 lock extended');
    });

    test('the file is unlocked when the last who may write has closed it', async () => {
      await closeDocument(rita);
      await closeDocument(emil);
      await soon(() => olivia.frame.getByRole('listitem').filter({ hasText: EDITOR }).count()).toBe(0);
      expect(await screen.request('Unlock', NOTES, OWNER, '200').count()).toBe(0);
      await closeDocument(olivia);
      await seesRequest('Unlock', OWNER, '200 unlocked');
      await screen.goTo('Locks');
      await stage.screen.getByRole('heading', { name: 'Nothing is locked' }).waitFor();
    });

    test('a lock expires by a jump of the clock, the editor says so and keeps what was typed', async () => {
      olivia = await screen.open(NOTES, OWNER);
      await typeAtEnd(olivia, 'Before. ');
      await soon(notes).toContain('Before.');
      await screen.goTo('Locks');
      await soon(() => screen.rowsOf('Locks').count()).toBe(1);
      await screen.jump('+30 min');
      await stage.screen.getByRole('heading', { name: 'Nothing is locked' }).waitFor();

      await screen.goTo('Traffic');
      await typeAtEnd(olivia, 'Afterwards. ');
      const refusal = olivia.frame.getByRole('alert', { name: /lock is gone/ });
      await refusal.waitFor();
      await seesRequest('PutFile', OWNER, '409 not locked');
      expect(notes()).not.toContain('Afterwards.');
      expect(await textOf(olivia)).toContain('Afterwards.');

      await refusal.getByRole('button', { name: 'Lock again and save' }).click();
      await soon(notes).toContain('Before. Afterwards.');
      await refusal.waitFor({ state: 'detached' });
    });

    test('a token is revoked, and the next call is refused on both screens', async () => {
      await screen.goTo('People');
      await screen.rowsOf('Tokens').filter({ hasText: 'valid' }).filter({ hasText: OWNER }).first().click();
      await stage.screen.getByRole('button', { name: 'Revoke r', exact: true }).click();
      await stage.screen.getByRole('alertdialog').getByRole('button', { name: 'Revoke', exact: true }).click();
      await screen.rowsOf('Tokens').filter({ hasText: 'revoked' }).filter({ hasText: OWNER }).waitFor();

      await screen.goTo('Traffic');
      await typeAtEnd(olivia, 'Too late. ');
      await olivia.frame.getByRole('alert', { name: /^Not saved/ }).waitFor();
      await soon(() => olivia.frame.getByRole('alert').allInnerTexts()).toContainEqual(expect.stringContaining('401'));
      await seesRequest('PutFile', OWNER, '401 token revoked');
      expect(notes()).not.toContain('Too late.');
      await olivia.tab.close({ runBeforeUnload: false });
    });

    test('a Word document is edited and saved', async () => {
      const before = stage.onDisk('Welcome to WOPI Sandbox.docx');
      const word = await screen.open('Welcome to WOPI Sandbox.docx', OWNER);
      await word.frame.getByRole('toolbar', { name: 'Formatting toolbar' }).waitFor();
      await word.frame.getByText('This document is a real Word file').first().click();
      await word.tab.keyboard.type('Zauberwort ');
      await soon(() => stage.onDisk('Welcome to WOPI Sandbox.docx').equals(before)).toBe(false);
      await seesSaved(word);
      const parts = partsOf(stage.onDisk('Welcome to WOPI Sandbox.docx'));
      expect(parts['word/document.xml']).toContain('Zauberwort');
      expect(Object.keys(parts).toSorted()).toEqual(expect.arrayContaining(Object.keys(partsOf(before))));
      await closeDocument(word);
    });

    test('a workbook is edited and saved', async () => {
      const before = stage.onDisk('Budget.xlsx');
      const sheet = await screen.open('Budget.xlsx', OWNER);
      await sheet.frame.locator('.luckysheet-cell-sheettable').click({ position: { x: 300, y: 200 } });
      await sheet.tab.keyboard.type('Zauberwort');
      await sheet.tab.keyboard.press('Enter');
      await soon(() => stage.onDisk('Budget.xlsx').equals(before)).toBe(false);
      await seesSaved(sheet);
      const parts = partsOf(stage.onDisk('Budget.xlsx'));
      expect(Object.values(parts).join()).toContain('Zauberwort');
      expect(Object.keys(parts).toSorted()).toEqual(Object.keys(partsOf(before)).toSorted());
      await closeDocument(sheet);
    });

    test('all of it without loading the page again, and without a complaint on any console', async () => {
      expect(await stage.screen.evaluate(() => document.body.hasAttribute('data-loaded-once'))).toBe(true);
      expect(stage.complaints.take()).toEqual([]);
    });
  });
}

/** The parts of an Office package as text; throws when it is no whole zip archive. */
function partsOf(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)]));
}
