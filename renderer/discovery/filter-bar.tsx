import { useMemo, type ReactNode } from 'react';
import { Input, Select } from '@fluentui/react-components';
import { SearchField } from '../ui/search-field.tsx';
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
  const set = (part: Partial<ActionFilter>): void => onFilter({ ...filter, ...part });
  return (
    <div className="ws-files-bar ws-action-filter">
      <SearchField
        label="Search actions"
        placeholder="Search in everything"
        value={filter.text}
        onChange={(text) => set({ text })}
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
