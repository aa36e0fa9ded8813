import type { CallReport, PageCommand } from '../../preload/editor-contract.ts';
import { editRefusal } from './file-info.ts';
import { renamedTo } from './room.ts';
import type { Session } from './session.ts';

export interface Reply {
  ok: boolean;
  message: string;
  name?: string;
  url?: string | null;
}

/** What the buttons of the page do. Every answer is a sentence for the person who pressed one. */
export async function runCommand(session: Session, command: PageCommand): Promise<Reply> {
  switch (command.name) {
    case 'edit':
      await session.edit();
      return {
        ok: session.mode === 'editing',
        message: session.refusal?.detail ?? 'The document is open for editing.',
      };
    case 'check':
      return said(await session.recheck());
    case 'rename':
      return rename(session, command.to);
    case 'save-copy':
      return saveCopy(session, command.to, await session.bytes());
    case 'leave':
      await session.leave();
      return { ok: true, message: 'Left.' };
    case 'reload':
      return reload(session);
    case 'save':
    case 'refresh-lock':
    case 'lock-again':
    case 'overwrite':
      return inRoom(session, command.name);
  }
}

async function inRoom(session: Session, name: 'save' | 'refresh-lock' | 'lock-again' | 'overwrite'): Promise<Reply> {
  const { room } = session;
  if (room === null)
    return {
      ok: false,
      message: 'The document is not open for editing here, so there is nothing to save and no lock.',
    };
  if (name === 'refresh-lock') {
    const report = await room.refreshLock(session);
    return report === null ? { ok: false, message: 'Nobody here may refresh the lock.' } : said(report);
  }
  if (name === 'lock-again') return said(await room.lockAgain(session));
  const isSaved = await (name === 'save' ? room.save() : room.overwrite());
  return {
    ok: isSaved,
    message: isSaved ? 'Everything is saved.' : (room.problem?.detail ?? 'Not everything could be saved.'),
  };
}

async function reload(session: Session): Promise<Reply> {
  if (session.room !== null) {
    const refused = await session.room.reload(session);
    return { ok: refused === null, message: refused?.detail ?? 'This is what the host has now.' };
  }
  await session.check();
  await session.read();
  return { ok: session.failure === null, message: session.failure?.detail ?? 'This is what the host has now.' };
}

async function rename(session: Session, to: string): Promise<Reply> {
  const { room, client } = session;
  let report: CallReport;
  let name: string | null;
  if (room === null) {
    const result = await client.renameFile(to, null);
    report = result.report;
    name = result.status === 200 ? renamedTo(result.body) : null;
    if (name !== null) session.renamed(name);
  } else {
    ({ report, name } = await room.rename(session, to));
  }
  if (name === null)
    return report.ok
      ? { ok: false, message: 'The host answered 200 to RenameFile, but without the Name the file has now.' }
      : said(report);
  return {
    ok: true,
    message:
      name === to
        ? `The file is called ${session.info.name} now.`
        : `The host changed the name: the file is called ${session.info.name} now.`,
    name,
  };
}

/** PutRelativeFile with the bytes given; `to` with its extension. */
export async function saveCopy(session: Session, to: string, bytes: Uint8Array | null): Promise<Reply> {
  if (bytes === null)
    return { ok: false, message: 'The document could not be fetched from the host, so there is nothing to copy.' };
  if (session.info.flags.UserCanNotWriteRelative) {
    return {
      ok: false,
      message: `${session.info.userName} may not save copies: CheckFileInfo said UserCanNotWriteRelative=true.`,
    };
  }
  const result = await session.client.putRelativeFile(to, bytes);
  if (result.status === 401) session.tokenRefused(result.report);
  if (result.status !== 200) return said(result.report);
  const copy = readCopy(result.body);
  if (copy === null)
    return { ok: false, message: 'The host answered 200 to PutRelativeFile, but without the Name of the copy.' };
  return {
    ok: true,
    message: `The copy is called ${copy.name}.`,
    name: copy.name,
    url: editRefusal(session.info) === undefined ? copy.editUrl : copy.viewUrl,
  };
}

function readCopy(body: Uint8Array): { name: string; editUrl: string | null; viewUrl: string | null } | null {
  try {
    const value = JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>;
    if (typeof value.Name !== 'string') return null;
    return { name: value.Name, editUrl: webAddress(value.HostEditUrl), viewUrl: webAddress(value.HostViewUrl) };
  } catch {
    return null;
  }
}

function webAddress(value: unknown): string | null {
  return typeof value === 'string' && /^https?:\/\//i.test(value) ? value : null;
}

function said(report: CallReport): Reply {
  return { ok: report.ok, message: report.meaning };
}
