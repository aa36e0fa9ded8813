import { useRef, useState, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { ArrowClockwise16Regular } from '@fluentui/react-icons/svg/arrow-clockwise';
import { Delete16Regular } from '@fluentui/react-icons/svg/delete';
import { DocumentAdd16Regular } from '@fluentui/react-icons/svg/document-add';
import { LinkAdd16Regular } from '@fluentui/react-icons/svg/link-add';
import type { DiscoverySource } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { Badge, Kbd } from '../ui/badge.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { formatBytes, formatFull, formatWhen, plural } from '../ui/format.ts';
import { SideLine, SideList } from '../ui/side-list.tsx';
import { fail, say } from '../ui/toasts.tsx';
import { AddUrlDialog } from './add-url-dialog.tsx';

const KINDS: Record<DiscoverySource['kind'], string> = { editor: 'built in', url: 'address', file: 'file' };
/** The host refuses more; saying it here saves the reading. */
const MOST_BYTES = 10 * 1024 * 1024;

interface SourcesProps {
  sources: readonly DiscoverySource[];
  sourceId: string | null;
  onPick(sourceId: string): void;
}

/** Where actions come from, each with its age and its last trouble. */
export function Sources({ sources, sourceId, onPick }: SourcesProps): ReactNode {
  const api = useApi();
  const [isAdding, setAdding] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const chooseFile = (): void => chooser.current?.click();
  useShortcuts('Discovery', [
    { keys: 'a', label: 'Add an address', run: () => setAdding(true) },
    { keys: 'f', label: 'Add a file', run: chooseFile },
  ]);

  async function addFile(file: File): Promise<void> {
    const size = formatBytes(file.size);
    try {
      if (file.size > MOST_BYTES) {
        throw new Error(
          `${file.name} has ${size}; a discovery document has at most ${formatBytes(MOST_BYTES)}. Choose the XML that /hosting/discovery answers.`,
        );
      }
      const source = await api.addDiscoveryFile({ name: file.name, text: await file.text() });
      say(
        `${file.name} (${size}) added: ${plural(source.actionCount, 'action')} of ${plural(source.appCount, 'application')}.`,
      );
      onPick(source.id);
    } catch (error) {
      fail(error);
    }
  }

  return (
    <SideList
      label="Sources"
      heading="Sources"
      actions={
        <>
          <Button size="small" icon={<LinkAdd16Regular />} aria-keyshortcuts="a" onClick={() => setAdding(true)}>
            URL <Kbd>a</Kbd>
          </Button>
          <Button size="small" icon={<DocumentAdd16Regular />} aria-keyshortcuts="f" onClick={chooseFile}>
            File <Kbd>f</Kbd>
          </Button>
        </>
      }
    >
      <input
        ref={chooser}
        type="file"
        accept=".xml,text/xml,application/xml"
        hidden
        aria-label="Discovery file"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) void addFile(file);
          event.currentTarget.value = '';
        }}
      />
      <ul>
        {sources.map((source) => (
          <SourceLine
            key={source.id}
            source={source}
            isPicked={source.id === sourceId}
            onPick={() => onPick(source.id)}
          />
        ))}
      </ul>
      {isAdding ? <AddUrlDialog onClose={() => setAdding(false)} onAdded={({ id }) => onPick(id)} /> : null}
    </SideList>
  );
}

function SourceLine({
  source,
  isPicked,
  onPick,
}: {
  source: DiscoverySource;
  isPicked: boolean;
  onPick(): void;
}): ReactNode {
  const { name, kind, url, loadedAt, problem, appCount, actionCount } = source;
  return (
    <SideLine isPicked={isPicked} actions={<SourceActions source={source} />} onPick={onPick}>
      <span className="ws-side-head">
        <span className="ws-clip" title={url ?? name}>
          {name}
        </span>
        <Badge>{KINDS[kind]}</Badge>
      </span>
      <span className="ws-side-facts">
        {plural(actionCount, 'action')} · {plural(appCount, 'application')}
      </span>
      {kind === 'url' && url !== null ? (
        <span className="ws-side-facts ws-mono ws-clip" title={url}>
          {pathOf(url)}
        </span>
      ) : null}
      <span className="ws-side-facts" title={loadedAt === null ? undefined : formatFull(loadedAt)}>
        {ageOf(source)}
      </span>
      {problem === null ? null : (
        <span className="ws-source-problem">
          {problem}
          {loadedAt === null ? '' : ' The last good answer stays in use.'}
        </span>
      )}
    </SideLine>
  );
}

/** Two documents of one server differ in nothing else that is shown. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

function ageOf({ kind, loadedAt }: DiscoverySource): string {
  if (loadedAt !== null) return `loaded ${formatWhen(loadedAt)}`;
  return kind === 'editor' ? 'comes with this app' : 'never loaded';
}

function SourceActions({ source: { id: sourceId, name, kind } }: { source: DiscoverySource }): ReactNode {
  const api = useApi();
  const confirm = useConfirm();
  const [isBusy, setBusy] = useState(false);

  async function refresh(): Promise<void> {
    setBusy(true);
    try {
      const source = await api.refreshDiscovery({ sourceId });
      if (source.problem === null) say(`${source.name} read again: ${plural(source.actionCount, 'action')}.`);
      else fail(new Error(source.problem));
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  }
  async function remove(): Promise<void> {
    const isSure = await confirm({
      title: `Remove ${name}?`,
      body: 'Its editors are no longer offered under "Open with". Documents that are open in them stay open.',
      action: 'Remove',
    });
    if (!isSure) return;
    try {
      await api.removeDiscovery({ sourceId });
      say(`${name} removed.`);
    } catch (error) {
      fail(error);
    }
  }
  return (
    <>
      {kind === 'file' ? null : (
        <Button
          size="small"
          appearance="transparent"
          icon={<ArrowClockwise16Regular />}
          disabledFocusable={isBusy}
          aria-label={`Read ${name} again`}
          title="Read again"
          onClick={() => void refresh()}
        />
      )}
      {kind === 'editor' ? null : (
        <Button
          size="small"
          appearance="transparent"
          icon={<Delete16Regular />}
          aria-label={`Remove ${name}`}
          title="Remove"
          onClick={() => void remove()}
        />
      )}
    </>
  );
}
