import type { ReactNode } from 'react';
import type { ConformanceRuleFinding } from '../../preload/contract.ts';
import { severities, SeverityBadge } from '../findings/severity.tsx';
import { linkTo } from '../shell/location.ts';
import { Card } from '../ui/fields.tsx';
import { Shown } from '../ui/shown.tsx';
import './rule-findings.css';

/** What rules of Findings saw in the requests of a case against another host. */
export function RuleFindings({ found }: { found: readonly ConformanceRuleFinding[] }): ReactNode {
  const worstFirst = found.toSorted((left, right) => severities[right.severity].rank - severities[left.severity].rank);
  return (
    <Card title="Findings in its requests">
      <ul className="ws-rule-findings">
        {worstFirst.map(({ rule, severity, title, evidence, fix, step }) => (
          <li key={`${rule} ${step ?? 0} ${evidence}`}>
            <SeverityBadge severity={severity} />{' '}
            <a className="ws-link" href={`#${linkTo('/findings', { rule, all: 'yes' })}`}>
              {title}
            </a>{' '}
            <span className="ws-muted">{step === null ? 'in an earlier case' : `in step ${step}`}</span>
            <p>
              <Shown text={evidence} />
            </p>
            <p className="ws-muted">{fix}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
