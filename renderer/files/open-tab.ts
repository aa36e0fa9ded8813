/**
 * Opens a page in a new tab and tells whether the browser let it. With 'noopener' window.open answers null either way,
 * so the tab is opened empty, cut loose and then sent to the page.
 */
export function openTab(url: string): boolean {
  const tab = window.open('about:blank', '_blank');
  if (!tab) return false;
  tab.opener = null;
  tab.location.replace(url);
  return true;
}
