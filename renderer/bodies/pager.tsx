import { useState, type ReactNode } from 'react';
import { Button, Input } from '@fluentui/react-components';
import { formatCount } from '../ui/format.ts';

interface PagerProps {
  /** 'text', 'bytes': for those who hear the names of the buttons. */
  what: string;
  size: number;
  page: number;
  pageSize: number;
  onPage: (page: number) => void;
  note?: string;
}

/** Which stretch of a long body is shown, and the way to others. */
export function Pager({ what, size, page, pageSize, onPage, note }: PagerProps): ReactNode {
  const last = Math.max(0, Math.ceil(size / pageSize) - 1);
  const [wanted, setWanted] = useState('');
  const offset = readOffset(wanted);
  const from = page * pageSize;
  return (
    <div className="ws-pager">
      <span className="ws-mono" role="status">
        {formatCount(from)}–{formatCount(Math.min(size, from + pageSize) - 1)} of {formatCount(size)} bytes
      </span>
      <Button size="small" disabled={page === 0} aria-label={`First page of ${what}`} onClick={() => onPage(0)}>
        ⇤
      </Button>
      <Button
        size="small"
        disabled={page === 0}
        aria-label={`Previous page of ${what}`}
        onClick={() => onPage(page - 1)}
      >
        ‹
      </Button>
      <Button size="small" disabled={page >= last} aria-label={`Next page of ${what}`} onClick={() => onPage(page + 1)}>
        ›
      </Button>
      <Button size="small" disabled={page >= last} aria-label={`Last page of ${what}`} onClick={() => onPage(last)}>
        ⇥
      </Button>
      <form
        className="ws-pager-go"
        onSubmit={(event) => {
          event.preventDefault();
          if (offset !== null) onPage(Math.min(last, Math.floor(offset / pageSize)));
        }}
      >
        <Input
          size="small"
          value={wanted}
          placeholder="byte, or 0x…"
          aria-label="Go to byte"
          aria-invalid={wanted !== '' && offset === null}
          title="The number of a byte, as 1048576 or as 0x100000"
          onChange={(_event, { value }) => setWanted(value)}
        />
        <Button size="small" type="submit" disabled={offset === null}>
          Go
        </Button>
      </form>
      {note === undefined ? null : <span className="ws-pager-note">{note}</span>}
    </div>
  );
}

function readOffset(text: string): number | null {
  const value = text.trim();
  if (/^0x[0-9a-f]{1,12}$/i.test(value)) return Number.parseInt(value, 16);
  return /^\d{1,15}$/.test(value) ? Number(value) : null;
}
