import { useMemo, useRef, type ReactNode } from 'react';
import { Input, SearchBox, Select } from '@fluentui/react-components';
import { useShortcuts } from '../shell/shortcuts.ts';
import { Kbd } from '../ui/badge.tsx';
import type { ActionEntry } from './columns.tsx';
import { optionsOf, type ActionFilter } from './filter.ts';

interface FilterBarProps {
  entries: readonly ActionEntry[];
  filter: ActionFilter;
  onFilter(filter: ActionFilter): void;
  children: ReactNode;
}

export function FilterBar({ entries, filter, onFilter, children }: FilterBarProps): ReactNode {
  const { apps, actions, requires } = useMemo(() => optionsOf(entries), [entries]);
  const searchBox = useRef<HTMLInputElement>(null);
  useShortcuts('Actions', [{ keys: '/', label: 'Search', run: () => searchBox.current?.focus() }]);
  const set = (part: Partial<ActionFilter>): void => onFilter({ ...filter, ...part });
  return (
    <div className="ws-files-bar ws-action-filter">
      <SearchBox
        size="small"
        className="ws-files-search"
        aria-label="Search actions"
        placeholder="Search in everything"
        value={filter.text}
        input={{ ref: searchBox }}
        contentAfter={filter.text === '' ? <Kbd>/</Kbd> : undefined}
        onChange={(_event, { value }) => set({ text: value })}
      />
      <Choice
        label="Application"
        any="all applications"
        options={apps}
        value={filter.app}
        onChange={(app) => set({ app })}
      />
      <Choice
        label="Action"
        any="all actions"
        options={actions}
        value={filter.action}
        onChange={(action) => set({ action })}
      />
      <Input
        size="small"
        className="ws-action-extension"
        aria-label="Extension"
        placeholder=".ext"
        value={filter.extension}
        spellCheck={false}
        onChange={(_event, { value }) => set({ extension: value })}
      />
      <Choice
        label="Requires"
        any="any requirement"
        options={['none', ...requires]}
        value={filter.requires}
        onChange={(requirement) => set({ requires: requirement })}
      />
      {children}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  any: string;
  options: readonly string[];
  value: string;
  onChange(value: string): void;
}

function Choice({ label, any, options, value, onChange }: ChoiceProps): ReactNode {
  return (
    <Select
      size="small"
      className="ws-action-choice"
      aria-label={label}
      value={value}
      onChange={(_event, data) => onChange(data.value)}
    >
      <option value="">{any}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {option === 'none' ? 'requires nothing' : option}
        </option>
      ))}
    </Select>
  );
}
