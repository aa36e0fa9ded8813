import type { ReactNode } from 'react';
import './segments.css';

interface SegmentsProps<Id extends string> {
  /** Name of the group, for those who do not see it. */
  label: string;
  options: readonly { id: Id; label: string }[];
  value: Id;
  onChange: (id: Id) => void;
}

/** A few ways to look at one thing, side by side. */
export function Segments<Id extends string>({ label, options, value, onChange }: SegmentsProps<Id>): ReactNode {
  return (
    <span className="ws-seg" role="group" aria-label={label}>
      {options.map((option) => (
        <button key={option.id} type="button" aria-pressed={option.id === value} onClick={() => onChange(option.id)}>
          {option.label}
        </button>
      ))}
    </span>
  );
}
