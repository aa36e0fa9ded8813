import type { ReactNode } from 'react';
import { Field, Input, Radio, RadioGroup, Select } from '@fluentui/react-components';
import type { ReplayPlan } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useLoaded } from '../state/loaded.ts';
import { usePeople } from '../state/people.ts';
import { Shown } from '../ui/shown.tsx';
import type { Draft } from './wish.ts';

export interface PartProps {
  draft: Draft;
  plan: ReplayPlan;
  onChange(part: Partial<Draft>): void;
}

export function TargetFields({ draft, plan, onChange }: PartProps): ReactNode {
  return (
    <>
      <Field label="To">
        <RadioGroup
          layout="horizontal"
          value={draft.target}
          onChange={(_event, { value }) => {
            if (value === 'host' || value === 'other') onChange({ target: value });
          }}
        >
          <Radio value="host" label="this host" />
          <Radio value="other" label="another host" />
        </RadioGroup>
      </Field>
      {draft.target === 'host' ? (
        <HostFields draft={draft} plan={plan} onChange={onChange} />
      ) : (
        <>
          <Field label="Address" hint="What stands before /files in its WOPISrc.">
            <Text value={draft.base} placeholder="https://host.example/wopi" onChange={(base) => onChange({ base })} />
          </Field>
          <div className="ws-replay-token">
            <Field label="Access token" hint="It is not kept.">
              <Text value={draft.accessToken} onChange={(accessToken) => onChange({ accessToken })} />
            </Field>
            <Field label="Token ends (ttl)" hint="Milliseconds since 1970; 0 when unknown.">
              <Text value={draft.ttl} onChange={(ttl) => onChange({ ttl })} />
            </Field>
          </div>
          <FileFields draft={draft} plan={plan} onChange={onChange} />
        </>
      )}
    </>
  );
}

/** On this host: for whom, and with which files in the place of those that are not here. */
function HostFields({ draft, plan, onChange }: PartProps): ReactNode {
  const people = usePeople((state) => state.people);
  const absent = plan.files.filter(({ isHere }) => !isHere);
  return (
    <>
      <Field
        label="As"
        className="ws-replay-short"
        {...(plan.needsPerson && draft.personId === ''
          ? { hint: 'Some requests came from nobody who is known here: without a person they are not sent.' }
          : {})}
      >
        <Select size="small" value={draft.personId} onChange={(_event, { value }) => onChange({ personId: value })}>
          <option value="">the recorded people</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      {absent.length === 0 ? null : <FilesHere draft={draft} absent={absent} onChange={onChange} />}
      <p className="ws-form-note">
        Saves and renamings are carried out again on the files of the shared folder; replaced contents stay among their
        versions.
      </p>
    </>
  );
}

function FilesHere({
  draft,
  absent,
  onChange,
}: Pick<PartProps, 'draft' | 'onChange'> & { absent: ReplayPlan['files'] }): ReactNode {
  const api = useApi();
  const { data } = useLoaded('files here', () => api.listFiles());
  return (
    <table className="ws-replay-files" aria-label="Files here">
      <thead>
        <tr>
          <th scope="col">Recorded, not here</th>
          <th scope="col">In its place</th>
        </tr>
      </thead>
      <tbody>
        {absent.map(({ id, name }) => (
          <tr key={id}>
            <th scope="row" className="ws-clip" title={id}>
              <Shown text={name ?? id} />
            </th>
            <td>
              <Select
                size="small"
                aria-label={`In place of ${name ?? id}`}
                value={draft.files[id]?.to ?? ''}
                onChange={(_event, { value }) =>
                  onChange({ files: { ...draft.files, [id]: { to: value, accessToken: '' } } })
                }
              >
                <option value="">none: it is answered 404</option>
                {data?.files.map((file) => (
                  <option key={file.id} value={file.id}>
                    {file.path}
                  </option>
                ))}
              </Select>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Which file there takes the place of which one here. */
function FileFields({ draft, plan, onChange }: PartProps): ReactNode {
  if (plan.files.length === 0) return null;
  return (
    <table className="ws-replay-files" aria-label="Files there">
      <thead>
        <tr>
          <th scope="col">Recorded</th>
          <th scope="col">Id there</th>
          <th scope="col">Token of its own</th>
        </tr>
      </thead>
      <tbody>
        {plan.files.map(({ id, name }) => {
          const { to = '', accessToken = '' } = draft.files[id] ?? {};
          const set = (part: { to?: string; accessToken?: string }): void =>
            onChange({ files: { ...draft.files, [id]: { to, accessToken, ...part } } });
          return (
            <tr key={id}>
              <th scope="row" className="ws-clip" title={id}>
                {name ?? id}
              </th>
              <td>
                <Text
                  label={`Id of ${name ?? id} there`}
                  value={to}
                  placeholder={id}
                  onChange={(text) => set({ to: text })}
                />
              </td>
              <td>
                <Text
                  label={`Token for ${name ?? id} there`}
                  value={accessToken}
                  placeholder="the one above"
                  onChange={(text) => set({ accessToken: text })}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface TextProps {
  value: string;
  /** Where no Field names it. */
  label?: string;
  placeholder?: string;
  onChange(value: string): void;
}

export function Text({ value, label, placeholder, onChange, ...field }: TextProps): ReactNode {
  return (
    <Input
      {...field}
      size="small"
      className="ws-mono"
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(placeholder === undefined ? {} : { placeholder })}
      value={value}
      spellCheck={false}
      autoComplete="off"
      onChange={(_event, { value: typed }) => onChange(typed)}
    />
  );
}
