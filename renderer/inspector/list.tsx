import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode, type Ref, type RefObject } from 'react';
import { Button } from '@fluentui/react-components';
import type { ExchangeRow, TrafficGrouping, TrafficLine } from '../../preload/contract.ts';
import { useExchanges } from '../state/exchanges.ts';
import { clearSelection } from '../state/selection.ts';
import { useSettings } from '../state/settings.ts';
import type { Sort } from '../ui/columns.ts';
import { plural } from '../ui/format.ts';
import { DataTable, type TableHandle } from '../ui/data-table.tsx';
import { Empty, Loading } from '../ui/empty.tsx';
import { formatCount } from '../ui/format.ts';
import { WelcomeSteps } from '../welcome/welcome.tsx';
import { size } from './column-choice.ts';
import { RowMenu } from './row-menu.tsx';
import type { Bulk } from './use-bulk.tsx';
import { useChoosing } from './use-choosing.ts';
import { elsewhere } from './elsewhere.ts';
import { columnsOfLines, Group, toneOfLine } from './lines.tsx';
import { useShownColumns } from './use-shown-columns.ts';
import { useLines, type Listing, type ListingSource } from './use-view.ts';
import { keyOfLine, type LineKey } from './view-pages.ts';
import './lines.css';

interface TrafficListProps {
  source: ListingSource;
  handle: Ref<TableHandle>;
  isFiltered: boolean;
  group: TrafficGrouping | null;
  sort: Sort | null;
  onSort: (sort: Sort) => void;
  selectedId: number | null;
  onSelect: (row: ExchangeRow) => void;
  onOpen: () => void;
  onFilter: (filter: string | null) => void;
  isFollowing: boolean;
  onFollowChange: (isFollowing: boolean) => void;
  filter: string;
  bulk: Bulk;
}

export function TrafficList(props: TrafficListProps): ReactNode {
  const { source, handle, isFiltered, group, sort, selectedId, onSelect, onOpen } = props;
  const listing = useLines(source);
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const chosenColumns = useShownColumns(width);
  /** Lines that are no single request have no address: keys and clicks still stop at them. */
  const [line, setLine] = useState<{ key: LineKey; of: number | null } | null>(null);
  const { toggle } = listing;
  const toggleLine = useCallback(({ key }: { key: string }, isOpen: boolean) => toggle(key, isOpen), [toggle]);
  const shownColumns = useMemo(() => columnsOfLines(chosenColumns, toggleLine), [chosenColumns, toggleLine]);
  const across = useCallback(
    (one: TrafficLine) =>
      one.kind === 'group' ? <Group line={one} by={group ?? 'session'} onToggle={toggleLine} /> : undefined,
    [group, toggleLine],
  );
  const choosing = useChoosing(selectedId, props.filter, {
    between: (first, last) => listing.idsBetween(first, last),
    all: () => listing.idsBetween(null, null),
  });
  useEffect(() => {
    if (selectedId !== null && listing.indexOf(selectedId) < 0) listing.locate(selectedId);
  });

  function select(chosen: TrafficLine, isAlong: boolean): void {
    if (!isAlong) clearSelection();
    setLine(chosen.kind === 'row' ? null : { key: chosen.key, of: chosen.kind === 'repeats' ? chosen.row.id : null });
    if (chosen.kind !== 'group') onSelect(chosen.row);
    else props.onFollowChange(false);
  }

  function open(chosen: TrafficLine): void {
    if (chosen.kind === 'row') onOpen();
    else listing.toggle(chosen.key, !chosen.isOpen);
  }

  const isOnLine = line !== null && (line.of === null || line.of === selectedId) && listing.indexOf(line.key) >= 0;
  return (
    <div ref={frame} className="ws-traffic-list">
      <ListProblem listing={listing} />
      {listing.cut > 0 ? <Cut {...listing} /> : null}
      {listing.state?.note ? <Note text={listing.state.note} /> : null}
      <DataTable
        label="Requests"
        handle={handle}
        columns={shownColumns}
        rows={listing}
        rowKey={keyOfLine}
        indexOfKey={listing.indexOf}
        selectedKey={isOnLine ? line.key : selectedId}
        chosenKeys={choosing.chosen}
        onChoose={({ row }, how) => choosing.choose(row.id, how)}
        onChooseAll={choosing.chooseEverything}
        onMenu={({ row }, at) => choosing.openMenu(row.id, at)}
        onSelect={select}
        onOpen={open}
        onExpand={(chosen, isOpen) => {
          if (chosen.kind !== 'row' && chosen.isOpen !== isOpen) listing.toggle(chosen.key, isOpen);
        }}
        across={across}
        onSight={listing.want}
        sort={sort ?? { column: 'time', descending: false }}
        onSort={props.onSort}
        onResize={size}
        rowTone={toneOfLine}
        isRecycling
        isAnchored={listing.isLive}
        isFollowing={props.isFollowing && listing.isLive}
        onFollowChange={listing.isLive ? props.onFollowChange : ignore}
        empty={<NoRows listing={listing} isFiltered={isFiltered} filter={props.filter} onFilter={props.onFilter} />}
      />
      <RowMenu
        menu={choosing.menu}
        bulk={props.bulk}
        onClose={() => {
          choosing.closeMenu();
          frame.current?.querySelector<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true });
        }}
      />
    </div>
  );
}

