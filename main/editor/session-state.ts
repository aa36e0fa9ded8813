import type { CallReport, EditorState, Participant } from '../../preload/editor-contract.ts';
import { editRefusal } from './file-info.ts';
import type { Member } from './member.ts';
import type { Session } from './session.ts';

const EXPIRING_MS = 5 * 60 * 1000;

/** What the page of this session shows. */
export function describeSession(session: Session, now: number): EditorState {
  const { info, room, snapshot } = session;
  const shownVersion = room?.saver?.version ?? snapshot?.version ?? info.version;
  const content = room?.content ?? snapshot?.content;
  const isReader = editRefusal(info) !== undefined;
  return {
    file: {
      name: info.name,
      extension: info.extension,
      size: room?.saver?.savedSize ?? info.size,
      version: shownVersion,
      newerVersion:
        session.mode === 'reading' && snapshot !== null && info.version !== snapshot.version ? info.version : null,
    },
    mode: session.mode,
    refusal: session.refusal,
    failure: session.failure,
    person: { name: info.userName, userId: info.userId, isAnonymous: info.isAnonymous },
    lock: room?.lockState ?? null,
    save: { state: room?.saver?.state ?? 'saved', at: room?.saver?.savedAt ?? null, by: room?.saver?.savedBy ?? null },
    revision: content?.kind === 'bytes' ? content.revision : 0,
    people: people(session),
    calls: calls(session),
    problem: room?.problem ?? null,
    notices: session.notices,
    token: { expiresAt: session.expiresAt, state: tokenState(session, now) },
    format: content?.kind === 'text' ? content.document.format : null,
    may: {
      edit: !isReader && session.kind !== 'slides' && session.kind !== 'download' && !session.isTokenRefused,
      rename: info.flags.SupportsRename && info.flags.UserCanRename && !session.isTokenRefused,
      saveCopy: info.flags.SupportsUpdate && !info.flags.UserCanNotWriteRelative && !session.isTokenRefused,
    },
    links: links(session),
    now,
  };
}

function people(session: Session): Participant[] {
  const { room } = session;
  if (room === null) return [{ ...participant(session), isYou: true, canWrite: false, isChanging: false }];
  return room.members.map((member) => ({
    ...participant(member),
    isYou: member.id === session.id,
    canWrite: member.canWrite,
    isChanging: room.changing.has(member.id),
  }));
}

function participant(member: Pick<Member, 'id' | 'info'>): Pick<Participant, 'id' | 'name' | 'userId'> {
  return { id: member.id, name: member.info.userName, userId: member.info.userId };
}

/** One's own calls, and those others made for the shared document. */
function calls(session: Session): CallReport[] {
  const shared = session.room?.reports.filter((report) => !session.calls.includes(report)) ?? [];
  return [...session.calls, ...shared].sort((a, b) => b.id - a.id).slice(0, 25);
}

function tokenState({ isTokenRefused, expiresAt }: Session, now: number): EditorState['token']['state'] {
  if (isTokenRefused) return 'refused';
  if (expiresAt === 0) return 'valid';
  if (now >= expiresAt) return 'expired';
  return expiresAt - now < EXPIRING_MS ? 'expiring' : 'valid';
}

/** Buttons follow CheckFileInfo: a message needs PostMessageOrigin, and UI_Close also needs CloseUrl. */
function links({ info, action }: Session): EditorState['links'] {
  const { links: url, flags } = info;
  const canPost = info.postMessageOrigin !== null;
  return {
    close: action === 'embedview' ? null : url.CloseUrl,
    closeMessage: canPost && flags.ClosePostMessage && url.CloseUrl !== null,
    share: url.FileSharingUrl,
    shareMessage: canPost && flags.FileSharingPostMessage,
    versions: url.FileVersionUrl,
    versionsMessage: canPost && flags.FileVersionPostMessage,
    editMessage: canPost && flags.EditModePostMessage,
    editNotification: canPost && flags.EditNotificationPostMessage,
    download: url.DownloadUrl,
  };
}
