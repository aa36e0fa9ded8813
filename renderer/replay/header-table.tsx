import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { Button, Input } from '@fluentui/react-components';
import { Add16Regular } from '@fluentui/react-icons/svg/add';
import { ArrowDown16Regular } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUp16Regular } from '@fluentui/react-icons/svg/arrow-up';
import { Delete16Regular } from '@fluentui/react-icons/svg/delete';
import { decodedName } from '../inspector/utf7.ts';
import {
  carriesName,
  movedHeader,
  withHeader,
  withNewHeader,
  withoutHeader,
  type EditedHeader,
} from './edited-request.ts';
import { encodeUtf7 } from './utf7.ts';

interface HeaderTableProps {
  headers: readonly EditedHeader[];
  onChange(headers: readonly EditedHeader[]): void;
}

/** The headers as they will go out: in this order, with these spellings. */
export function HeaderTable({ headers, onChange }: HeaderTableProps): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const added = useRef(false);
  useEffect(() => {
    if (!added.current) return;
    added.current = false;
    const lines = list.current?.querySelectorAll('.ws-header-line');
    lines
      ?.item(lines.length - 1)
      .querySelector('input')
      ?.focus();
  });
  return (
    <div className="ws-header-table" ref={list} role="group" aria-label="Headers">
      {headers.map((header, index) => (
        <HeaderLine
          key={header.key}
          header={header}
          place={index + 1}
          onChange={(part) => onChange(withHeader(headers, header.key, part))}
          onMove={(by) => onChange(movedHeader(headers, header.key, by))}
          onRemove={() => onChange(withoutHeader(headers, header.key))}
        />
      ))}
      <div>
        <Button
          size="small"
          appearance="transparent"
          icon={<Add16Regular />}
          onClick={() => {
            added.current = true;
            onChange(withNewHeader(headers));
          }}
        >
          Add a header
        </Button>
      </div>
    </div>
  );
}

interface HeaderLineProps {
  header: EditedHeader;
  place: number;
  onChange(part: { name?: string; value?: string }): void;
  onMove(by: -1 | 1): void;
  onRemove(): void;
}

function HeaderLine({ header, place, onChange, onMove, onRemove }: HeaderLineProps): ReactNode {
  const { name, value } = header;
  const called = name.trim() === '' ? `header ${place}` : name;
  function press(event: KeyboardEvent): void {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    onMove(event.key === 'ArrowUp' ? -1 : 1);
  }
  return (
    <div className="ws-header-line">
      <Input
        size="small"
        className="ws-mono"
        aria-label={`Name of header ${place}`}
        value={name}
        spellCheck={false}
        onKeyDown={press}
        onChange={(_event, { value: typed }) => onChange({ name: typed })}
      />
      <Input
        size="small"
        className="ws-mono"
        aria-label={`Value of ${called}`}
        value={value}
        placeholder="empty"
        spellCheck={false}
        onKeyDown={press}
        onChange={(_event, { value: typed }) => onChange({ value: typed })}
      />
      <span className="ws-header-buttons">
        <IconButton label={`Move ${called} up`} icon={<ArrowUp16Regular />} onClick={() => onMove(-1)} />
        <IconButton label={`Move ${called} down`} icon={<ArrowDown16Regular />} onClick={() => onMove(1)} />
        <IconButton label={`Remove ${called}`} icon={<Delete16Regular />} onClick={onRemove} />
      </span>
      {carriesName(name) ? <NameHelp name={name} value={value} onChange={(text) => onChange({ value: text })} /> : null}
    </div>
  );
}

/** Names travel in UTF-7: what is typed is encoded, what is encoded is read. */
function NameHelp({
  name,
  value,
  onChange,
}: {
  name: string;
  value: string;
  onChange(value: string): void;
}): ReactNode {
  const said = decodedName(name, value);
  if (said !== null) return <small className="ws-name-help">says “{said}”</small>;
  if (/^[\x20-\x7e]*$/.test(value) && !value.includes('+')) return null;
  return (
    <small className="ws-name-help">
      Names are sent in UTF-7.{' '}
      <button type="button" className="ws-link" onClick={() => onChange(encodeUtf7(value))}>
        Encode “{value}”
      </button>
    </small>
  );
}

function IconButton({ label, icon, onClick }: { label: string; icon: React.JSX.Element; onClick(): void }): ReactNode {
  return (
    <Button size="small" appearance="transparent" aria-label={label} title={label} icon={icon} onClick={onClick} />
  );
}
