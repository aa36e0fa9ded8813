import { type FrameLocator, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Stage } from './main-job-stage.ts';

const PATIENCE = { timeout: 20_000 };

/** What a person sees of one opened document. */
export interface OpenDocument {
  tab: Page;
  frame: FrameLocator;
  /** The text of a text document. */
  text: Locator;
}

/** The pages of the product, in the words of a person who works with them. */
export function screenOf({ screen, tabOf }: Stage) {
  const goTo = async (room: string): Promise<void> => {
    await screen.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: room, exact: true }).click();
  };
  const rowsOf = (table: string): Locator =>
    screen.getByRole('grid', { name: table }).getByRole('rowgroup').getByRole('row');
  return {
    goTo,
    rowsOf,
    /** A request in Traffic: `Lock Notes.txt Olivia Owner … 200 locked`. */
    request(operation: string, file: string, person: string, answer: string): Locator {
      const said = new RegExp(` ${operation} ${escaped(`${file} ${person}`)} .*\\b${answer}`);
      return screen.getByRole('grid', { name: 'Requests' }).getByRole('row', { name: said });
    },
    /** Files → the file → Open with → the person. */
    async open(file: string, person: string): Promise<OpenDocument> {
      await goTo('Files');
      await rowsOf('Files').filter({ hasText: file }).click();
      const people = screen.getByRole('combobox', { name: 'As' });
      const option = people.locator('option', { hasText: person });
      await people.selectOption(await option.getAttribute('value'));
      const tab = await tabOf(() => screen.getByRole('button', { name: 'Open o', exact: true }).click());
      return documentIn(tab);
    },
    /** Virtual clock → the jump. */
    async jump(label: string): Promise<void> {
      await screen.getByRole('button', { name: /^Virtual clock/ }).click();
      await screen.getByRole('menuitem', { name: `Jump ${label}` }).click();
    },
  };
}

export function documentIn(tab: Page): OpenDocument {
  const frame = tab.frameLocator('#office_frame');
  return { tab, frame, text: frame.getByRole('textbox', { name: /^Text of / }) };
}

/** The text on the screen, without the name flags of other people's cursors. */
export async function textOf({ text }: OpenDocument): Promise<string> {
  return await text.evaluate((content) => {
    const copy = content.cloneNode(true) as HTMLElement;
    for (const widget of copy.querySelectorAll('[contenteditable="false"]')) widget.remove();
    return [...copy.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n');
  });
}

/** Appends to the text with the keyboard. */
export async function typeAtEnd({ tab, text }: OpenDocument, words: string): Promise<void> {
  await text.click();
  await tab.keyboard.press('ControlOrMeta+End');
  await tab.keyboard.type(words);
}

export async function seesSaved({ frame }: OpenDocument): Promise<void> {
  await expect.poll(() => frame.locator('[data-save]').getAttribute('data-save'), PATIENCE).toBe('saved');
}

export async function lockIdOf({ frame }: OpenDocument): Promise<string> {
  return await frame.getByTestId('lock-id').innerText();
}

/** Close in the editor: saves, leaves, and the host page says so. */
export async function closeDocument({ tab, frame }: OpenDocument): Promise<void> {
  await frame.getByRole('button', { name: 'Close', exact: true }).click();
  await tab.getByRole('heading', { name: 'The document is closed' }).waitFor();
  await tab.close();
}

/** Waits until the text or the number says what it should. */
export function soon<Value>(read: () => Value | Promise<Value>) {
  return expect.poll(read, PATIENCE);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
