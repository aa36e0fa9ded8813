import { useEffect, useRef, useState, type ReactNode, type Ref, type RefObject } from 'react';
import { Button } from '@fluentui/react-components';
import type { ExchangeRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useExchanges } from '../state/exchanges.ts';
import type { OrderedRows } from '../state/ordered-rows.ts';
import { useSettings } from '../state/settings.ts';
import type { Sort } from '../ui/columns.ts';
import { DataTable, type TableHandle } from '../ui/data-table.tsx';
import { Empty, Loading } from '../ui/empty.tsx';
import { WelcomeSteps } from '../welcome/welcome.tsx';
import { size } from './column-choice.ts';
import { columns } from './columns.tsx';
import { loadHistory } from './history.ts';
import { useShownColumns } from './use-shown-columns.ts';
import { outcomes } from './outcomes.ts';
import { useSortedTraffic } from './use-traffic.ts';

interface TrafficListProps {
  rows: OrderedRows<ExchangeRow>;
  handle: Ref<TableHandle>;
  isFiltered: boolean;
  selectedId: number | null;
  onSelect: (row: ExchangeRow) => void;
  onOpen: () => void;
  onClearFilter: () => void;
  isFollowing: boolean;
  onFollowChange: (isFollowing: boolean) => void;
}

export function TrafficList(props: TrafficListProps): ReactNode {
  const { rows, handle, isFiltered, selectedId, onSelect, onOpen, onClearFilter, isFollowing, onFollowChange } = props;
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const [sort, setSort] = useState<Sort | null>(null);
  const isInOrder = sort === null || (sort.column === 'time' && !sort.descending);
  const shownColumns = useShownColumns(width);
  const sorted = useSortedTraffic(rows, columns, isInOrder ? null : sort);
  return (
    <div ref={frame} className="ws-traffic-list">
      <HistoryProblem />
      <DataTable
        label="Requests"
        handle={handle}
        columns={shownColumns}
        rows={sorted}
        rowKey={keyOf}
        {...(isInOrder ? { indexOfKey: (key: string | number) => rows.indexOf(Number(key)) } : {})}
        selectedKey={selectedId}
        onSelect={onSelect}
        onOpen={onOpen}
        sort={sort ?? { column: 'time', descending: false }}
        onSort={setSort}
        onResize={size}
        rowTone={toneOf}
        isRecycling
        isAnchored={isInOrder}
        isFollowing={isFollowing && isInOrder}
        onFollowChange={isInOrder ? onFollowChange : ignore}
        empty={<NoRows isFiltered={isFiltered} onClearFilter={onClearFilter} />}
      />
    </div>
  );
}

function keyOf({ id }: ExchangeRow): number {
  return id;
}

function toneOf({ outcome }: ExchangeRow): string {
  return outcomes[outcome].tone;
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

function HistoryProblem(): ReactNode {
  const api = useApi();
  const problem = useExchanges((state) => state.historyProblem);
  if (problem === null) return null;
  return (
    <div className="ws-banner" data-tone="warning" role="status">
      <p>Older requests could not be read: {problem} New ones still appear.</p>
      <Button size="small" onClick={() => void loadHistory(api)}>
        Try again
      </Button>
    </div>
  );
}

function NoRows({ isFiltered, onClearFilter }: { isFiltered: boolean; onClearFilter: () => void }): ReactNode {
  const history = useExchanges((state) => state.history);
  const paused = useExchanges((state) => state.capture.paused);
  const isWelcomeDone = useSettings(({ settings }) => settings?.isWelcomeDone ?? true);
  if (isFiltered) {
    return (
      <Empty
        title="No request matches the filter"
        actions={
          <Button appearance="primary" onClick={onClearFilter}>
            Show all requests
          </Button>
        }
      >
        {history === 'complete' ? 'New ones that match will appear here.' : 'Older requests are still being read.'}
      </Empty>
    );
  }
  if (history === 'waiting' || history === 'newest') return <Loading what="recorded requests" />;
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
    </Empty>
  );
}
