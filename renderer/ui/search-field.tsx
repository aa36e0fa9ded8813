import { useRef, type ReactNode } from 'react';
import { Input } from '@fluentui/react-components';
import { Search16Regular } from '@fluentui/react-icons/svg/search';
import { useShortcuts } from '../shell/shortcuts.ts';
import { Kbd } from './badge.tsx';

interface SearchFieldProps {
  /** Names the field: 'Search files'. */
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}

/** Reached with '/', left empty with Escape. */
export function SearchField({ label, placeholder, value, onChange }: SearchFieldProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  useShortcuts('Search', [{ keys: '/', label, run: () => input.current?.focus() }]);
  return (
    <Input
      ref={input}
      type="search"
      size="small"
      className="ws-search"
      aria-label={label}
      aria-keyshortcuts="/"
      placeholder={placeholder}
      value={value}
      spellCheck={false}
      autoComplete="off"
      contentBefore={<Search16Regular aria-hidden="true" />}
      contentAfter={value === '' ? <Kbd>/</Kbd> : undefined}
      onChange={(_event, data) => onChange(data.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        onChange('');
        input.current?.blur();
      }}
    />
  );
}
