import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Field, Input, Radio, RadioGroup, Select } from '@fluentui/react-components';
import { Play16Regular } from '@fluentui/react-icons/svg/play';
import type { ConformanceOffer, ConformanceRunRow } from '../../preload/contract.ts';
import { messageOf, useApi } from '../api/client.ts';
import { takeRun } from '../state/conformance.ts';
import { useLoaded } from '../state/loaded.ts';
import { Loading, Problem } from '../ui/empty.tsx';
import { Card } from '../ui/fields.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { CasesFile } from './cases-file.tsx';
import { useDraft } from './draft.ts';
import { CATEGORIES, FIRST_DRAFT, groupsFor, missingIn, wishOf, type Draft } from './wish.ts';
import './start-form.css';

interface StartFormProps {
  /** Nothing was ever run here. */
  isFirst: boolean;
  going: ConformanceRunRow | undefined;
  onStarted(run: ConformanceRunRow): void;
}

/** What to judge and with which cases. */
export function StartForm(props: StartFormProps): ReactNode {
  const api = useApi();
  const { data, problem, reload } = useLoaded('offer', () => api.describeConformance());
  const [changed, setChanged] = useState<ConformanceOffer | null>(null);
  const offer = changed ?? data;
  if (offer === null) {
    if (problem === null) return <Loading what="cases" />;
    return (
      <Problem
        title="The cases cannot be shown"
        message={problem}
        actions={<Button onClick={reload}>Try again</Button>}
      />
    );
  }
  return <Form {...props} offer={offer} onOffer={setChanged} />;
}

interface FormProps extends StartFormProps {
  offer: ConformanceOffer;
  onOffer(offer: ConformanceOffer): void;
}

