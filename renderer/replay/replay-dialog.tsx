import { useState, type ReactNode } from 'react';
import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import type { ReplayPlan, ReplayWish } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { go, linkTo } from '../shell/location.ts';
import { useHost } from '../state/host.ts';
import { useLoaded } from '../state/loaded.ts';
import { takeReplay } from '../state/replays.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { Loading } from '../ui/empty.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { formatBytes, plural } from '../ui/format.ts';
import { SendOptions } from './send-options.tsx';
import { TargetFields, Text, type PartProps } from './target-fields.tsx';
import { durationWords, FIRST_DRAFT, missingIn, originOf, planWords, wishOf, type Draft } from './wish.ts';
import './replay-dialog.css';

interface ReplayDialogProps {
  what: ReplayWish['what'];
  onClose(): void;
}

/** Where recorded requests are sent again, how fast, and what is different then. */
export function ReplayDialog({ what, onClose }: ReplayDialogProps): ReactNode {
  const api = useApi();
  const confirm = useConfirm();
  const host = useHost((state) => state.host);
  const { data: plan, problem } = useLoaded(`plan of ${JSON.stringify(what)}`, () => api.planReplay({ what }));
  const [draft, setDraft] = useState<Draft>(FIRST_DRAFT);
  const set = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const missing = missingIn(draft);
  const origin = draft.target === 'other' ? originOf(draft.base) : null;
  const own = host ? [host.addresses.host, host.publicBase].map(originOf) : [];
  const isForeign = origin !== null && !own.includes(origin);

  async function start(): Promise<void> {
    if (!plan) return;
    if (isForeign && !(await confirm(questionFor(origin, draft, plan)))) throw new Error('Nothing was sent.');
    const row = await api.startReplay(wishOf(draft, plan));
    takeReplay(row);
    go(linkTo('/traffic', { replay: String(row.id) }));
  }

  return (
    <FormDialog
      title={what.kind === 'session' ? 'Replay the session' : 'Replay requests'}
      action={plan ? `Replay ${plural(plan.ids.length, 'request')}` : 'Replay'}
      isReady={plan !== null && plan.ids.length > 0 && missing === null}
      onSubmit={start}
      onClose={onClose}
    >
      {plan === null ? (
        problem === null ? (
          <Loading what="the requests" />
        ) : (
          <p role="alert" className="ws-err">
            {problem}
          </p>
        )
      ) : (
        <>
          <p className="ws-form-note">
            {planWords(plan)} They are sent in their order, each after the answer to the one before.
          </p>
          {plan.notes.map((note) => (
            <p key={note} className="ws-form-note ws-warn">
              {note}
            </p>
          ))}
          <TargetFields draft={draft} plan={plan} onChange={set} />
          <PaceFields draft={draft} plan={plan} onChange={set} />
          <div className="ws-replay-options">
            <SendOptions
              options={draft.options}
              onChange={(options) => set({ options })}
              isElsewhere={draft.target === 'other'}
            />
          </div>
          <p className="ws-form-note" role="status">
            {missing ?? ''}
          </p>
        </>
      )}
    </FormDialog>
  );
}

/** The requests that were chosen in the list. */
export function ReplayChosenDialog({ ids, onClose }: { ids: readonly number[]; onClose(): void }): ReactNode {
  return <ReplayDialog what={{ kind: 'exchanges', ids: [...ids] }} onClose={onClose} />;
}

/** Nothing leaves for another host before its origin was read and agreed to. */
function questionFor(origin: string, draft: Draft, plan: ReplayPlan) {
  const { requestBytes, ids } = plan;
  return {
    title: `Send to ${origin}?`,
    body: (
      <>
        <p>
          {plural(ids.length, 'recorded request')} {ids.length === 1 ? 'goes' : 'go'} to <strong>{origin}</strong>,
          which is not this host. It gets:
        </p>
        <ul>
          <li>{draft.accessToken.trim() === '' ? 'no access token' : 'the access token that you typed in'}</li>
          <li>headers as recorded: lock ids, names, editors, session ids</li>
          <li>
            {requestBytes === 0
              ? 'no document contents'
              : `document contents and other bodies, ${formatBytes(requestBytes)} in all`}
          </li>
        </ul>
        <p>Saves, renamings and deletions are carried out there.</p>
      </>
    ),
    action: 'Send',
  };
}

const PACES: readonly { pace: Draft['pace']; label: string }[] = [
  { pace: 'at-once', label: 'as fast as possible' },
  { pace: 'original', label: 'as recorded' },
  { pace: 'faster', label: 'faster' },
  { pace: 'gap', label: 'a fixed pause' },
];

function PaceFields({ draft, plan, onChange }: PartProps): ReactNode {
  return (
    <>
      <Field label="Pace" hint={durationWords(draft, plan) ?? undefined}>
        <RadioGroup
          layout="horizontal"
          value={draft.pace}
          onChange={(_event, { value }) => {
            const choice = PACES.find(({ pace }) => pace === value);
            if (choice) onChange({ pace: choice.pace });
          }}
        >
          {PACES.map(({ pace, label }) => (
            <Radio key={pace} value={pace} label={label} />
          ))}
        </RadioGroup>
      </Field>
      {draft.pace === 'faster' ? (
        <Field label="Times as fast" className="ws-replay-short">
          <Text value={draft.factor} onChange={(factor) => onChange({ factor })} />
        </Field>
      ) : null}
      {draft.pace === 'gap' ? (
        <Field label="Pause (ms)" className="ws-replay-short">
          <Text value={draft.gap} onChange={(gap) => onChange({ gap })} />
        </Field>
      ) : null}
    </>
  );
}
