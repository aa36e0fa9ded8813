import type { ReactNode } from 'react';
import { Spinner } from '@fluentui/react-components';

interface EmptyProps {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

/** An empty state: what would be here, and the first useful thing to do. */
export function Empty({ icon, title, children, actions }: EmptyProps): ReactNode {
  return (
    <div className="ws-empty">
      {icon === undefined ? null : <div className="ws-empty-icon">{icon}</div>}
      <h2>{title}</h2>
      {children === undefined ? null : <p>{children}</p>}
      {actions === undefined ? null : <div className="ws-empty-actions">{actions}</div>}
    </div>
  );
}

export function Loading({ what }: { what: string }): ReactNode {
  return (
    <div className="ws-empty" role="status">
      <Spinner size="tiny" label={`Loading ${what} …`} />
    </div>
  );
}

/** Something could not be shown: the reason as a sentence, and what to do. */
export function Problem({
  title,
  message,
  actions,
}: {
  title: string;
  message: string;
  actions?: ReactNode;
}): ReactNode {
  return (
    <div className="ws-empty" role="alert">
      <h2>{title}</h2>
      <p>{message}</p>
      {actions === undefined ? null : <div className="ws-empty-actions">{actions}</div>}
    </div>
  );
}
