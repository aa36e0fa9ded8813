import type { ReactNode } from 'react';
import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import type { Settings } from '../../preload/contract.ts';
import { useSave } from './setting-field.tsx';

export interface Choice<Value> {
  value: Value;
  label: string;
  explanation?: string;
}

type ChoiceName = 'theme' | 'proofMode' | 'profile';

interface ChoiceFieldProps<Name extends ChoiceName> {
  name: Name;
  label: string;
  value: Settings[Name];
  choices: readonly Choice<Settings[Name]>[];
}

/** One setting out of a few; in force the moment it is chosen. */
export function ChoiceField<Name extends ChoiceName>({
  name,
  label,
  value,
  choices,
}: ChoiceFieldProps<Name>): ReactNode {
  const { save, refusal } = useSave(name);
  return (
    <Field label={label} validationState={refusal === null ? 'none' : 'error'} validationMessage={refusal}>
      <RadioGroup
        className="ws-choices"
        value={value}
        onChange={(_event, data) => {
          const chosen = choices.find((choice) => choice.value === data.value);
          if (chosen) void save(chosen.value);
        }}
      >
        {choices.map((choice) => (
          <Radio
            key={choice.value}
            value={choice.value}
            label={
              <>
                {choice.label}
                {choice.explanation === undefined ? null : <span className="ws-muted"> {choice.explanation}</span>}
              </>
            }
          />
        ))}
      </RadioGroup>
    </Field>
  );
}
