import { useMemo, useState, type ReactNode } from 'react';
import { Button, Switch, Tab, TabList, ToggleButton } from '@fluentui/react-components';
import { ShieldCheckmark32Regular } from '@fluentui/react-icons/svg/shield-checkmark';
import type { FindingGroup, FindingScope, FindingSeverity, RuleRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useLinkParam } from '../shell/location.ts';
import { useSortedRows } from '../ui/columns.ts';
import { Empty, Loading, Problem } from '../ui/empty.tsx';
import { FittedTable } from '../ui/fitted-table.tsx';
import { plural } from '../ui/format.ts';
import { Page } from '../ui/page.tsx';
import { Split } from '../ui/split.tsx';
import { groupColumns, ruleColumns } from './columns.tsx';
import { GroupDetail, RuleDetail } from './detail.tsx';
import { ExportFindings } from './export.tsx';
import { SEVERITIES, usePageScope } from './scope.ts';
import { severities } from './severity.tsx';
import { topics } from './topics.ts';
import { TrendChart } from './trend-chart.tsx';
import { useFresh } from './use-findings.ts';
import '../ui/detail.css';
import './findings.css';
import './marks.css';

type By = 'rule' | 'file' | 'session';
const tabs: readonly [By, string][] = [
  ['rule', 'By rule'],
  ['file', 'By file'],
  ['session', 'By session'],
];

export function FindingsPage(): ReactNode {
  const api = useApi();
  const [byText, setBy] = useLinkParam('by');
  const by = tabs.find(([id]) => id === byText)?.[0] ?? 'rule';
  const page = usePageScope();
  const { scope } = page;
  const loaded = useFresh(`rules ${JSON.stringify(scope)}`, () => api.listRules(scope));
  const { problem, reload } = loaded;
  const rules = useLatest(loaded.data);
  const [rule] = useLinkParam('rule');
  const [file] = useLinkParam('file');
  const [session] = useLinkParam('session');
  // The trend is that of what is chosen; the report is about all that is shown.
  const chosen: FindingScope = {
    ...scope,
    ...(by === 'rule' && rule !== null ? { rule } : {}),
    ...(by === 'file' && file !== null ? { fileId: file } : {}),
    ...(by === 'session' && session !== null ? { sessionId: session } : {}),
  };
  return (
    <Page title="Findings" explanation="What is wrong in the traffic, why it matters, and what to do about it.">
      <div className="ws-findings">
        <div className="ws-findings-bar">
          <TabList
            size="small"
            selectedValue={by}
            aria-label="Findings"
            onTabSelect={(_event, { value }) => setBy(value === 'rule' ? null : String(value))}
          >
            {tabs.map(([id, label]) => (
              <Tab key={id} value={id}>
                {label}
              </Tab>
            ))}
          </TabList>
          <SeverityChoice severity={page.severity} onChange={page.setSeverity} />
          <ExportFindings scope={by === 'rule' ? scope : chosen} />
        </div>
        <TrendChart scope={chosen} stretch={page.stretch} setStretch={page.setStretch} />
        <div className="ws-findings-table" role="tabpanel" aria-label={tabs.find(([id]) => id === by)?.[1] ?? ''}>
          {rules ? (
            by === 'rule' ? (
              <ByRule rules={rules} scope={scope} />
            ) : (
              <ByGroup key={by} by={by} rules={rules} scope={scope} />
            )
          ) : problem === null ? (
            <Loading what="findings" />
          ) : (
            <Problem
              title="The findings cannot be shown"
              message={problem}
              actions={<Button onClick={reload}>Try again</Button>}
            />
          )}
        </div>
      </div>
    </Page>
  );
}

/** What was shown last, while something narrower or wider is read. */
function useLatest<T>(data: T | null): T | null {
  const [shown, setShown] = useState(data);
  if (data !== null && data !== shown) setShown(data);
  return data ?? shown;
}

interface SeverityChoiceProps {
  severity: FindingSeverity | null;
  onChange: (severity: FindingSeverity | null) => void;
}

