import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import type { FileRow, FileVersion } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useLoaded } from '../state/loaded.ts';
import { usePeople } from '../state/people.ts';
import { Badge } from '../ui/badge.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { Loading, Problem } from '../ui/empty.tsx';
import { formatBytes, formatFull, formatWhen } from '../ui/format.ts';
import { Mono } from '../ui/mono.tsx';
import { fail, say } from '../ui/toasts.tsx';

const SOURCES: Record<FileVersion['source'], string> = {
  wopi: 'saved over WOPI',
  screen: 'from this screen',
  outside: 'changed outside the app',
};

function sourceOf({ version, source }: FileVersion): string {
  return version === '1' && source === 'outside' ? 'found in the folder' : SOURCES[source];
}

/** Every version of the file, newest first, with its way back. */
export function Versions({ file, writeProblem }: { file: FileRow; writeProblem: string | null }): ReactNode {
  const api = useApi();
  const confirm = useConfirm();
  const { data, problem, reload } = useLoaded(file.id, () => api.listVersions({ fileId: file.id }));
  useReloadOnChange(file.version, reload);

  async function restore(version: FileVersion): Promise<void> {
    const isSure = await confirm({
      title: `Restore version ${version.version} of ${file.name}?`,
      body: 'Its content becomes a new version on top. Nothing is lost: the version of now stays in this list. An editor that has the file open learns of it at its next save.',
      action: 'Restore',
    });
    if (!isSure) return;
    try {
      const row = await api.restoreVersion({ fileId: file.id, version: version.version });
      say(`Version ${version.version} restored as version ${row.version}.`);
    } catch (error) {
      fail(error);
    }
  }

  if (data === null) {
    return problem === null ? (
      <Loading what="versions" />
    ) : (
      <Problem
        title="The versions could not be read"
        message={problem}
        actions={<Button onClick={reload}>Try again</Button>}
      />
    );
  }
  return (
    <ol className="ws-versions" aria-label={`Versions of ${file.name}`}>
      {data.map((version) => (
        <li key={version.version} className="ws-version">
          <div className="ws-version-words">
            <div className="ws-version-head">
              <Mono>{version.version}</Mono>
              {version.isCurrent ? <Badge tone="accent">current</Badge> : null}
              <span title={formatFull(version.realAt)}>{formatWhen(version.realAt)}</span>
              <span className="ws-mono ws-muted">{formatBytes(version.size)}</span>
            </div>
            <div className="ws-muted">
              <Authors ids={version.people} /> {sourceOf(version)}
              {version.sha256 === null ? null : (
                <>
                  {' · SHA-256 '}
                  <Mono short={12}>{version.sha256}</Mono>
                </>
              )}
            </div>
            {version.unavailable === null || version.isCurrent ? null : (
              <div className="ws-warn">Cannot be restored: {version.unavailable}</div>
            )}
          </div>
          {version.isCurrent ? null : (
            <Button
              size="small"
              disabled={version.unavailable !== null || writeProblem !== null}
              title={version.unavailable ?? writeProblem ?? undefined}
              aria-label={`Restore version ${version.version}`}
              onClick={() => void restore(version)}
            >
              Restore
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}

function Authors({ ids }: { ids: readonly string[] }): ReactNode {
  const people = usePeople((state) => state.people);
  if (ids.length === 0) return null;
  return <>{ids.map((id) => people.find((person) => person.id === id)?.name ?? id).join(', ')} ·</>;
}

/** The list on the screen is read again when the file got a new version meanwhile. */
function useReloadOnChange(version: string, reload: () => void): void {
  const shown = useRef(version);
  useEffect(() => {
    if (shown.current === version) return;
    shown.current = version;
    reload();
  }, [version, reload]);
}
