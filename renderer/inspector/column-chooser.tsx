import { useEffect, useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { Button, Checkbox, Input, Popover, PopoverSurface, PopoverTrigger } from '@fluentui/react-components';
import { ArrowDown16Regular } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUp16Regular } from '@fluentui/react-icons/svg/arrow-up';
import { TableSettings16Regular } from '@fluentui/react-icons/svg/table-settings';
import { ReOrderDotsVertical16Regular } from '@fluentui/react-icons/svg/re-order-dots-vertical';
import {
  FIRST_CHOICE,
  inOrder,
  isShown,
  LARGEST,
  moveTo,
  resetColumns,
  show,
  size,
  SMALLEST,
  useColumnChoice,
} from './column-choice.ts';
import { columns, type TrafficColumn } from './columns.tsx';
import './column-chooser.css';

/** Which columns the list shows, in which order, how wide. What is changed is seen at once in the list behind. */
export function ColumnChooser({ isOpen, onOpenChange }: ChooserProps): ReactNode {
  return (
    <Popover open={isOpen} onOpenChange={(_event, { open }) => onOpenChange(open)} trapFocus positioning="below-end">
      <PopoverTrigger disableButtonEnhancement>
        <Button
          size="small"
          icon={<TableSettings16Regular />}
          aria-label="Columns"
          title="Columns: which, in what order, how wide"
          aria-keyshortcuts="l"
        />
      </PopoverTrigger>
      <PopoverSurface className="ws-columns" aria-label="Columns">
        <Chooser />
      </PopoverSurface>
    </Popover>
  );
}

interface ChooserProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

function Chooser(): ReactNode {
  const { choice, leftOut } = useColumnChoice();
  const list = useRef<HTMLUListElement>(null);
  const ordered = inOrder(columns, choice);
  /** The button that was pressed is put elsewhere and would lose the focus. */
  const [pressed, setPressed] = useState<{ id: string; way: 'up' | 'down' } | null>(null);
  useEffect(() => {
    if (!pressed) return;
    const line = list.current?.querySelector(`[data-column="${pressed.id}"]`);
    const wanted = line?.querySelector<HTMLButtonElement>(`[data-way="${pressed.way}"]`);
    const other = line?.querySelector<HTMLButtonElement>('[data-way]:not(:disabled)');
    (wanted?.disabled === false ? wanted : other)?.focus();
  }, [pressed]);

  function drag(event: PointerEvent<HTMLElement>, { id }: TrafficColumn): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const lines = [...(list.current?.children ?? [])];
    const place = lines.findIndex((line) => event.clientY < line.getBoundingClientRect().bottom);
    if (place >= 0 && ordered[place]?.id !== id) moveTo(columns, id, place);
  }

  return (
    <>
      <div className="ws-columns-head">
        <h2>Columns</h2>
        <Button size="small" disabled={choice === FIRST_CHOICE} onClick={resetColumns}>
          As at first
        </Button>
      </div>
      <ul ref={list} className="ws-columns-list">
        {ordered.map((column, index) => {
          const { id, header, name = header } = column;
          const step = (way: 'up' | 'down'): ReactNode => (
            <Button
              size="small"
              appearance="transparent"
              data-way={way}
              icon={way === 'up' ? <ArrowUp16Regular /> : <ArrowDown16Regular />}
              aria-label={way === 'up' ? `${name} further left` : `${name} further right`}
              disabled={way === 'up' ? index === 0 : index === ordered.length - 1}
              onClick={() => {
                moveTo(columns, id, way === 'up' ? index - 1 : index + 1);
                setPressed({ id, way });
              }}
            />
          );
          return (
            <li key={id} data-column={id}>
              <span
                className="ws-columns-grip"
                aria-hidden="true"
                title="Drag to move the column"
                onPointerDown={(event) => {
                  event.preventDefault();
                  event.currentTarget.setPointerCapture(event.pointerId);
                }}
                onPointerMove={(event) => drag(event, column)}
              >
                <ReOrderDotsVertical16Regular />
              </span>
              <Checkbox
                size="medium"
                checked={isShown(column, choice)}
                label={name}
                onChange={(_event, { checked }) => show(column, checked === true)}
              />
              <span className="ws-muted ws-columns-note">
                {leftOut.includes(id) ? 'no room now' : column.isHiddenAtFirst ? (column.hint ?? '') : ''}
              </span>
              <Width id={id} name={name} width={choice.widths[id] ?? null} />
              {step('up')}
              {step('down')}
            </li>
          );
        })}
      </ul>
      <p className="ws-muted">
        A narrow list leaves out columns that were not ticked by hand; the details tell what they hold.
      </p>
    </>
  );
}

/** Pixels, or nothing where the list decides. */
function Width({ id, name, width }: { id: string; name: string; width: number | null }): ReactNode {
  const saved = width === null ? '' : String(width);
  const [text, setText] = useState<string | null>(null);
  function save(): void {
    const wanted = text?.trim() ?? saved;
    if (wanted === '') size(id, null);
    else if (/^\d+$/.test(wanted)) size(id, Number(wanted));
    setText(null);
  }
  return (
    <Input
      size="small"
      className="ws-columns-width"
      type="number"
      min={SMALLEST}
      max={LARGEST}
      step={8}
      value={text ?? saved}
      placeholder="fits"
      aria-label={`Width of ${name} in pixels; empty: as it fits`}
      onChange={(_event, { value }) => setText(value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save();
      }}
    />
  );
}
