import type { ReactNode } from 'react';
import { useShortcuts } from '../shell/shortcuts.ts';
import { CloseButton } from '../ui/close-button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Card, Fact, Facts } from '../ui/fields.tsx';
import { UrlBuilder } from './url-builder.tsx';
import type { ActionEntry } from './columns.tsx';
import { urlsrcParts } from './urlsrc.ts';

const REQUIREMENTS: Record<string, string> = {
  update: 'PutFile and PutRelativeFile (SupportsUpdate)',
  locks: 'Lock, RefreshLock, Unlock, UnlockAndRelock (SupportsLocks)',
  cobalt: 'a deprecated binary protocol (SupportsCobalt); this host has it not',
  containers: 'deprecated folder operations (SupportsFolders); this host has them not',
};

interface ActionDetailProps {
  sourceId: string;
  entry: ActionEntry;
  onClose(): void;
}

export function ActionDetail({ sourceId, entry, onClose }: ActionDetailProps): ReactNode {
  const { app, action, extension, progid, zone, urlsrc, requires, isDefault } = entry;
  useShortcuts('Action', [{ keys: 'Escape', label: 'Close the details', run: onClose }]);
  return (
    <aside className="ws-detail" aria-label={`${app} ${action}`}>
      <div className="ws-detail-head">
        <h2 className="ws-detail-title">
          {app} · {action} {extension === null ? progid : `.${extension}`}
        </h2>
        <CloseButton onClose={onClose} />
      </div>
      <div className="ws-detail-body">
        <Card title="Address template" actions={<CopyButton text={urlsrc} what="urlsrc" />}>
          <Urlsrc urlsrc={urlsrc} />
        </Card>
        <UrlBuilder key={entry.key} sourceId={sourceId} entry={entry} />
        <Card title="Facts">
          <Facts>
            <Fact label="Zone">{zone}</Fact>
            <Fact label="Default">{isDefault ? 'yes: what "open" means for this extension' : 'no'}</Fact>
            <Fact label="Requires">
              {requires.length === 0 ? (
                'nothing beyond CheckFileInfo and GetFile'
              ) : (
                <ul className="ws-requires">
                  {requires.map((name) => (
                    <li key={name}>
                      <span className="ws-mono">{name}</span>{' '}
                      <span className="ws-muted">
                        {REQUIREMENTS[name] ?? 'unknown: the action is taken as unavailable'}
                      </span>
                    </li>
                  ))}
                </ul>
              )}
            </Fact>
          </Facts>
        </Card>
      </div>
    </aside>
  );
}

function Urlsrc({ urlsrc }: { urlsrc: string }): ReactNode {
  return (
    <code className="ws-mono ws-urlsrc">
      {urlsrcParts(urlsrc).map((part) =>
        part.kind === 'text' ? (
          <span key={part.offset}>{part.text}</span>
        ) : (
          <mark key={part.offset} title={`Optional parameter "${part.parameter}", filled with ${part.token}`}>
            {part.text}
          </mark>
        ),
      )}
    </code>
  );
}