function Form({ isFirst, going, onStarted, offer, onOffer }: FormProps): ReactNode {
  const api = useApi();
  const kept = useDraft((state) => state.draft);
  const [first] = useState<Draft>(() => ({ ...FIRST_DRAFT, suite: offer.officialProblem === null ? 'all' : 'own' }));
  const draft = kept ?? first;
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const set = (part: Partial<Draft>): void => {
    useDraft.setState({ draft: { ...draft, ...part } });
    setRefusal(null);
  };
  const groups = groupsFor(offer.groups, draft);
  const chosen = groups.filter(({ name }) => draft.groups.includes(name));
  const count = (chosen.length === 0 ? groups : chosen).reduce((sum, group) => sum + group.count, 0);
  const needsFile = draft.suite !== 'own' && offer.officialProblem !== null;
  const missing = missingIn(draft);

  async function start(): Promise<void> {
    if (isBusy || missing !== null || going) return;
    setBusy(true);
    setRefusal(null);
    try {
      const run = await api.startConformanceRun(
        wishOf(
          draft,
          chosen.map(({ name }) => name),
        ),
      );
      takeRun(run);
      onStarted(run);
    } catch (error) {
      setRefusal(messageOf(error));
      setBusy(false);
    }
  }

  return (
    <div className="ws-start">
      <div className="ws-start-body">
        {isFirst ? (
          <p className="ws-start-lead">
            Nothing was run here yet. Every case sends real requests to the host and judges what comes back. On this
            host they work on a folder of their own, which is removed afterwards.
          </p>
        ) : null}
        <Card title="Target">
          <TargetFields draft={draft} offer={offer} onChange={set} />
        </Card>
        <Card title="Cases">
          <div className="ws-start-fields">
            <Field label="Suite">
              <RadioGroup
                layout="horizontal"
                value={draft.suite}
                onChange={(_event, { value }) => {
                  if (value === 'official' || value === 'own' || value === 'all') set({ suite: value });
                }}
              >
                <Radio value="all" label="All" />
                <Radio value="official" label="Microsoft's official" />
                <Radio value="own" label="Our own" />
              </RadioGroup>
            </Field>
            {draft.suite === 'own' ? null : <CasesFile offer={offer} onOffer={onOffer} />}
            <Field label="Category" className="ws-start-short">
              <Select
                size="small"
                value={draft.category}
                onChange={(_event, { value }) => {
                  const category = CATEGORIES.find((choice) => choice.value === value);
                  if (category) set({ category: category.value });
                }}
              >
                {CATEGORIES.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </Select>
            </Field>
            <Groups groups={groups} draft={draft} onChange={set} />
            <Checkbox
              label={
                <>
                  Include cases that wait for minutes
                  <span className="ws-muted">
                    {draft.kind === 'host'
                      ? ' — here the clock of the host jumps instead, which ends locks and tokens of everybody'
                      : ' — until locks and tokens run out'}
                  </span>
                </>
              }
              checked={draft.includeDelays}
              onChange={(_event, { checked }) => set({ includeDelays: checked === true })}
            />
          </div>
        </Card>
      </div>
      <div className="ws-start-foot">
        <Button
          appearance="primary"
          icon={<Play16Regular />}
          disabled={missing !== null || going !== undefined || count === 0 || needsFile}
          disabledFocusable={isBusy}
          onClick={() => void start()}
        >
          Run {plural(count, 'case')}
        </Button>
        <p role={refusal === null ? 'status' : 'alert'} className={refusal === null ? 'ws-muted' : 'ws-err'}>
          {refusal ??
            (going
              ? `Run #${going.id} is going on (${going.target}). Wait for it, or cancel it.`
              : (missing ?? (needsFile ? "Microsoft's cases need their file; our own run without it." : '')))}
        </p>
      </div>
    </div>
  );
}

interface PartProps {
  draft: Draft;
  onChange(part: Partial<Draft>): void;
}

function TargetFields({ draft, offer, onChange }: PartProps & { offer: ConformanceOffer }): ReactNode {
  return (
    <div className="ws-start-fields">
      <Field label="Host">
        <RadioGroup
          layout="horizontal"
          value={draft.kind}
          onChange={(_event, { value }) => {
            if (value === 'host' || value === 'remote') onChange({ kind: value });
          }}
        >
          <Radio value="host" label="This host" />
          <Radio value="remote" label="A remote host" />
        </RadioGroup>
      </Field>
      {draft.kind === 'host' ? (
        <Field
          label="Profile"
          hint="How this host behaves for the time of the run, whatever Settings say."
          className="ws-start-short"
        >
          <Select
            size="small"
            value={draft.profile}
            onChange={(_event, { value }) => {
              const profile = offer.profiles.find(({ id }) => id === value);
              if (profile) onChange({ profile: profile.id });
            }}
          >
            {offer.profiles.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      ) : (
        <>
          <Field label="WOPISrc" hint="The address of a .wopitest file on that host; the cases overwrite it.">
            <Input
              size="small"
              className="ws-mono"
              placeholder="https://host.example/wopi/files/123"
              value={draft.wopiSrc}
              spellCheck={false}
              onChange={(_event, { value }) => onChange({ wopiSrc: value })}
            />
          </Field>
          <Field label="Access token" hint="With the rights to write, rename, create and delete; it is not kept.">
            <Input
              size="small"
              className="ws-mono"
              value={draft.accessToken}
              spellCheck={false}
              autoComplete="off"
              onChange={(_event, { value }) => onChange({ accessToken: value })}
            />
          </Field>
          <Field
            label="Token ends (ttl)"
            hint="Milliseconds since 1970, as access_token_ttl; 0 when unknown."
            className="ws-start-short"
          >
            <Input
              size="small"
              className="ws-mono"
              inputMode="numeric"
              value={draft.ttl}
              onChange={(_event, { value }) => onChange({ ttl: value })}
            />
          </Field>
        </>
      )}
    </div>
  );
}

interface GroupsProps extends PartProps {
  groups: ReturnType<typeof groupsFor>;
}

function Groups({ groups, draft, onChange }: GroupsProps): ReactNode {
  if (groups.length === 0) return <p className="ws-muted">No group has cases of this suite and category.</p>;
  return (
    <fieldset className="ws-groups">
      <legend>
        Groups{' '}
        <span className="ws-muted">
          {draft.groups.length === 0 ? 'all of them; choose some to run only those' : 'only the chosen'}
        </span>
        {draft.groups.length === 0 ? null : (
          <button type="button" className="ws-link" onClick={() => onChange({ groups: [] })}>
            All groups
          </button>
        )}
      </legend>
      <div className="ws-groups-list">
        {groups.map(({ name, count }) => (
          <label key={name} className="ws-group">
            <input
              type="checkbox"
              checked={draft.groups.includes(name)}
              onChange={({ target }) =>
                onChange({
                  groups: target.checked ? [...draft.groups, name] : draft.groups.filter((other) => other !== name),
                })
              }
            />
            <span className="ws-clip" title={name}>
              {name}
            </span>
            <span className="ws-mono ws-muted">{formatCount(count)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
