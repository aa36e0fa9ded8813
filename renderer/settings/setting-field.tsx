import { useEffect, useId, useRef, useState, type ComponentType, type ReactNode } from 'react';
import { Button, Field, Input } from '@fluentui/react-components';
import type { Settings } from '../../preload/contract.ts';
import { messageOf, useApi } from '../api/client.ts';
import type { FieldReading } from './readings.ts';

interface SettingFieldProps<Name extends keyof Settings> {
  name: Name;
  label: string;
  value: Settings[Name];
  /** How the saved value is written into the field. */
  write(value: Settings[Name]): string;
  read(text: string): FieldReading<Settings[Name]>;
  hint?: ReactNode;
  placeholder?: string;
  isMono?: boolean;
  /** Numbers and sizes need no wide field. */
  isShort?: boolean;
  /** Said beside the field while it holds a good value: what it will lead to. */
  preview?: ComponentType<{ text: string }>;
  /** A second button: clears an optional value. */
  clearable?: boolean;
}

/**
 * One setting as text. Typing is judged at once and saved with Enter or the button; a refusal of the host stands under
 * the field and the typed text stays.
 */
export function SettingField<Name extends keyof Settings>(props: SettingFieldProps<Name>): ReactNode {
  const {
    name,
    label,
    value,
    write,
    read,
    hint,
    placeholder,
    isMono = false,
    isShort = false,
    preview: Preview,
    clearable = false,
  } = props;
  const saved = write(value);
  const [text, setText] = useState(saved);
  const { save, refusal, isBusy, isSaved, forget } = useSave(name);
  useFollow(saved, setText);
  const reading = read(text);
  const isChanged = text !== saved;
  const problem = reading.ok ? refusal : isChanged ? reading.problem : refusal;
  const noteId = useId();

  async function submit(next: string): Promise<void> {
    const wanted = read(next);
    if (!wanted.ok) return;
    const settled = await save(wanted.value);
    if (settled !== null) setText(write(settled));
  }

  return (
    <form
      className="ws-setting"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) void submit(text);
      }}
    >
      <Field
        label={label}
        hint={hint === undefined ? undefined : { children: hint }}
        validationState={problem === null ? 'none' : 'error'}
        validationMessage={problem}
      >
        <Input
          size="small"
          className={[isMono ? 'ws-mono' : '', isShort ? 'ws-setting-short' : ''].join(' ')}
          value={text}
          placeholder={placeholder}
          spellCheck={false}
          autoComplete="off"
          onChange={(_event, data) => {
            forget();
            setText(data.value);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || !isChanged) return;
            forget();
            setText(saved);
          }}
        />
      </Field>
      <div className="ws-setting-side">
        {isChanged ? (
          <>
            <Button
              size="small"
              type="submit"
              appearance="primary"
              disabled={!reading.ok}
              disabledFocusable={isBusy}
              aria-describedby={noteId}
            >
              Save
            </Button>
            <Button
              size="small"
              onClick={() => {
                forget();
                setText(saved);
              }}
            >
              Undo
            </Button>
          </>
        ) : clearable && saved !== '' ? (
          <Button size="small" disabledFocusable={isBusy} onClick={() => void submit('')}>
            Clear
          </Button>
        ) : null}
        <span id={noteId} className="ws-ok" role="status">
          {isSaved && !isChanged ? 'Saved' : ''}
        </span>
      </div>
      {Preview && reading.ok ? (
        <div className="ws-setting-preview">
          <Preview text={text} />
        </div>
      ) : null}
    </form>
  );
}

interface Saving<Value> {
  /** The value the host keeps; null when it refused. */
  save(value: Value): Promise<Value | null>;
  refusal: string | null;
  isBusy: boolean;
  isSaved: boolean;
  forget(): void;
}

export function useSave<Name extends keyof Settings>(name: Name): Saving<Settings[Name]> {
  const api = useApi();
  const [state, setState] = useState<{ refusal: string | null; isBusy: boolean; isSaved: boolean }>({
    refusal: null,
    isBusy: false,
    isSaved: false,
  });
  return {
    ...state,
    forget: () => setState({ refusal: null, isBusy: false, isSaved: false }),
    async save(value) {
      setState({ refusal: null, isBusy: true, isSaved: false });
      try {
        const settings = await api.updateSettings({ [name]: value });
        setState({ refusal: null, isBusy: false, isSaved: true });
        return settings[name];
      } catch (error) {
        setState({ refusal: messageOf(error), isBusy: false, isSaved: false });
        return null;
      }
    },
  };
}

/** A setting changed elsewhere shows here, unless something else is being typed. */
function useFollow(saved: string, setText: (change: (text: string) => string) => void): void {
  const before = useRef(saved);
  useEffect(() => {
    const old = before.current;
    before.current = saved;
    if (old !== saved) setText((text) => (text === old ? saved : text));
  }, [saved, setText]);
}
