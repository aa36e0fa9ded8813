import { lazy, Suspense, useRef, useState, type ReactNode } from 'react';
import type { ExchangeRow, TrafficWish } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { SourceMenu } from '../captures/source-menu.tsx';
import { READ_ONLY, useSource } from '../captures/source.ts';
import { useSaving } from '../captures/use-saving.ts';
import { clearTraffic, togglePause } from '../shell/capture-actions.ts';
import { useLinkParam } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { clearSelection, useSelection } from '../state/selection.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { copyText } from '../ui/copy.tsx';
import type { TableHandle } from '../ui/data-table.tsx';
import { Loading } from '../ui/empty.tsx';
import { Split } from '../ui/split.tsx';
import { say } from '../ui/toasts.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { DensityStrip } from './density-strip.tsx';
import type { DetailHandle } from './detail.tsx';
import { FilterBox } from './filter-box.tsx';
import { GroupMenu, isGrouping } from './group-menu.tsx';
import { TrafficList } from './list.tsx';
import { Toolbar } from './toolbar.tsx';
import { narrowTo, withoutTime } from './time-filter.ts';
import { useBulk } from './use-bulk.tsx';
import { useFilter } from './use-filter.ts';
import { readSort, writeSort } from './sort-link.ts';
import { useListing, type Listing } from './use-view.ts';
import { ViewsMenu, type ListShape } from './views-menu.tsx';
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
  const [groupText, setGroup] = useLinkParam('group');
  const [collapseText, setCollapse] = useLinkParam('collapse');
  const [sortText, setSort] = useLinkParam('sort');
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isViewsOpen, setViewsOpen] = useState(false);
  const filter = useFilter(filterText ?? '');
  const group = isGrouping(groupText) ? groupText : null;
  const sort = readSort(sortText);
  const collapse = collapseText !== null;
  const recording = useSource();
  const wish: TrafficWish = {
    filter: filter.text,
    sort,
    group,
    collapse,
    ...(recording ? { source: recording.id } : {}),
  };
  const listing = useListing(wish);
  const table = useRef<TableHandle>(null);
  const box = useRef<{ focus: () => void }>(null);
  const detail = useRef<DetailHandle>(null);
  const selectedId = selectedText === null ? null : Number(selectedText);

  const bulk = useBulk(selectedId);
  const saving = useSaving({ filter: filter.text, selected: () => rowOf(listing.read(), selectedId) });
  const isChosen = useSelection(({ ids }) => ids.size > 0);

  function select(row: ExchangeRow): void {
    setSelectedText(String(row.id));
    const { indexOf, length } = listing.read();
    if (indexOf(row.id) !== length - 1) setFollowing(false);
  }

  function setFilter(text: string): void {
    setFilterText(text === '' ? null : text);
  }

  function apply(shape: ListShape): void {
    setFilter(shape.filter);
    setGroup(isGrouping(shape.group) ? shape.group : null);
    setCollapse(shape.isCollapsed ? '1' : null);
    setSort(shape.sort && writeSort(shape.sort));
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
    { keys: 'v', label: 'Views', run: () => setViewsOpen(true) },
    { keys: 'j', label: 'Next request', run: () => table.current?.move(1) },
    { keys: 'k', label: 'Previous request', run: () => table.current?.move(-1) },
    { keys: 'Enter', label: 'Into the details', run: () => detail.current?.focus() },
    { keys: 'Escape', label: 'Choose none, then close the details', run: isChosen ? clearSelection : close },
    { keys: 'c', label: 'Copy what the request did, in words', run: copyWords },
    { keys: 'f', label: 'Follow the newest', run: () => setFollowing(!isFollowing) },
    { keys: 'z', label: 'Groups and repeats', run: () => setMenuOpen(true) },
    { keys: 'l', label: 'Columns of the list', run: () => setChoosing(true) },
    { keys: 's', label: 'Save as a file', run: () => saving('capture') },
    {
      keys: 'p',
      label: 'Pause or go on recording',
      run: () => (recording ? say(READ_ONLY) : togglePause(api)),
    },
    {
      keys: 'x',
      label: 'Clear the recorded traffic',
      run: () => (recording ? say(READ_ONLY) : void clearTraffic(api, confirm)),
    },
    ...bulk.shortcuts,
  ]);

  return (
    <Split
      id="traffic"
      label="details"
      initial={500}
      smallest={336}
      keep={604}
      first={
        <section className="ws-traffic" aria-label="Traffic">
          <h1 className="ws-hidden">Traffic</h1>
          <div className="ws-traffic-bar">
            <SourceMenu capture={recording} onSave={saving} />
            <FilterBox
              handle={box}
              text={filterText ?? ''}
              menu={
                <ViewsMenu
                  isOpen={isViewsOpen}
                  onOpenChange={setViewsOpen}
                  shape={{ filter: filter.text, group, isCollapsed: collapse, sort }}
                  onApply={apply}
                />
              }
              onChange={setFilter}
              onLeave={() => table.current?.focus()}
              source={recording?.id}
            />
            <Toolbar
              source={listing}
              grouping={
                <GroupMenu
                  group={group}
                  isCollapsed={collapse}
                  onGroup={setGroup}
                  onCollapse={(isCollapsed) => setCollapse(isCollapsed ? '1' : null)}
                  isOpen={isMenuOpen}
                  onOpenChange={setMenuOpen}
                />
              }
              isFiltered={!filter.isEmpty}
              isFollowing={isFollowing}
              onFollow={setFollowing}
              isChoosing={isChoosing}
              onChoosing={setChoosing}
            />
          </div>
          <DensityStrip
            source={listing}
            isNarrowed={withoutTime(filterText ?? '') !== (filterText ?? '').trim()}
            onGo={(id) => {
              setFollowing(false);
              setSelectedText(String(id));
            }}
            onNarrow={(from, to) => setFilter(narrowTo(filterText ?? '', from, to))}
            onReset={() => setFilter(withoutTime(filterText ?? ''))}
          />
          <TrafficList
            source={listing}
            handle={table}
            group={group}
            sort={sort}
            onSort={(next) => setSort(writeSort(next))}
            isFiltered={!filter.isEmpty}
            selectedId={selectedId}
            onSelect={select}
            onOpen={() => detail.current?.focus()}
            onFilter={setFilterText}
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

function rowOf(listing: Listing, id: number | null): ExchangeRow | null {
  return id === null ? null : (listing.at(listing.indexOf(id))?.row ?? null);
}
