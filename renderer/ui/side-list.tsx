import type { ReactNode } from 'react';
import './side-list.css';

interface SideListProps {
  /** Name of the region, where the heading says too little. */
  label: string;
  heading: ReactNode;
  /** Beside the heading. */
  actions?: ReactNode;
  /** {@link SideLine}s, or what stands here without any. */
  children: ReactNode;
}

/** The list left of what one of its lines shows: sources, people, runs. */
export function SideList({ label, heading, actions, children }: SideListProps): ReactNode {
  return (
    <section className="ws-side" aria-label={label}>
      <div className="ws-side-bar">
        <h2>{heading}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

interface SideLineProps {
  isPicked: boolean;
  title?: string;
  /** What can be done with the line; the small buttons at its end. */
  actions?: ReactNode;
  onPick(): void;
  /** One line below the other, or side by side with {@link isRow}. */
  children: ReactNode;
  isRow?: boolean;
}

export function SideLine({ isPicked, title, actions, onPick, children, isRow = false }: SideLineProps): ReactNode {
  return (
    <li className="ws-side-line" data-picked={isPicked}>
      <button
        type="button"
        className="ws-side-pick"
        data-row={isRow}
        aria-pressed={isPicked}
        title={title}
        onClick={onPick}
      >
        {children}
      </button>
      {actions ? <span className="ws-side-actions">{actions}</span> : null}
    </li>
  );
}
