import type { PageCommand, ProblemAction } from '../../preload/editor-contract.ts';
import { copyText } from '../ui/copy.tsx';
import { fail, say } from '../ui/toasts.tsx';
import type { Tools } from './context.ts';
import { documentBytes, saveToDisk, shownText } from './document-source.ts';
import { useSandbox } from './store.ts';

/** Runs a command of a button and says how it went. */
export async function run({ connection }: Tools, command: PageCommand): Promise<boolean> {
  const { ok, message } = await connection.command(command);
  if (ok) say(message);
  else fail(message);
  return ok;
}

/** Hands over what was typed last, then saves. */
export async function saveNow(tools: Tools): Promise<boolean> {
  await tools.connection.flush();
  return run(tools, { name: 'save' });
}

export async function download({ connection }: Tools): Promise<void> {
  try {
    saveToDisk(await documentBytes(connection), fileName());
  } catch (error) {
    fail(error);
  }
}

/** Stores what is on the screen beside the document. */
export async function saveCopy({ connection }: Tools, wanted: string): Promise<void> {
  const { ok, message, url, name } =
    shownText() === null
      ? await connection.uploadCopy(await documentBytes(connection), wanted)
      : await connection.flush().then(() => connection.command({ name: 'save-copy', to: wanted }));
  if (!ok) throw new Error(message);
  if (url === undefined || url === null) say(message);
  else useSandbox.setState({ copy: { name: name ?? wanted, url } });
}

/**
 * Close: everything goes to the host first, then the host page is told. When that is refused, `ask` decides; what is
 * not saved stays with the editor's server and is there when the document is opened again.
 */
export async function close(tools: Tools, ask: (reason: string) => Promise<boolean>): Promise<void> {
  const { connection, host } = tools;
  await connection.flush();
  const { state } = useSandbox.getState();
  if (state?.mode === 'editing' && state.save.state !== 'saved') {
    const saved = await connection.command({ name: 'save' });
    if (!saved.ok && !(await ask(saved.message))) return;
  }
  await connection.command({ name: 'leave' });
  useSandbox.setState({ hasUnsent: false });
  if (state?.links.closeMessage === true) host.post('UI_Close');
  else if (typeof state?.links.close === 'string') navigateTop(state.links.close);
}

/** Editing asked for from the viewer: the host page is told when it wants to be, otherwise this frame changes over. */
export async function edit(tools: Tools): Promise<void> {
  const { state } = useSandbox.getState();
  if (state?.links.editMessage === true && state.refusal === null && state.may.edit) tools.host.post('UI_Edit');
  else await run(tools, { name: 'edit' });
}

export function navigateTop(url: string): void {
  window.open(url, '_top');
}

export function fileName(): string {
  return useSandbox.getState().state?.file.name ?? 'document';
}

/** The name offered for a copy. */
export function copyName(): string {
  const name = fileName();
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? `${name} (copy)` : `${name.slice(0, dot)} (copy)${name.slice(dot)}`;
}

export const ACTION_LABELS: Record<ProblemAction, string> = {
  save: 'Try to save again',
  'lock-again': 'Lock again and save',
  overwrite: 'Replace the newer version',
  reload: 'Load the newer version',
  check: 'Check again',
  'save-copy': 'Save a copy …',
  download: 'Download',
  'copy-text': 'Copy the text',
};

export async function copyAllText(): Promise<void> {
  const text = shownText();
  if (text === null) fail('This document is no text. Download it instead.');
  else await copyText(text, 'Text');
}
