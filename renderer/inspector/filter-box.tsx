import { useId, useImperativeHandle, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { Button } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { Filter16Regular } from '@fluentui/react-icons/svg/filter';
import { exchanges } from '../state/exchanges.ts';
import { Kbd } from '../ui/badge.tsx';
import { suggest, type Suggestion } from './suggestions.ts';

interface FilterBoxProps {
  text: string;
  problem: string | null;
  onChange: (text: string) => void;
  /** The hand goes back to the list. */
  onLeave: () => void;
  handle: Ref<{ focus: () => void }>;
}

export function FilterBox({ text, problem, onChange, onLeave, handle }: FilterBoxProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const problemId = useId();
  const [suggestions, setSuggestions] = useState<Suggestion[]>([]);
  const [active, setActive] = useState(-1);

  useImperativeHandle(handle, () => ({
    focus() {
      input.current?.focus();
      input.current?.select();
    },
  }));

  function offer(value: string, caret: number): void {
    setSuggestions(suggest(value, caret, exchanges.items));
    setActive(-1);
  }

  function close(): void {
    setSuggestions([]);
    setActive(-1);
  }

  function take(suggestion: Suggestion): void {
    onChange(suggestion.text);
    const element = input.current;
    if (element) {
      // The value comes back through React; the caret must stand right when it does.
      element.value = suggestion.text;
      element.setSelectionRange(suggestion.caret, suggestion.caret);
      element.focus();
    }
    offer(suggestion.text, suggestion.caret);
  }

  function press(event: KeyboardEvent<HTMLInputElement>): void {
    const count = suggestions.length;
    const chosen = suggestions[active];
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && count > 0) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((active + step + count + (active < 0 && step < 0 ? 1 : 0)) % count);
    } else if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === 'Escape' && count > 0) {
      event.preventDefault();
      close();
    } else if (event.key === 'Enter' || event.key === 'Escape' || event.key === 'ArrowDown') {
      event.preventDefault();
      close();
      onLeave();
    }
  }

  const isOpen = suggestions.length > 0;
  return (
    <div className="ws-filter" data-problem={problem !== null}>
      <Filter16Regular aria-hidden="true" />
      <input
        ref={input}
        type="text"
        role="combobox"
        className="ws-filter-input"
        spellCheck={false}
        autoComplete="off"
        aria-label="Filter requests"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : problemId}
        aria-keyshortcuts="/"
        placeholder="Filter: op:Lock status:4xx user:olivia, or any text"
        value={text}
        onChange={({ target }) => {
          onChange(target.value);
          offer(target.value, target.selectionStart ?? target.value.length);
        }}
        onFocus={({ target }) => offer(target.value, target.selectionStart ?? target.value.length)}
        onBlur={close}
        onKeyDown={press}
      />
      {text === '' ? (
        <Kbd>/</Kbd>
      ) : (
        <Button
          size="small"
          appearance="transparent"
          icon={<Dismiss16Regular />}
          aria-label="Clear the filter"
          onClick={() => onChange('')}
        />
      )}
      <div id={listId} role="listbox" aria-label="Suggestions" className="ws-suggestions" hidden={!isOpen}>
        {suggestions.map((suggestion, index) => (
          <div
            key={suggestion.label}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            // Before the blur of the box closes the list.
            onPointerDown={(event) => {
              event.preventDefault();
              take(suggestion);
            }}
          >
            <span className="ws-mono">{suggestion.label}</span>
            <span className="ws-muted ws-clip">{suggestion.meaning}</span>
          </div>
        ))}
      </div>
      {problem !== null && !isOpen ? (
        <p id={problemId} className="ws-filter-problem" role="status">
          {problem} The list still shows the last filter that worked.
        </p>
      ) : null}
    </div>
  );
}
