import { useMemo, useState, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import type { DiscoverySource } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useLinkParam } from '../shell/location.ts';
import { useSources } from '../state/discovery.ts';
import { useLoaded } from '../state/loaded.ts';
import { useSortedRows } from '../ui/columns.ts';
import { FittedTable } from '../ui/fitted-table.tsx';
import { Empty, Loading, Problem } from '../ui/empty.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { Page } from '../ui/page.tsx';
import { Split } from '../ui/split.tsx';
import { ActionDetail } from './action-detail.tsx';
import { actionColumns, withKeys, type ActionEntry } from './columns.tsx';
import { filterActions, NO_FILTER, type ActionFilter } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { SourceDetail } from './source-detail.tsx';
import { Sources } from './sources.tsx';
import '../files/files.css';
import '../ui/detail.css';
import './discovery.css';

export function DiscoveryPage(): ReactNode {
  const sources = useSources((state) => state.sources);
  const [sourceId, setSourceId] = useLinkParam('source');
  const [actionKey, setActionKey] = useLinkParam('action');
  const source = sources.find(({ id }) => id === sourceId) ?? sources[0];
  const pick = (id: string): void => {
    setActionKey(null);
    setSourceId(id);
  };
  return (
    <Page title="Discovery" explanation="What each editor can open, under which address, and which keys it signs with.">
      <div className="ws-discovery">
        <Sources sources={sources} sourceId={source?.id ?? null} onPick={pick} />
        {source ? (
          <SourceActions key={source.id} source={source} actionKey={actionKey} onAction={setActionKey} />
        ) : (
          <Empty title="No source yet">
            Add the discovery address of an office server, or a saved discovery file, to see what it offers.
          </Empty>
        )}
      </div>
    </Page>
  );
}

interface SourceActionsProps {
  source: DiscoverySource;
  actionKey: string | null;
  onAction(key: string | null): void;
}

const NO_ENTRIES: readonly ActionEntry[] = [];

function SourceActions({ source, actionKey, onAction }: SourceActionsProps): ReactNode {
  const api = useApi();
  const [filter, setFilter] = useState<ActionFilter>(NO_FILTER);
  const { data, problem, reload } = useLoaded(`${source.id}@${source.loadedAt ?? ''}`, () =>
    api.getDiscovery({ sourceId: source.id }),
  );
  const entries = useMemo(() => (data ? withKeys(data.actions) : NO_ENTRIES), [data]);
  const found = useMemo(() => filterActions(entries, filter), [entries, filter]);
  const table = useSortedRows(found, actionColumns);
  const selected = entries.find(({ key }) => key === actionKey);

  if (data === null) {
    if (problem === null) return <Loading what="discovery" />;
    return (
      <Problem
        title={`${source.name} cannot be shown`}
        message={source.problem ?? problem}
        actions={<Button onClick={reload}>Try again</Button>}
      />
    );
  }
  return (
    <Split
      id="discovery"
      label="detail pane"
      first={
        <div className="ws-files-list ws-actions">
          <FilterBar entries={entries} filter={filter} onFilter={setFilter}>
            <span className="ws-muted" role="status">
              {found.length === entries.length ? '' : `${formatCount(found.length)} of `}
              {plural(entries.length, 'action')}
            </span>
          </FilterBar>
          <div className="ws-files-table">
            <FittedTable
              label="Actions"
              columns={actionColumns}
              {...table}
              rowKey={({ key }) => key}
              selectedKey={actionKey}
              onSelect={({ key }) => onAction(key)}
              empty={
                entries.length === 0 ? (
                  <Empty title="This document offers no actions">
                    It was read, and it names no application with an action.
                  </Empty>
                ) : (
                  <Empty
                    title="No action like this"
                    actions={<Button onClick={() => setFilter(NO_FILTER)}>Show all actions</Button>}
                  />
                )
              }
            />
          </div>
        </div>
      }
      second={
        selected ? (
          <ActionDetail key={selected.key} sourceId={source.id} entry={selected} onClose={() => onAction(null)} />
        ) : (
          <SourceDetail view={data} />
        )
      }
    />
  );
}
