import {
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  type SyntheticEvent,
} from 'react';
import { Button } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import type { FilterSuggestion } from '../../preload/contract.ts';
import { parseFilter } from '../../preload/filter/parse.ts';
import { fieldAt } from '../../preload/filter/suggest.ts';
import { Kbd } from '../ui/badge.tsx';
import { formatCount } from '../ui/format.ts';
import { FilterText } from './filter-text.tsx';
import { taken, useSuggestions } from './use-suggestions.ts';
import './filter-box.css';

interface FilterBoxProps {
  text: string;
  onChange: (text: string) => void;
  /** The hand goes back to the list. */
  onLeave: () => void;
  handle: Ref<{ focus: () => void }>;
  /** Stands before the text: the menu of views. */
  menu: ReactNode;
  /** Id of an opened capture. */
  source?: string | undefined;
}

export function FilterBox({ text, onChange, onLeave, handle, menu, source }: FilterBoxProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const id = useId();
  const { offer, ask, close } = useSuggestions(source);
  const [active, setActive] = useState(-1);
  /** null while the hand is elsewhere. */
  const [caret, setCaret] = useState<number | null>(null);
  const { problem } = useMemo(() => parseFilter(text), [text]);

  useImperativeHandle(handle, () => ({
    focus() {
      input.current?.focus();
      input.current?.select();
    },
  }));

  function look(element: HTMLInputElement): void {
    const place = element.selectionStart ?? element.value.length;
    setCaret(place);
    setActive(-1);
    ask(element.value, place);
  }

  function shut(): void {
    close();
    setActive(-1);
  }

  function take(suggestion: FilterSuggestion): void {
    const element = input.current;
    if (!offer || !element) return;
    const next = taken(offer, suggestion);
    // The value comes back through React; the caret must stand right when it does.
    element.value = next.text;
    element.setSelectionRange(next.caret, next.caret);
    element.focus();
    onChange(next.text);
    look(element);
  }

  const items = offer?.text === text ? offer.items : [];
  const isOpen = items.length > 0;
  const chosen = items[active];
  const about = caret !== null && offer ? fieldAt(text, caret) : null;
  // What is still being written at the end is not wrong yet.
  const isUnfinished =
    problem !== null && caret !== null && caret >= text.length && problem.at + problem.length >= text.trimEnd().length;
  const shownProblem = isUnfinished ? null : problem;

  function press(event: KeyboardEvent<HTMLInputElement>): void {
    const { key } = event;
    if ((key === 'ArrowDown' || key === 'ArrowUp') && isOpen) {
      event.preventDefault();
      const step = key === 'ArrowDown' ? 1 : -1;
      const from = active < 0 && step < 0 ? 0 : active;
      setActive((from + step + items.length) % items.length);
    } else if ((key === 'Enter' || (key === 'Tab' && !event.shiftKey)) && chosen) {
      event.preventDefault();
      take(chosen);
    } else if (key === 'Escape' && (isOpen || about)) {
      event.preventDefault();
      shut();
    } else if (key === 'Enter' || key === 'Escape' || key === 'ArrowDown') {
      event.preventDefault();
      shut();
      onLeave();
    }
  }

  /** Also after the caret was moved by keys or the pointer. */
  function followCaret({ currentTarget }: SyntheticEvent<HTMLInputElement>): void {
    if (currentTarget.selectionStart !== caret) look(currentTarget);
    if (mirror.current) mirror.current.scrollLeft = currentTarget.scrollLeft;
  }

  return (
    <div className="ws-filter" data-problem={shownProblem !== null}>
      {menu}
      <div className="ws-filter-line">
        <div ref={mirror} className="ws-filter-mirror" aria-hidden="true">
          <FilterText text={text} problem={shownProblem} />
        </div>
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
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen ? `${id}-${active}` : undefined}
          aria-invalid={shownProblem !== null}
          aria-describedby={`${id}-about`}
          aria-keyshortcuts="/"
          placeholder="Filter: op:Lock status:4xx person:olivia, or any text"
          value={text}
          onChange={({ target }) => {
            onChange(target.value);
            look(target);
          }}
          onFocus={({ target }) => look(target)}
          onBlur={() => {
            setCaret(null);
            shut();
          }}
          onSelect={followCaret}
          onScroll={followCaret}
          onKeyDown={press}
        />
      </div>
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
      <div className="ws-filter-panel" hidden={!isOpen && !about && !shownProblem}>
        <div id={`${id}-about`} role="status" className="ws-filter-about">
          {shownProblem ? (
            <p className="ws-err">
              {shownProblem.message} {shownProblem.remedy}{' '}
              <span className="ws-muted">The list still shows the last filter that worked.</span>
            </p>
          ) : null}
          {about ? (
            <p>
              <code>{about.name}:</code> {about.meaning}.{' '}
              <span className="ws-muted">
                For example{' '}
                {about.examples.slice(0, 3).map((example) => (
                  <code key={example}>{example}</code>
                ))}
              </span>
            </p>
          ) : null}
        </div>
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label="Suggestions"
          className="ws-suggestions"
          // What scrolls would be the next stop of the Tab key, and it is gone as soon as the box is left.
          tabIndex={-1}
          hidden={!isOpen}
        >
          {items.map((suggestion, index) => (
            <div
              key={`${suggestion.kind} ${suggestion.label}`}
              id={`${id}-${index}`}
              ref={index === active ? scrollIntoSight : undefined}
              role="option"
              aria-selected={index === active}
              // Before the blur of the box closes the list.
              onPointerDown={(event) => {
                event.preventDefault();
                take(suggestion);
              }}
            >
              <span className="ws-mono ws-clip">{suggestion.label}</span>
              <span className="ws-muted ws-clip">{suggestion.meaning}</span>
              {suggestion.count === null ? null : (
                <span className="ws-muted" title="How often it occurs in the latest traffic">
                  × {formatCount(suggestion.count)}
                </span>
              )}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

function scrollIntoSight(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
