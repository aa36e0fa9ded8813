import { lazy, Suspense, useEffect, useMemo, useRef, type ReactNode, type Ref } from 'react';
import { Button } from '@fluentui/react-components';
import { Timeline24Regular } from '@fluentui/react-icons/svg/timeline';
import type { SessionRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useLinkParam } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { useSortedRows } from '../ui/columns.ts';
import type { TableHandle } from '../ui/data-table.tsx';
import { Empty, Loading, Problem } from '../ui/empty.tsx';
import { FittedTable } from '../ui/fitted-table.tsx';
import { plural } from '../ui/format.ts';
import { Page } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Split } from '../ui/split.tsx';
import { fail } from '../ui/toasts.tsx';
import { sessionColumns } from './columns.tsx';
import { useSessions } from './use-sessions.ts';
import '../findings/marks.css';
import './sessions.css';

const Detail = lazy(() => import('./detail.tsx').then(({ SessionDetail }) => ({ default: SessionDetail })));

const ChosenAxis = lazy(() => import('./chosen-axis.tsx').then((module) => ({ default: module.ChosenAxis })));

/** Traffic read as sessions: who opened what, how it went, and what did not come. */
export function SessionsPage(): ReactNode {
  const [ids] = useLinkParam('ids');
  const [axis] = useLinkParam('axis');
  if (ids === null && axis === null) return <Sessions />;
  return (
    <Page title="Sessions" explanation="Requests on a time axis, with the locks and tokens of that time.">
      <Suspense fallback={<Loading what="the time axis" />}>
        <ChosenAxis ids={ids} filter={axis} />
      </Suspense>
    </Page>
  );
}

function Sessions(): ReactNode {
  const [key, setKey] = useLinkParam('s');
  const [exchangeId, setExchangeId] = useLinkParam('of');
  const [isWide, setWide] = useLinkParam('wide');
  useSessionOf(exchangeId, (found) => {
    setKey(found);
    setExchangeId(null);
  });
  const table = useRef<TableHandle>(null);
  useShortcuts('Sessions', [
    { keys: 'j', label: 'Next session', run: () => table.current?.move(1) },
    { keys: 'k', label: 'Previous session', run: () => table.current?.move(-1) },
  ]);
  const list = <SessionList selectedKey={key} onSelect={(row) => setKey(row.key)} handle={table} />;
  const detail =
    key === null ? null : (
      <Suspense fallback={<Loading what="the session" />}>
        <Detail
          key={key}
          sessionKey={key}
          isWide={isWide !== null}
          onWide={(wide) => setWide(wide ? 'yes' : null)}
          onClose={() => {
            setKey(null);
            setWide(null);
            table.current?.focus();
          }}
        />
      </Suspense>
    );
  return (
    <Page title="Sessions" explanation="Who opened what, how it went, and what was expected and did not come.">
      {isWide !== null && detail ? (
        detail
      ) : (
        <Split id="sessions" label="session" initial={560} smallest={380} first={list} second={detail} />
      )}
    </Page>
  );
}

/** From a request to its session. */
function useSessionOf(exchangeId: string | null, onFound: (key: string) => void): void {
  const api = useApi();
  const found = useRef(onFound);
  useEffect(() => {
    found.current = onFound;
  });
  useEffect(() => {
    if (exchangeId === null) return undefined;
    let isCurrent = true;
    void api.getSessionStory({ exchangeId: Number(exchangeId) }).then(
      ({ session }) => isCurrent && found.current(session.key),
      (error: unknown) => isCurrent && fail(error),
    );
    return () => {
      isCurrent = false;
    };
  }, [api, exchangeId]);
}

interface ListProps {
  selectedKey: string | null;
  onSelect: (row: SessionRow) => void;
  handle: Ref<TableHandle>;
}

function SessionList({ selectedKey, onSelect, handle }: ListProps): ReactNode {
  const [wanted, setWanted] = useLinkParam('q');
  const { data, problem, reload, showMore, isFirst } = useSessions();
  const rows = useMemo(() => (data?.sessions ?? []).filter((row) => fits(row, wanted ?? '')), [data, wanted]);
  const sorted = useSortedRows(rows, sessionColumns, { column: 'start', descending: true });
  if (!data) {
    return problem === null ? (
      <Loading what="sessions" />
    ) : (
      <Problem
        title="The sessions cannot be shown"
        message={problem}
        actions={<Button onClick={reload}>Try again</Button>}
      />
    );
  }
  return (
    <div className="ws-sessions">
      <div className="ws-sessions-bar">
        <SearchField
          label="Search sessions"
          placeholder="File, person, client, sentence"
          value={wanted ?? ''}
          onChange={(text) => setWanted(text === '' ? null : text)}
        />
        <span className="ws-muted" role="status">
          {plural(rows.length, 'session')}
          {isFirst
            ? ' in the newest requests; the others are being looked through …'
            : data.cut === null
              ? ''
              : `. ${data.cut}`}
        </span>
        {data.hasOlder ? (
          <Button size="small" onClick={showMore}>
            Older ones
          </Button>
        ) : null}
      </div>
      <div className="ws-sessions-table">
        <FittedTable
          label="Sessions"
          handle={handle}
          columns={sessionColumns}
          {...sorted}
          rowKey={(row) => row.key}
          selectedKey={selectedKey}
          onSelect={onSelect}
          empty={<NoSessions isSearched={wanted !== null} onShowAll={() => setWanted(null)} />}
        />
      </div>
    </div>
  );
}

function fits({ fileName, people, client, key, verdict }: SessionRow, wanted: string): boolean {
  const text = [fileName, ...people, client, key, verdict].join(' ').toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function NoSessions({ isSearched, onShowAll }: { isSearched: boolean; onShowAll: () => void }): ReactNode {
  if (isSearched) {
    return (
      <Empty
        title="No session fits"
        actions={
          <Button size="small" appearance="primary" onClick={onShowAll}>
            Show all sessions
          </Button>
        }
      >
        Searched are file, people, client, session id and the sentence, among the sessions shown.
      </Empty>
    );
  }
  return (
    <Empty
      icon={<Timeline24Regular />}
      title="No sessions yet"
      actions={
        <Button size="small" appearance="primary" as="a" href="#/files">
          Open a file
        </Button>
      }
    >
      Open a file in an editor: its requests appear here as one session, from the first question to the unlock.
    </Empty>
  );
}
