import type { BrowserContext, Page } from 'playwright-core';

/** Collects what pages complain about: errors on their consoles, and errors that nobody caught. */
export class Complaints {
  #lines: string[] = [];

  listenTo(pages: BrowserContext | Page): void {
    pages.on('console', (message) => {
      if (message.type() !== 'error') return;
      this.#lines.push(`${message.location().url}: ${message.text()}`);
    });
    if ('pages' in pages) pages.on('weberror', (error) => this.#lines.push(String(error.error())));
    else pages.on('pageerror', (error) => this.#lines.push(String(error)));
  }

  /** What came since the last time. */
  take(): string[] {
    return this.#lines.splice(0);
  }
}
