import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ExchangeRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { clearTraffic, togglePause } from '../shell/capture-actions.ts';
import { useLinkParam } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { useExchanges } from '../state/exchanges.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { copyText } from '../ui/copy.tsx';
import type { TableHandle } from '../ui/data-table.tsx';
import { Split } from '../ui/split.tsx';
import { DensityStrip } from './density-strip.tsx';
import { Detail, type DetailHandle } from './detail.tsx';
import { FilterBox } from './filter-box.tsx';
import { loadHistory } from './history.ts';
import { TrafficList } from './list.tsx';
import { Toolbar } from './toolbar.tsx';
import { useFilter, useTrafficRows } from './use-traffic.ts';
import './inspector.css';

export function TrafficPage(): ReactNode {
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
    { keys: 'Escape', label: 'Close the details', run: close },
    { keys: 'c', label: 'Copy what the request did, in words', run: copyWords },
    { keys: 'f', label: 'Follow the newest', run: () => setFollowing(!isFollowing) },
    { keys: 'l', label: 'Columns of the list', run: () => setChoosing(true) },
    { keys: 'p', label: 'Pause or go on recording', run: () => togglePause(api) },
    { keys: 'x', label: 'Clear the recorded traffic', run: () => void clearTraffic(api, confirm) },
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
          />
        </section>
      }
      second={
        selectedId === null ? null : (
          <Detail key={selectedId} id={selectedId} handle={detail} onFilter={setFilterText} onClose={close} />
        )
      }
    />
  );
}
