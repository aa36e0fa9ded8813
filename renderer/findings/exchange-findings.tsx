import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import type { ExchangeDetail, Finding, RuleRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { linkTo } from '../shell/location.ts';
import { Badge } from '../ui/badge.tsx';
import { Empty, Loading, Problem } from '../ui/empty.tsx';
import { Card } from '../ui/fields.tsx';
import { Shown } from '../ui/shown.tsx';
import { RuleWords } from './rule-words.tsx';
import { severities, SeverityBadge } from './severity.tsx';
import { useFresh } from './use-findings.ts';
import './findings.css';

const MOST = 100;

/** What rules found in one request, worst first. */
export function ExchangeFindings({ detail: { id } }: { detail: Pick<ExchangeDetail, 'id'> }): ReactNode {
  const api = useApi();
  const { data, problem, reload } = useFresh(`findings of ${id}`, async () => {
    const [{ findings }, rules] = await Promise.all([
      api.listFindings({ exchangeId: id, limit: MOST }),
      api.listRules(),
    ]);
    return { findings, rules };
  });
  if (!data) {
    return problem === null ? (
      <Loading what="findings" />
    ) : (
      <Problem
        title="The findings cannot be shown"
        message={problem}
        actions={<Button onClick={reload}>Try again</Button>}
      />
    );
  }
  if (data.findings.length === 0) return <Empty title="Nothing was found in this request" />;
  const worstFirst = data.findings.toSorted(
    (left, right) => severities[right.severity].rank - severities[left.severity].rank,
  );
  return (
    <div className="ws-exchange-cards">
      {worstFirst.map((finding) => (
        <One key={finding.rule} finding={finding} rule={data.rules.find(({ id: ruleId }) => ruleId === finding.rule)} />
      ))}
    </div>
  );
}

function One({ finding, rule }: { finding: Finding; rule: RuleRow | undefined }): ReactNode {
  return (
    <Card
      title={rule?.title ?? finding.rule}
      actions={
        <span>
          {rule?.muted ? <Badge title={rule.muted.reason}>muted</Badge> : null}{' '}
          <SeverityBadge severity={finding.severity} />
        </span>
      }
    >
      <p className="ws-finding-evidence">
        <Shown text={finding.evidence} />
      </p>
      {rule ? <RuleWords rule={rule} /> : null}
      <p>
        <a className="ws-link" href={`#${linkTo('/findings', { rule: finding.rule })}`}>
          All of this kind
        </a>
      </p>
    </Card>
  );
}
