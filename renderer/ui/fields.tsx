import type { ReactNode } from 'react';

/** Label and value pairs, aligned: `<Facts><Fact label="Version">17</Fact></Facts>`. */
export function Facts({ children }: { children: ReactNode }): ReactNode {
  return <dl className="ws-facts">{children}</dl>;
}

export function Fact({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

interface CardProps {
  title: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function Card({ title, actions, children }: CardProps): ReactNode {
  return (
    <section className="ws-card">
      <div className="ws-card-head">
        <h2>{title}</h2>
        {actions}
      </div>
      <div className="ws-card-body">{children}</div>
    </section>
  );
}