function SeverityChoice({ severity, onChange }: SeverityChoiceProps): ReactNode {
  return (
    <div className="ws-severity-choice" role="group" aria-label="Severity">
      {SEVERITIES.map((one) => (
        <ToggleButton
          key={one}
          size="small"
          checked={severity === one}
          onClick={() => onChange(severity === one ? null : one)}
        >
          <span aria-hidden="true">{severities[one].sign}</span>&nbsp;{severities[one].word}s
        </ToggleButton>
      ))}
    </div>
  );
}

type PageFilter = Pick<FindingScope, 'severity' | 'since' | 'until'>;

function ByRule({ rules, scope }: { rules: readonly RuleRow[]; scope: PageFilter }): ReactNode {
  const [ruleId, setRuleId] = useLinkParam('rule');
  const [all, setAll] = useLinkParam('all');
  const found = useMemo(() => rules.filter(({ count }) => count > 0), [rules]);
  const table = useSortedRows(all === null ? found : rules, ruleColumns, { column: 'severity', descending: true });
  const rule = rules.find(({ id }) => id === ruleId);
  return (
    <Split
      id="findings"
      label="detail pane"
      first={
        <div className="ws-findings">
          <div className="ws-findings-bar">
            <Switch
              label="Also rules that found nothing"
              checked={all !== null}
              onChange={(_event, { checked }) => setAll(checked ? 'yes' : null)}
            />
            <span className="ws-muted" role="status">
              {plural(found.length, 'rule')} of {rules.length} found something
            </span>
          </div>
          <div className="ws-findings-table">
            <FittedTable
              label="Rules"
              columns={ruleColumns}
              {...table}
              rowKey={({ id }) => id}
              selectedKey={ruleId}
              onSelect={({ id }) => setRuleId(id)}
              empty={<NothingFound rules={rules} onShowAll={() => setAll('yes')} />}
            />
          </div>
        </div>
      }
      second={rule ? <RuleDetail key={rule.id} rule={rule} scope={scope} onClose={() => setRuleId(null)} /> : null}
    />
  );
}

function NothingFound({ rules, onShowAll }: { rules: readonly RuleRow[]; onShowAll: () => void }): ReactNode {
  const looked = [...new Set(rules.map(({ topic }) => topics[topic]))];
  return (
    <Empty
      icon={<ShieldCheckmark32Regular />}
      title="Nothing found"
      actions={
        <>
          <Button size="small" appearance="primary" onClick={onShowAll}>
            Show what is looked for
          </Button>
          <Button size="small" as="a" href="#/traffic">
            Go to Traffic
          </Button>
        </>
      }
    >
      Every request is looked at with {rules.length} rules about {looked.join(', ')}. What they find appears here and
      beside the request in Traffic.
    </Empty>
  );
}

interface ByGroupProps {
  by: 'file' | 'session';
  rules: readonly RuleRow[];
  scope: PageFilter;
}

function ByGroup({ by, rules, scope }: ByGroupProps): ReactNode {
  const api = useApi();
  const [key, setKey] = useLinkParam(by);
  const loaded = useFresh(`groups ${by} ${JSON.stringify(scope)}`, () => api.listFindingGroups({ by, ...scope }));
  const { problem, reload } = loaded;
  const data = useLatest(loaded.data);
  const columns = useMemo(() => groupColumns(by), [by]);
  const table = useSortedRows(data ?? NO_GROUPS, columns, { column: 'marks', descending: true });
  const group = data?.find((one) => one.key === key);
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
  return (
    <Split
      id="findings"
      label="detail pane"
      first={
        <FittedTable
          label={by === 'file' ? 'Files with findings' : 'Sessions with findings'}
          columns={columns}
          {...table}
          rowKey={(row) => row.key}
          selectedKey={key}
          onSelect={(row) => setKey(row.key)}
          empty={
            <Empty icon={<ShieldCheckmark32Regular />} title="Nothing found">
              No request of any {by} gave cause for a remark.
            </Empty>
          }
        />
      }
      second={
        group ? (
          <GroupDetail key={group.key} group={group} by={by} rules={rules} scope={scope} onClose={() => setKey(null)} />
        ) : null
      }
    />
  );
}

const NO_GROUPS: readonly FindingGroup[] = [];
