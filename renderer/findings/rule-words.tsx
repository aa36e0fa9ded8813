import type { ReactNode } from 'react';
import type { RuleRow } from '../../preload/contract.ts';

/** What is wrong, why it matters, what to do, and where the specification says so. */
export function RuleWords({ rule }: { rule: Pick<RuleRow, 'what' | 'why' | 'fix' | 'spec'> }): ReactNode {
  return (
    <div className="ws-rule-words">
      <Part title="What is wrong" text={rule.what} />
      <Part title="Why it matters" text={rule.why} />
      <Part title="What to do" text={rule.fix} />
      <a className="ws-link" href={rule.spec} target="_blank" rel="noopener noreferrer">
        The page of the specification
      </a>
    </div>
  );
}

function Part({ title, text }: { title: string; text: string }): ReactNode {
  return (
    <section>
      <h3>{title}</h3>
      <p>{text}</p>
    </section>
  );
}
