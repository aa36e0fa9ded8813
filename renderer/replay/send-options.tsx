import type { ReactNode } from 'react';
import { Field, Input, Select } from '@fluentui/react-components';
import type { ResendOptions } from '../../preload/contract.ts';
import './send-options.css';

interface SendOptionsProps {
  options: ResendOptions;
  onChange(options: ResendOptions): void;
  /** Another host is called with what was typed in: its tokens and locks are not known here. */
  isElsewhere?: boolean;
}

/** How requests differ from their recording when they go out again. */
export function SendOptions({ options, onChange, isElsewhere = false }: SendOptionsProps): ReactNode {
  const set = (part: Partial<ResendOptions>): void => onChange({ ...options, ...part });
  return (
    <div className="ws-send-options">
      {isElsewhere ? null : (
        <Choice label="Token" value={options.token} choices={TOKENS} onChoose={(token) => set({ token })} />
      )}
      <Choice label="Signature" value={options.sign} choices={SIGNATURES} onChoose={(sign) => set({ sign })} />
      <Choice
        label="Correlation id"
        value={options.correlation}
        choices={CORRELATIONS}
        onChoose={(correlation) => set({ correlation })}
      />
      {isElsewhere ? null : (
        <Choice label="Lock id" value={options.lock} choices={LOCKS} onChoose={(lock) => set({ lock })} />
      )}
      <Field label="Wait at most (s)">
        <Input
          size="small"
          type="number"
          min={1}
          max={3600}
          value={String(options.timeoutMs / 1000)}
          onChange={(_event, { value }) => {
            const seconds = Number(value);
            if (Number.isFinite(seconds) && seconds > 0) set({ timeoutMs: Math.round(seconds * 1000) });
          }}
        />
      </Field>
    </div>
  );
}

type Choices<Value extends string> = readonly (readonly [Value, string])[];

const TOKENS: Choices<ResendOptions['token']> = [
  ['renew', 'a new one'],
  ['keep', 'the recorded one'],
  ['none', 'none'],
];
const SIGNATURES: Choices<ResendOptions['sign']> = [
  ['recorded', 'as recorded'],
  ['always', 'always signed'],
  ['never', 'never signed'],
];
const CORRELATIONS: Choices<ResendOptions['correlation']> = [
  ['new', 'a new one'],
  ['keep', 'the recorded one'],
];
const LOCKS: Choices<ResendOptions['lock']> = [
  ['recorded', 'as recorded'],
  ['held', 'the one that is held'],
];

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  choices: Choices<Value>;
  onChoose(value: Value): void;
}

function Choice<Value extends string>({ label, value, choices, onChoose }: ChoiceProps<Value>): ReactNode {
  return (
    <Field label={label}>
      <Select
        size="small"
        value={value}
        onChange={(_event, { value: wanted }) => {
          const choice = choices.find(([id]) => id === wanted);
          if (choice) onChoose(choice[0]);
        }}
      >
        {choices.map(([id, words]) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </Select>
    </Field>
  );
}
