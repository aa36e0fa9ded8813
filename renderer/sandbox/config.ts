import { CONFIG_ELEMENT, type PageConfig } from '../../preload/editor-contract.ts';

/** What the server put into this page; null when the page was opened by hand. */
export function readConfig(): PageConfig | null {
  const json = document.querySelector(`#${CONFIG_ELEMENT}`)?.textContent;
  return json === undefined || json === null ? null : (JSON.parse(json) as PageConfig);
}