/** Sorted otherwise, the end of the list is not the newest. */
function ignore(): void {}

function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(Infinity);
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

function ListProblem({ listing: { problem, retry } }: { listing: Listing }): ReactNode {
  if (problem === null) return null;
  return (
    <div className="ws-banner" data-tone="warning" role="status">
      <p>The list is not whole: {problem}</p>
      <Button size="small" onClick={retry}>
        Try again
      </Button>
    </div>
  );
}

function Cut({ cut, length }: Pick<Listing, 'cut' | 'length'>): ReactNode {
  return (
    <div className="ws-banner" data-tone="warning" role="status">
      <p>
        {formatCount(length)} lines are shown, as many as a list can hold; {formatCount(cut)} are not. A filter such as
        until:2h, or groups, bring them into sight.
      </p>
    </div>
  );
}

function Note({ text }: { text: string }): ReactNode {
  return (
    <div className="ws-banner" data-tone="info" role="status">
      <p>{text}</p>
    </div>
  );
}

interface NoRowsProps {
  listing: Listing;
  isFiltered: boolean;
  filter: string;
  onFilter: (filter: string | null) => void;
}

function NoRows({ listing: { state, problem }, isFiltered, filter, onFilter }: NoRowsProps): ReactNode {
  const { paused, leftOut } = useExchanges((state) => state.capture);
  const isWelcomeDone = useSettings(({ settings }) => settings?.isWelcomeDone ?? true);
  if (isFiltered && state !== null) {
    const others = elsewhere(filter);
    return (
      <Empty
        title="No request matches the filter"
        actions={
          <>
            <Button appearance="primary" onClick={() => onFilter(null)}>
              Show all requests
            </Button>
            {others.map((other) => (
              <Button key={other.label} title={other.filter} onClick={() => onFilter(other.filter)}>
                {other.label}
              </Button>
            ))}
          </>
        }
      >
        {state.isComplete ? 'New ones that match will appear here.' : 'Older requests are still being looked through.'}
        {others.length === 0
          ? null
          : ' Words without a field are looked for in operation, file, person, client, path, lock, outcome and status, not in headers and bodies.'}
      </Empty>
    );
  }
  if (state === null) return problem === null ? <Loading what="recorded requests" /> : null;
  if (!isWelcomeDone) return <WelcomeSteps />;
  return (
    <Empty
      title={paused ? 'Recording is paused' : 'No requests yet'}
      actions={
        <Button as="a" appearance="primary" href="#/files">
          Open a file
        </Button>
      }
    >
      {paused
        ? 'Requests are served but not shown. Press p to record again.'
        : 'Open a file in an editor and every request it makes appears here, as it happens.'}
      {leftOut === null || leftOut.rules === 0
        ? null
        : ` ${plural(leftOut.rules, 'ignore rule')} in Settings leave${leftOut.rules === 1 ? 's' : ''} requests out.`}
    </Empty>
  );
}
