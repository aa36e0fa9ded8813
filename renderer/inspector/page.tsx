import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import type { ExchangeRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { clearTraffic, togglePause } from '../shell/capture-actions.ts';
import { useLinkParam } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { useExchanges } from '../state/exchanges.ts';
import { clearSelection, useSelection } from '../state/selection.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { copyText } from '../ui/copy.tsx';
import type { TableHandle } from '../ui/data-table.tsx';
import { Loading } from '../ui/empty.tsx';
import { Split } from '../ui/split.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { DensityStrip } from './density-strip.tsx';
import type { DetailHandle } from './detail.tsx';
import { FilterBox } from './filter-box.tsx';
import { loadHistory } from './history.ts';
import { TrafficList } from './list.tsx';
import { Toolbar } from './toolbar.tsx';
import { useBulk } from './use-bulk.tsx';
import { useFilter, useTrafficRows } from './use-traffic.ts';
import './inspector.css';

/** Loaded with the first request that is looked at. */
const Detail = lazy(() => import('./detail.tsx').then((module) => ({ default: module.Detail })));

const ReplayView = lazy(() => import('../replay/replay-view.tsx').then((module) => ({ default: module.ReplayView })));

/** The list, or a replay in its place. */
export function TrafficPage(): ReactNode {
  const [replay] = useLinkParam('replay');
  if (replay === null) return <Traffic />;
  return (
    <Suspense fallback={<Loading what="the replay" />}>
      <ReplayView replayId={Number(replay)} />
    </Suspense>
  );
}

function Traffic(): ReactNode {
  const api = useApi();
  const confirm = useConfirm();
  const [filterText, setFilterText] = useLinkParam('f');
  const [selectedText, setSelectedText] = useLinkParam('x');
  const [isFollowing, setFollowing] = useState(selectedText === null);
  const [isChoosing, setChoosing] = useState(false);
  const { filter, reading } = useFilter(filterText ?? '');
  const rows = useTrafficRows(filter);
  const history = useExchanges((state) => state.history);
  const table = useRef<TableHandle>(null);
  const box = useRef<{ focus: () => void }>(null);
  const detail = useRef<DetailHandle>(null);
  const selectedId = selectedText === null ? null : Number(selectedText);

  const bulk = useBulk(selectedId);
  const isChosen = useSelection(({ ids }) => ids.size > 0);

  useEffect(() => {
    if (history === 'waiting') void loadHistory(api);
  }, [history, api]);

  function select(row: ExchangeRow): void {
    setSelectedText(String(row.id));
    if (row.id !== rows.items.at(-1)?.id) setFollowing(false);
  }

  function goTo(row: ExchangeRow | undefined): void {
    if (row) select(row);
  }

  function close(): void {
    setSelectedText(null);
    table.current?.focus();
  }

  function copyWords(): void {
    const words = detail.current?.words();
    if (words !== undefined) void copyText(words, 'Sentence');
  }

  useShortcuts('Traffic', [
    { keys: '/', label: 'Filter', run: () => box.current?.focus() },
    { keys: 'j', label: 'Next request', run: () => table.current?.move(1) },
    { keys: 'k', label: 'Previous request', run: () => table.current?.move(-1) },
    { keys: 'Enter', label: 'Into the details', run: () => detail.current?.focus() },
    { keys: 'Escape', label: 'Choose none, then close the details', run: isChosen ? clearSelection : close },
    { keys: 'c', label: 'Copy what the request did, in words', run: copyWords },
    { keys: 'f', label: 'Follow the newest', run: () => setFollowing(!isFollowing) },
    { keys: 'l', label: 'Columns of the list', run: () => setChoosing(true) },
    { keys: 'p', label: 'Pause or go on recording', run: () => togglePause(api) },
    { keys: 'x', label: 'Clear the recorded traffic', run: () => void clearTraffic(api, confirm) },
    ...bulk.shortcuts,
  ]);

  return (
    <Split
      id="traffic"
      label="details"
      initial={484}
      smallest={360}
      keep={592}
      first={
        <section className="ws-traffic" aria-label="Traffic">
          <h1 className="ws-hidden">Traffic</h1>
          <div className="ws-traffic-bar">
            <FilterBox
              handle={box}
              text={filterText ?? ''}
              problem={reading.problem}
              onChange={(text) => setFilterText(text === '' ? null : text)}
              onLeave={() => table.current?.focus()}
            />
            <Toolbar
              shownCount={rows.items.length}
              isFiltered={!filter.isEmpty}
              isFollowing={isFollowing}
              onFollow={setFollowing}
              isChoosing={isChoosing}
              onChoosing={setChoosing}
            />
          </div>
          <DensityStrip rows={rows} onGo={(id) => goTo(rows.get(id))} />
          <TrafficList
            rows={rows}
            handle={table}
            isFiltered={!filter.isEmpty}
            selectedId={selectedId}
            onSelect={select}
            onOpen={() => detail.current?.focus()}
            onClearFilter={() => setFilterText(null)}
            isFollowing={isFollowing}
            onFollowChange={setFollowing}
            filter={filterText ?? ''}
            bulk={bulk}
          />
          <BulkBar bulk={bulk} />
          {bulk.dialog}
        </section>
      }
      second={
        selectedId === null ? null : (
          <Suspense fallback={<Loading what="the details" />}>
            <Detail key={selectedId} id={selectedId} handle={detail} onFilter={setFilterText} onClose={close} />
          </Suspense>
        )
      }
    />
  );
}
