import { useEffect, useState, type ReactNode } from 'react';
import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, Tooltip } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons/svg/arrow-download';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { DocumentCopy16Regular } from '@fluentui/react-icons/svg/document-copy';
import { Edit16Regular } from '@fluentui/react-icons/svg/edit';
import { History16Regular } from '@fluentui/react-icons/svg/history';
import { MoreHorizontal16Regular } from '@fluentui/react-icons/svg/more-horizontal';
import { PanelRight16Regular } from '@fluentui/react-icons/svg/panel-right';
import { Rename16Regular } from '@fluentui/react-icons/svg/rename';
import { Save16Regular } from '@fluentui/react-icons/svg/save';
import { Share16Regular } from '@fluentui/react-icons/svg/share';
import type { DocumentKind, EditorState, SaveState } from '../../preload/editor-contract.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge, Dot } from '../ui/badge.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { formatTime } from '../ui/format.ts';
import { close, download, edit, saveNow } from './actions.ts';
import { useTools, type Tools } from './context.ts';
import { CopyDialog, RenameDialog } from './dialogs.tsx';
import { useSandbox, type Link } from './store.ts';

const LETTERS: Record<DocumentKind, string> = { text: 'T', word: 'W', sheet: 'X', slides: 'P', download: '↓' };

export function TopBar({ isEmbedded }: { isEmbedded: boolean }): ReactNode {
  const tools = useTools();
  const { kind, fileName } = tools.connection.config;
  const state = useSandbox((store) => store.state);
  const name = state?.file.name ?? fileName;
  useEffect(() => {
    document.title = name;
  }, [name]);
  return (
    <header className="sb-top">
      <span className="sb-kind" data-kind={kind} aria-hidden="true">
        {LETTERS[kind]}
      </span>
      <h1 className="ws-clip" title={name}>
        {name}
      </h1>
      {state === null ? null : <SaveMark state={state} />}
      <span className="sb-space" />
      {state === null ? null : <People state={state} />}
      {state === null || isEmbedded ? null : <Buttons state={state} tools={tools} />}
    </header>
  );
}

const SAVE_WORDS: Record<SaveState, { tone: 'ok' | 'warn' | 'err' | 'neutral'; words: string }> = {
  saved: { tone: 'ok', words: 'Saved' },
  unsaved: { tone: 'warn', words: 'Not saved yet' },
  saving: { tone: 'neutral', words: 'Saving …' },
  refused: { tone: 'err', words: 'Not saved' },
};

/** The one word somebody looks for before closing the tab. */
function SaveMark({ state }: { state: EditorState }): ReactNode {
  const hasUnsent = useSandbox((store) => store.hasUnsent);
  const link = useSandbox((store) => store.link);
  if (state.mode !== 'editing') return <Badge>{state.mode === 'opening' ? 'Opening …' : 'Read-only'}</Badge>;
  const { tone, words } = savedWords(state, hasUnsent, link);
  const at = state.save.at === null || words !== 'Saved' ? '' : ` ${formatTime(state.save.at)}`;
  return (
    <span className="sb-save" role="status" data-save={hasUnsent ? 'unsaved' : state.save.state}>
      <Dot tone={tone} />
      {words}
      {at}
    </span>
  );
}

function savedWords(state: EditorState, hasUnsent: boolean, link: Link): (typeof SAVE_WORDS)[SaveState] {
  if (link === 'lost' || link === 'over') return { tone: 'err', words: 'Not connected' };
  return SAVE_WORDS[hasUnsent && state.save.state === 'saved' ? 'unsaved' : state.save.state];
}

function People({ state }: { state: EditorState }): ReactNode {
  return (
    <ul className="sb-people" aria-label="People in this document">
      {state.people.map(({ id, name, userId, isYou, canWrite, isChanging }) => {
        const what = `${name}${isYou ? ' (you)' : ''}${canWrite ? '' : ', may only read'}${isChanging ? ', is changing the document' : ''}`;
        return (
          <li key={id} title={what} data-reader={!canWrite} data-changing={isChanging}>
            <Avatar id={userId} name={name} />
            <span className="ws-hidden">{what}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Buttons({ state, tools }: { state: EditorState; tools: Tools }): ReactNode {
  const [dialog, setDialog] = useState<'rename' | 'copy' | null>(null);
  const isPanelOpen = useSandbox((store) => store.isPanelOpen);
  const { links, may, mode } = state;
  const confirm = useConfirm();
  const askToClose = (reason: string): Promise<boolean> =>
    confirm({
      title: 'Close without saving?',
      body: `${reason} When you close now, the editor keeps the changes and saves them as soon as somebody opens the document with a token the host accepts.`,
      action: 'Close',
    });
  return (
    <div className="sb-buttons">
      {mode === 'editing' ? (
        <Button
          size="small"
          appearance="primary"
          icon={<Save16Regular />}
          aria-keyshortcuts="Control+S Meta+S"
          onClick={() => void saveNow(tools)}
        >
          Save now
        </Button>
      ) : may.edit && mode === 'reading' ? (
        <Button size="small" appearance="primary" icon={<Edit16Regular />} onClick={() => void edit(tools)}>
          {state.refusal === null ? 'Edit' : 'Try again to edit'}
        </Button>
      ) : null}
      {links.share !== null || links.shareMessage ? (
        <Button
          size="small"
          icon={<Share16Regular />}
          onClick={() => (links.shareMessage ? tools.host.post('UI_Sharing') : openTab(links.share))}
        >
          Share
        </Button>
      ) : null}
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button size="small" appearance="subtle" icon={<MoreHorizontal16Regular />} aria-label="More" title="More" />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem icon={<Rename16Regular />} disabled={!may.rename} onClick={() => setDialog('rename')}>
              Rename …
            </MenuItem>
            <MenuItem icon={<DocumentCopy16Regular />} disabled={!may.saveCopy} onClick={() => setDialog('copy')}>
              Save a copy …
            </MenuItem>
            <MenuItem icon={<ArrowDownload16Regular />} onClick={() => void download(tools)}>
              Download
            </MenuItem>
            {links.versions !== null || links.versionsMessage ? (
              <MenuItem
                icon={<History16Regular />}
                onClick={() => (links.versionsMessage ? tools.host.post('UI_FileVersions') : openTab(links.versions))}
              >
                Version history
              </MenuItem>
            ) : null}
          </MenuList>
        </MenuPopover>
      </Menu>
      <Tooltip content="WOPI: lock, version, calls" relationship="label">
        <Button
          size="small"
          appearance="subtle"
          icon={<PanelRight16Regular />}
          aria-pressed={isPanelOpen}
          onClick={() => useSandbox.setState({ isPanelOpen: !isPanelOpen })}
        />
      </Tooltip>
      {links.close === null ? null : (
        <Tooltip content="Save, release the lock and close" relationship="description">
          <Button
            size="small"
            appearance="subtle"
            icon={<Dismiss16Regular />}
            onClick={() => void close(tools, askToClose)}
          >
            Close
          </Button>
        </Tooltip>
      )}
      {dialog === 'rename' ? <RenameDialog onClose={() => setDialog(null)} /> : null}
      {dialog === 'copy' ? <CopyDialog onClose={() => setDialog(null)} /> : null}
    </div>
  );
}

function openTab(url: string | null): void {
  if (url !== null) window.open(url, '_blank', 'noopener');
}
