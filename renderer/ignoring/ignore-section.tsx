import { useState, type ReactNode } from 'react';
import { Button, Switch } from '@fluentui/react-components';
import type { IgnoreRule } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useIgnoreRules } from '../state/ignore-rules.ts';
import { usePeople } from '../state/people.ts';
import { Loading } from '../ui/empty.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { formatWhen, plural } from '../ui/format.ts';
import { fail, say } from '../ui/toasts.tsx';
import { IgnoreDialog } from './ignore-dialog.tsx';
import { ruleInWords } from './rule-words.ts';
import './ignoring.css';

/** Every rule, what it left out, and how to be rid of it. */
export function IgnoreSection(): ReactNode {
  const [isAdding, setAdding] = useState(false);
  const { data: rules, problem } = useIgnoreRules();
  return (
    <>
      <p className="ws-form-note">
        Requests that fit a rule are answered as always, but not recorded. The status bar says how many were left out.
      </p>
      {rules === null ? (
        problem === null ? (
          <Loading what="ignore rules" />
        ) : (
          <p className="ws-err">{problem}</p>
        )
      ) : rules.length === 0 ? (
        <p className="ws-muted">There are none: every request is recorded.</p>
      ) : (
        <ul className="ws-ignore-rules" aria-label="Ignore rules">
          {rules.map((rule) => (
            <Rule key={rule.id} rule={rule} />
          ))}
        </ul>
      )}
      <div>
        <Button size="small" onClick={() => setAdding(true)}>
          Add a rule …
        </Button>
      </div>
      {isAdding ? <IgnoreDialog ids={[]} onClose={() => setAdding(false)} /> : null}
    </>
  );
}

function Rule({ rule }: { rule: IgnoreRule }): ReactNode {
  const api = useApi();
  const confirm = useConfirm();
  const people = usePeople((state) => state.people);
  const { id, isOn, count, since } = rule;
  const words = ruleInWords(rule, (personId) => people.find((one) => one.id === personId)?.name ?? personId);

  async function deleteRecorded(): Promise<void> {
    const { count: recorded } = await api.countIgnored(rule);
    if (recorded === 0) return say('No recorded request fits this rule, other than pinned ones.');
    const isSure = await confirm({
      title: `Delete ${plural(recorded, 'recorded request')}?`,
      body: `All that fit the rule “${words}” are deleted for good, except pinned ones.`,
      action: 'Delete',
    });
    if (!isSure) return;
    const { count: deleted } = await api.deleteIgnored({ ruleId: id });
    say(`${plural(deleted, 'request')} deleted from the record.`);
  }

  return (
    <li>
      <Switch
        checked={isOn}
        label={words}
        onChange={(_event, { checked }) => void api.switchIgnoreRule({ ruleId: id, isOn: checked }).catch(fail)}
      />
      <span className="ws-muted ws-ignore-count">
        {plural(count, 'request')} left out since {formatWhen(since)}
        {isOn ? '' : '; off now'}
      </span>
      <Button size="small" onClick={() => void deleteRecorded().catch(fail)}>
        Delete recorded ones …
      </Button>
      <Button
        size="small"
        aria-label={`Remove the rule ${words}`}
        onClick={() => void api.removeIgnoreRule({ ruleId: id }).catch(fail)}
      >
        Remove
      </Button>
    </li>
  );
}
