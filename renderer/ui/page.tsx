import type { ReactNode } from 'react';

interface HeaderProps {
  title: string;
  /** One line: what this page is for. */
  explanation: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, explanation, actions }: HeaderProps): ReactNode {
  return (
    <header className="ws-page-header">
      <div className="ws-page-words">
        <h1>{title}</h1>
        <p>{explanation}</p>
      </div>
      {actions === undefined ? null : <div className="ws-page-actions">{actions}</div>}
    </header>
  );
}

interface PageProps extends HeaderProps {
  children: ReactNode;
}

/** The frame of a page: header line above, the rest scrolls (or is a table or a Split that fills it). */
export function Page({ children, ...header }: PageProps): ReactNode {
  return (
    <div className="ws-page">
      <PageHeader {...header} />
      <div className="ws-page-body">{children}</div>
    </div>
  );
}
