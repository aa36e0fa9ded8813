import { useEffect, useId, useImperativeHandle, useRef, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { Button } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import type { ExchangeDetail, ExchangeRow, Person } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useSource } from '../captures/source.ts';
import { CompareButton } from '../compare/compare-button.tsx';
import { ExchangeActions } from '../replay/exchange-actions.tsx';
import { useLinkParam } from '../shell/location.ts';
import { exchanges, useExchanges } from '../state/exchanges.ts';
import { useLoaded } from '../state/loaded.ts';
import { usePeople } from '../state/people.ts';
import { MarkEditor } from '../marks/mark-editor.tsx';
import { Badge, Kbd, OperationName } from '../ui/badge.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Loading, Problem } from '../ui/empty.tsx';
import { writtenOut } from '../ui/visible.ts';
import { formatDuration, formatTimeMs } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import { outcomes, outcomeWords } from './outcomes.ts';
import { nameOfRequest } from './plain-requests.ts';
import { readingOf, type Reading } from './readings.ts';
import { tabs } from './tabs.tsx';
import './detail.css';

export interface DetailHandle {
  focus: () => void;
  /** What stands at the head, as one text. */
  words: () => string;
}

interface DetailProps {
  id: number;
  handle: Ref<DetailHandle>;
  /** Puts a filter into the box of the list. */
  onFilter: (filter: string) => void;
  onClose: () => void;
}

export function Detail({ id, handle, onFilter, onClose }: DetailProps): ReactNode {
  const api = useApi();
  useExchanges((state) => state.version);
  // Running requests are live ones; a recording has other requests under the same numbers.
  const row = useSource() === null ? exchanges.get(id) : undefined;
  const { data, problem, isLoading, reload } = useLoaded(`exchange ${id}`, () => api.getExchange({ id }));
  const isSettled = row === undefined || row.outcome !== 'pending';
  const isStale = data?.outcome === 'pending' && isSettled && row !== undefined;
  useEffect(() => {
    if (isStale) reload();
  }, [isStale, reload]);

  const shown = data ?? row;
  if (!shown) {
    return problem === null ? (
      <Loading what="the request" />
    ) : (
      <Problem
        title="This request cannot be shown"
        message={problem}
        actions={<Button onClick={onClose}>Close the details</Button>}
      />
    );
  }
  return (
    <section className="ws-exchange" aria-label="Request details">
      <Head row={isStale ? (row ?? shown) : shown} detail={data} onClose={onClose} />
      {data ? (
        <>
          <Tabs detail={data} handle={handle} onFilter={onFilter} />
          <ExchangeActions detail={data} />
        </>
      ) : problem === null || isLoading ? (
        <Loading what="headers and bodies" />
      ) : (
        <Problem
          title="Headers and bodies cannot be shown"
          message={problem}
          actions={<Button onClick={reload}>Try again</Button>}
        />
      )}
    </section>
  );
}

/** Headers name people by their ids. */
function read(row: ExchangeRow, detail: ExchangeDetail | null, people: readonly Person[]): Reading {
  return readingOf(row, detail, (id) => people.find((person) => person.id === id)?.name ?? id);
}

interface HeadProps {
  row: ExchangeRow;
  detail: ExchangeDetail | null;
  onClose: () => void;
}

const badgeTones = { ok: 'ok', pending: 'neutral', refused: 'warn', wrong: 'err' } as const;

function Head({ row, detail, onClose }: HeadProps): ReactNode {
  const people = usePeople((state) => state.people);
  const { title, words } = read(row, detail, people);
  return (
    <header className="ws-exchange-head">
      <div className="ws-exchange-title">
        <h2>
          <Shown text={title} />
        </h2>
        <CopyButton
          text={writtenOut(`${title}. ${words}`)}
          what="this sentence"
          appearance="transparent"
          label={<Kbd>c</Kbd>}
        />
        <Button
          size="small"
          appearance="transparent"
          icon={<Dismiss16Regular />}
          title="Close the details"
          aria-keyshortcuts="Escape"
          onClick={onClose}
        >
          <span className="ws-hidden">Close the details</span>
          <Kbd>Esc</Kbd>
        </Button>
      </div>
      <p>
        <Shown text={words} />
      </p>
      <div className="ws-exchange-meta">
        <OperationName operation={row.operation} fallback={nameOfRequest(row)} />
        <Badge tone={badgeTones[outcomes[row.outcome].tone]}>
          <span className="ws-mono">{row.status ?? '…'}</span> {outcomeWords(row)}
        </Badge>
        <span className="ws-mono ws-muted">{formatTimeMs(row.realAt)}</span>
        <span className="ws-mono ws-muted">{formatDuration(row.durationMs)}</span>
        <CompareButton id={row.id} />
      </div>
      <MarkEditor row={row} />
    </header>
  );
}

interface TabsProps {
  detail: ExchangeDetail;
  handle: Ref<DetailHandle>;
  onFilter: (filter: string) => void;
}

function Tabs({ detail, handle, onFilter }: TabsProps): ReactNode {
  const id = useId();
  const [chosen, choose] = useLinkParam('tab');
  const list = useRef<HTMLDivElement>(null);
  const shown = tabs.filter(({ isShown }) => isShown?.(detail) ?? true);
  const current = shown.find((tab) => tab.id === chosen) ?? shown[0];

  useImperativeHandle(handle, () => ({
    focus: () => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus(),
    words() {
      const { title, words } = read(detail, detail, usePeople.getState().people);
      return writtenOut(`${title}. ${words}`);
    },
  }));

  function press(event: KeyboardEvent): void {
    const at = shown.findIndex((tab) => tab === current);
    const last = shown.length - 1;
    const places: Record<string, number> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const place = places[event.key];
    const next = place === undefined ? undefined : shown[place];
    if (!next) return;
    event.preventDefault();
    choose(next.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  }

  if (!current) return null;
  const { view: View } = current;
  return (
    <>
      <div
        ref={list}
        role="tablist"
        tabIndex={-1}
        aria-label="Parts of the request"
        className="ws-exchange-tabs"
        onKeyDown={press}
      >
        {shown.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-${tab.id}`}
            data-tab={tab.id}
            className="ws-exchange-tab"
            aria-selected={tab === current}
            aria-controls={`${id}-panel`}
            tabIndex={tab === current ? 0 : -1}
            onClick={() => choose(tab.id)}
          >
            {tab.title(detail)}
          </button>
        ))}
      </div>
      <div
        id={`${id}-panel`}
        role="tabpanel"
        aria-labelledby={`${id}-${current.id}`}
        className="ws-exchange-panel"
        tabIndex={0}
      >
        <View detail={detail} onFilter={onFilter} />
      </div>
    </>
  );
}
