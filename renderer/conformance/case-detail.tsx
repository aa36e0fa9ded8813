import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import type { ConformanceCase, ConformanceCaseRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { useLoaded } from '../state/loaded.ts';
import { Badge } from '../ui/badge.tsx';
import { CloseButton } from '../ui/close-button.tsx';
import { Loading, Problem } from '../ui/empty.tsx';
import { Card, Fact, Facts } from '../ui/fields.tsx';
import { formatDuration, plural } from '../ui/format.ts';
import { RuleFindings } from './rule-findings.tsx';
import { CaseStep } from './case-step.tsx';
import { VerdictBadge } from './verdict.tsx';
import './case-detail.css';

interface CaseDetailProps {
  runId: number;
  row: ConformanceCaseRow;
  onClose(): void;
}

export function CaseDetail({ runId, row, onClose }: CaseDetailProps): ReactNode {
  const api = useApi();
  const { suite, name, verdict, reason } = row;
  const { data, problem, reload } = useLoaded(`${runId}/${suite}/${name}`, () =>
    api.getConformanceCase({ runId, suite, name }),
  );
  useShortcuts('Case', [{ keys: 'Escape', label: 'Close the details', run: onClose }]);
  return (
    <aside className="ws-detail" aria-label={`Case ${name}`}>
      <div className="ws-detail-head">
        <h2>
          <span className="ws-detail-title">{name}</span>
        </h2>
        <VerdictBadge verdict={verdict} />
        <CloseButton onClose={onClose} />
      </div>
      {reason === null ? null : (
        <p className="ws-case-why" data-verdict={verdict}>
          {reason}
        </p>
      )}
      <div className="ws-detail-body">
        {data ? (
          <CaseBody detail={data} />
        ) : problem === null ? (
          <Loading what="case" />
        ) : (
          <Problem
            title="This case cannot be shown"
            message={problem}
            actions={<Button onClick={reload}>Try again</Button>}
          />
        )}
      </div>
    </aside>
  );
}

function CaseBody({ detail }: { detail: ConformanceCase }): ReactNode {
  const { description, spec, steps, ruleFindings, suite, group, category, requestCount, durationMs, isEngineError } =
    detail;
  return (
    <>
      <Card title="Case">
        {description === '' ? null : <p className="ws-case-words">{description}</p>}
        <Facts>
          <Fact label="Group">
            {group} <Badge>{suite}</Badge>
          </Fact>
          <Fact label="Category">{category}</Fact>
          <Fact label="Took">
            {plural(requestCount, 'request')}, {formatDuration(durationMs)}
          </Fact>
          {spec === null ? null : (
            <Fact label="Specification">
              {spec.startsWith('https://') ? (
                <a className="ws-link" href={spec} target="_blank" rel="noreferrer">
                  {spec}
                </a>
              ) : (
                spec
              )}
            </Fact>
          )}
          {isEngineError ? <Fact label="Engine">Microsoft's engine would have ended the whole run here.</Fact> : null}
        </Facts>
      </Card>
      {ruleFindings ? <RuleFindings found={ruleFindings} /> : null}
      <section className="ws-case-steps" aria-label="Steps">
        <h3>{plural(steps.length, 'step')}</h3>
        {steps.length === 0 ? <p className="ws-muted">Nothing was sent.</p> : null}
        {steps.map((step, index) => (
          // Steps of a kept case never change their places.
          <CaseStep key={`${index}/${step.correlationId ?? step.name}`} number={index + 1} step={step} />
        ))}
      </section>
    </>
  );
}
