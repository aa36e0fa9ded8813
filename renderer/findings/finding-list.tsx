import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import type { Finding, RuleRow } from '../../preload/contract.ts';
import { linkTo } from '../shell/location.ts';
import { OperationName } from '../ui/badge.tsx';
import { formatFull, formatWhen } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import { SeverityBadge } from './severity.tsx';

interface FindingListProps {
  findings: readonly Finding[];
  hasOlder: boolean;
  onMore?: () => void;
  /** With it every entry names its rule. */
  rules?: readonly RuleRow[];
  /** Whether entries lead to their exchange. */
  isLinked?: boolean;
}

/** What was seen, newest first, each with the way to its exchange. */
export function FindingList({ findings, hasOlder, onMore, rules, isLinked = true }: FindingListProps): ReactNode {
  return (
    <>
      <ul className="ws-finding-list">
        {findings.map((finding) => (
          <Entry
            key={`${finding.exchangeId} ${finding.rule}`}
            finding={finding}
            rule={rules?.find(({ id }) => id === finding.rule)}
            isLinked={isLinked}
          />
        ))}
      </ul>
      {hasOlder && onMore ? (
        <Button size="small" onClick={onMore}>
          Show older ones
        </Button>
      ) : null}
    </>
  );
}

function Entry({
  finding,
  rule,
  isLinked,
}: {
  finding: Finding;
  rule: RuleRow | undefined;
  isLinked: boolean;
}): ReactNode {
  const { exchangeId, operation, fileName, realAt, evidence, severity } = finding;
  return (
    <li>
      <div className="ws-finding-head">
        {rule ? (
          <>
            <SeverityBadge severity={severity} />
            <a className="ws-link" href={`#${linkTo('/findings', { rule: rule.id })}`}>
              {rule.title}
            </a>
          </>
        ) : null}
        {isLinked ? (
          <>
            <a className="ws-link" href={`#${linkTo('/traffic', { x: String(exchangeId), tab: 'findings' })}`}>
              <OperationName operation={operation} fallback="Request" /> {exchangeId}
            </a>
            {fileName === null ? null : <span className="ws-muted">{fileName}</span>}
            <span className="ws-mono ws-muted" title={formatFull(realAt)}>
              {formatWhen(realAt)}
            </span>
          </>
        ) : null}
      </div>
      <p>
        <Shown text={evidence} />
      </p>
    </li>
  );
}
