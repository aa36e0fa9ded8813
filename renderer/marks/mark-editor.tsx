import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Dismiss12Regular } from '@fluentui/react-icons/svg/dismiss';
import { Pin16Filled, Pin16Regular } from '@fluentui/react-icons/svg/pin';
import type { ExchangeRow, Mark, MarkChange } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useSource } from '../captures/source.ts';
import { useMark } from '../state/marks.ts';
import { useLoaded } from '../state/loaded.ts';
import { Shown } from '../ui/shown.tsx';
import { fail } from '../ui/toasts.tsx';
import { markColours } from './colours.ts';
import { ColourSign, MarkSigns } from './mark-signs.tsx';

const UNMARKED: Mark = { isPinned: false, colour: null, note: null, tags: [] };

/** Pin, colour, tags and note of one exchange, changed where they stand. */
export function MarkEditor({ row }: { row: ExchangeRow }): ReactNode {
  const api = useApi();
  const { isPinned, colour, note, tags } = useMark(row) ?? UNMARKED;
  const isRecorded = useSource() !== null;
  const isRunning = row.outcome === 'pending';
  const change = (wanted: MarkChange): void => void api.mark({ ids: [row.id], change: wanted }).catch(fail);
  if (isRunning) return null;
  if (isRecorded) return <RecordedMark row={row} />;
  return (
    <div className="ws-exchange-mark" role="group" aria-label="Mark of this request">
      <button
        type="button"
        className="ws-mark-button"
        aria-pressed={isPinned}
        aria-label="Pinned"
        aria-keyshortcuts="b"
        title={
          isPinned ? 'Pinned: retention leaves it alone. Press to let it go (b)' : 'Pin: retention leaves it alone (b)'
        }
        onClick={() => change({ pin: isPinned ? 'off' : 'on' })}
      >
        {isPinned ? <Pin16Filled /> : <Pin16Regular />}
      </button>
      <span className="ws-colours" role="group" aria-label="Colour">
        {markColours.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            className="ws-mark-button"
            aria-pressed={colour === id}
            aria-label={name}
            title={name}
            onClick={() => change({ colour: colour === id ? null : id })}
          >
            <ColourSign colour={id} />
          </button>
        ))}
      </span>
      <Tags tags={tags} onChange={change} />
      <Note key={`${row.id} ${note ?? ''}`} note={note ?? ''} onSave={(text) => change({ note: text })} />
    </div>
  );
}

/** In a recording marks are only read. */
function RecordedMark({ row }: { row: ExchangeRow }): ReactNode {
  const mark = useMark(row);
  if (mark === null) return null;
  return (
    <div className="ws-exchange-mark">
      <MarkSigns mark={mark} />
      {mark.tags.map((tag) => (
        <span key={tag} className="ws-mark-tag">
          <Shown text={tag} />
        </span>
      ))}
      {mark.note === null ? null : <Shown text={mark.note} />}
    </div>
  );
}

function Tags({ tags, onChange }: { tags: readonly string[]; onChange: (change: MarkChange) => void }): ReactNode {
  const api = useApi();
  const id = useId();
  const [text, setText] = useState('');
  const [isAsked, setAsked] = useState(false);
  const { data: known } = useLoaded(isAsked ? 'tags' : null, () => api.listTags());
  function add(): void {
    const words = wordsOf(text);
    if (words.length > 0) onChange({ addTags: words });
    setText('');
  }
  function press(event: KeyboardEvent): void {
    if (event.key === 'Enter' || event.key === ',' || event.key === ' ') {
      event.preventDefault();
      add();
    }
    const last = tags.at(-1);
    if (event.key === 'Backspace' && text === '' && last !== undefined) onChange({ removeTags: [last] });
  }
  return (
    <span className="ws-mark-tags">
      {tags.map((tag) => (
        <span key={tag} className="ws-mark-tag">
          <Shown text={tag} />
          <button type="button" aria-label={`Take the tag ${tag} away`} onClick={() => onChange({ removeTags: [tag] })}>
            <Dismiss12Regular />
          </button>
        </span>
      ))}
      <input
        className="ws-mark-tag-input"
        list={id}
        value={text}
        maxLength={200}
        placeholder={tags.length === 0 ? 'Add a tag' : 'Another tag'}
        aria-label="Add a tag"
        spellCheck={false}
        autoComplete="off"
        onFocus={() => setAsked(true)}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
        onBlur={add}
      />
      <datalist id={id}>
        {(known ?? [])
          .filter(({ tag }) => !tags.includes(tag))
          .map(({ tag }) => (
            <option key={tag} value={tag} label={tag} aria-label={tag} />
          ))}
      </datalist>
    </span>
  );
}

/** Tags are words: what stands between spaces and commas is one each. */
export function wordsOf(text: string): string[] {
  return text.split(/[\s,"]+/u).filter((word) => word !== '');
}

/** Saved when it is left; Escape leaves it as it was. */
function Note({ note, onSave }: { note: string; onSave: (text: string) => void }): ReactNode {
  const [text, setText] = useState(note);
  return (
    <textarea
      className="ws-mark-note"
      rows={1}
      value={text}
      maxLength={2000}
      placeholder="Add a note"
      aria-label="Note"
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          setText(note);
        } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.blur();
      }}
      onBlur={() => {
        if (text.trim() !== note) onSave(text.trim());
      }}
    />
  );
}
